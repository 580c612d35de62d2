"""The sample city with every kind of question in it, people of each role in it, and their forms."""

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select, text
from werkzeug.exceptions import HTTPException

from engage.channels.kiosk.devices import add_device
from engage.demo import DEMO_ACCOUNTS, PASSWORD
from engage.kernel.actors import SYSTEM
from engage.kernel.db import db, session
from engage.surveys import publish_version, save_draft
from tests.engines.questionnaire.specimens import SPECIMENS, survey_of
from tests.factories import make_consultation
from tests.faults.found_forms import FoundForm, forms_of
from tests.faults.posting_routes import Posting

KIOSK_ENTRY, WEB_ENTRY = "/kiosk/en/begin", "/ar/consultations/kinds/answer"
WALKED = ("online.page", "online.check", "kiosk.page", "kiosk.check")


@dataclass
class Site:
    """A site to attack: who is signed in where, and how it becomes again what it was."""

    app: Flask
    clients: dict[str, FlaskClient]
    again: Callable[[], None]
    _read: dict[str, list[FoundForm]] = field(default_factory=dict)
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def endpoint_of(self, address: str, method: str = "POST") -> str:
        """Which route an address leads to; empty where it leads nowhere."""
        path = urlsplit(address).path
        if (path, method) not in self._known:
            try:
                found = str(self.app.url_map.bind("localhost").match(path, method)[0])
            except HTTPException:
                found = ""
            self._known[path, method] = found
        return self._known[path, method]

    def forms_for(self, endpoint: str, posting: Posting) -> list[FoundForm]:
        """What a browser would send there."""
        client = self.clients[posting.who]
        found = _walk(client, posting.who) if endpoint in WALKED else []
        if posting.page:
            found += self._forms_on(client, posting.page)
        fitting = [each for each in found if self.endpoint_of(each.address) == endpoint]
        assert fitting or posting.fields or not posting.page, f"{endpoint}: no form is there"
        return fitting or [FoundForm(posting.address, posting.fields)]

    def _forms_on(self, client: FlaskClient, page: str) -> list[FoundForm]:
        if page not in self._read:
            answer = client.get(page)
            assert answer.status_code == 200, (page, answer.status_code)
            self._read[page] = forms_of(answer.text, page)
        return self._read[page]


def _walk(client: FlaskClient, who: str) -> list[FoundForm]:
    """Answer every question, up to checking the answers; gives the forms on the way."""
    found = []
    client.get("/kiosk")
    onward = client.post(KIOSK_ENTRY if who == "kiosk" else WEB_ENTRY, data={"go": "new"}).location
    for specimen in SPECIMENS:
        found += forms_of(client.get(onward).text, onward)
        onward = client.post(onward, data=specimen.form).location
    return found + forms_of(client.get(onward).text, onward)


def _people(app: Flask) -> dict[str, FlaskClient]:
    """A browser for each role, for a resident and at a kiosk."""
    kinds = make_consultation(slug="kinds", languages=["en", "es", "ar"])
    publish_version(SYSTEM, save_draft(SYSTEM, kinds.id, survey_of(*SPECIMENS)))
    make_consultation(slug="invited", who_may_answer="invited")
    code = add_device(SYSTEM, "Library", "Hall", kinds.id, 90)
    clients = {who: app.test_client() for who in (*DEMO_ACCOUNTS, "resident", "kiosk")}
    for role, (_name, email) in DEMO_ACCOUNTS.items():
        typed = {"email": email, "password": PASSWORD}
        assert clients[role].post("/staff/sign-in", data=typed).status_code == 303
    assert clients["kiosk"].post("/kiosk/enrol", data={"code": code}).status_code == 303
    return clients


def site_on_sqlite(app: Flask, city: Path) -> Site:
    """A site on the SQLite file of ``app``, filled from that of a city."""
    path, kept = Path(str(db.engine.url.database)), Path(f"{db.engine.url.database}-kept")
    _forget_connections()
    shutil.copy(city, path)
    clients = _people(app)
    _forget_connections()
    shutil.copy(path, kept)

    def again() -> None:
        _forget_connections()
        for rest in ("-wal", "-shm"):
            Path(f"{path}{rest}").unlink(missing_ok=True)
        shutil.copy(kept, path)

    return Site(app, clients, again)


def site_on_postgresql(app: Flask, city: Path) -> Site:
    """A site on the PostgreSQL database of ``app``, with the rows of a city's SQLite file."""
    session().rollback()
    with closing(create_engine(f"sqlite:///{city}").connect()) as source, db.engine.begin() as here:
        for table in db.metadata.sorted_tables:
            rows = [dict(row._mapping) for row in source.execute(select(table))]
            if rows:
                here.execute(table.insert(), rows)
            if "id" in table.c and table.c.id.autoincrement is not False and rows:
                here.execute(text(_next_after(table.name)))
    return Site(app, _people(app), lambda: None)


def _next_after(table: str) -> str:
    most = f"(SELECT max(id) FROM {table})"
    return f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {most})"


def _forget_connections() -> None:
    session().rollback()
    db.session.remove()
    db.engine.dispose()


def seeded(endpoint: str) -> Random:
    """The same choices at every run, and for each route its own."""
    return Random(f"engage {endpoint}")


QUERIED = (
    *("question", "comment", "theme", "source", "at", "page", "number", "show", "language"),
    *("before", "kind", "id", "job", "then", "parts", "seed", "parent", "next", "by", "rows"),
    *("weighed", "with", "version", "against", "part", "skin", "desk", "more_options", "back"),
    *("need", "decision", "consultation", "from", "until", "words", "order", "stance", "code"),
    *("remove", "change", "standing", "campaign", "group", "place", "suggest", "left", "receipt"),
)
