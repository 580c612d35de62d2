"""How passwords are kept in the application as it is served, not as other tests hurry it."""

import re
from pathlib import Path

from sqlalchemy import select

from engage.app import create_app
from engage.config import Settings
from engage.kernel.db import session
from engage.people.models import User
from engage.people.signing_in import check_sign_in
from tests.factories import PASSWORD, make_actor
from tests.schema import make_schema

# OWASP, Password Storage Cheat Sheet: Argon2id with at least 19 MiB, two rounds, one lane
LEAST_KIB, LEAST_ROUNDS, LEAST_LANES = 19_456, 2, 1


def test_a_password_costs_at_least_what_owasp_asks_for(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'engage.sqlite3'}"
    app = create_app(Settings(environment="test", database_url=database, secret_key="s" * 40))
    make_schema(app)
    with app.app_context():
        name = make_actor().name
        kept = session().scalars(select(User.password)).one()
        found = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", kept or "")
        assert found, kept
        kib, rounds, lanes = (int(figure) for figure in found.groups())
        assert (kib >= LEAST_KIB, rounds >= LEAST_ROUNDS, lanes >= LEAST_LANES) == (True,) * 3
        assert PASSWORD not in kept
        assert check_sign_in(f"{name}@example.org", PASSWORD).password == kept
