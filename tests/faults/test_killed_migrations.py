"""kill -9 in the middle of a migration: what people sent stands, and the next start goes on.

A migration is one transaction on both databases: it has happened, or it has not. The kills fall
evenly over all statements of all migrations, just before one is run or just after.
"""

import hashlib
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import event, text

from engage.app import create_app
from engage.config import Settings
from engage.kernel.db import db, session
from engage.resources import resource_folder
from engage.responses import verify_log, withdraw
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.faults import IS_FULL, figure
from tests.schema import make_schema

ROOT = Path(__file__).resolve().parents[2]
KILLS = figure("MIGRATION_KILLS", 20, 3)
RESPONSES = 200 if IS_FULL else 20
FIRST = "0001"
WHAT_WAS_SENT = {
    "response": "id, receipt_hash, digest, leaf_key, channel, language, answers, disposition",
    "comment": "id, response_id, question_code, text, language",
    "set_aside": "id, response_id, digest, answers",
    "log_entry": "id, consultation_id, leaf",
    "survey_version": "id, survey_id, document",
    "audit_entry": "id, act, actor_name, subject_kind, subject_id, details",
}


@pytest.fixture
def consultation_id(database_url: str) -> Iterator[int]:
    """A consultation with responses, in a database that is migrated from the first to the last."""
    app = create_app(Settings(environment="test", database_url=database_url))
    make_schema(app)
    with app.app_context():
        version = publish_sample_survey(make_consultation().id)
        receipts = [
            make_response(version, language="es", q_change=f"¡El AUTOBÚS {number}!").receipt
            for number in range(RESPONSES)
        ]
        make_response(version, receipt=receipts[0], q_change="something else")
        withdraw(receipts[1])
        yield version.consultation_id
        _forget_connections()


def _forget_connections() -> None:
    db.session.remove()
    db.engine.dispose()


def _go(step: Callable[..., None], revision: str) -> None:
    _forget_connections()
    step(revision=revision)
    _forget_connections()


def _digests() -> dict[str, str]:
    """What people and staff have sent, table by table, whatever columns have come since."""
    found = {}
    with db.engine.connect() as connection:
        for table, columns in WHAT_WAS_SENT.items():
            rows = connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY id"))
            written = "\n".join(str([_plain(value) for value in row]) for row in rows)
            found[table] = hashlib.sha256(written.encode()).hexdigest()
    return found


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _count_statements() -> int:
    """How many statements it takes from the first migration to the last."""
    seen = []

    def note(*_: object) -> None:
        seen.append(1)

    event.listen(db.engine, "before_cursor_execute", note)
    _go(upgrade, "head")
    event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


@contextmanager
def _dying(url: str) -> Iterator[Callable[[str, int], int]]:
    """Gives what migrates and dies at one of the statements, and says of which signal."""
    command = [sys.executable, "-m", "tests.faults.dying_migration", url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:

        def die(when: str, at: int) -> int:
            _forget_connections()
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(f"{when} {at}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield die


def _revisions() -> list[str]:
    """All there are, the first one first."""
    found = ScriptDirectory(str(resource_folder("migrations"))).walk_revisions()
    return [each.revision for each in found][::-1]


def _revision() -> str:
    with db.engine.connect() as connection:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def test_every_migration_keeps_what_was_sent(consultation_id: int) -> None:
    before, log = _digests(), verify_log(consultation_id)
    session().rollback()
    _go(downgrade, FIRST)
    assert _revision() == FIRST
    for revision in _revisions()[1:]:
        _go(upgrade, revision)
        assert (_revision(), _digests()) == (revision, before)
    assert verify_log(consultation_id) == log


def test_a_migration_that_is_killed_has_happened_or_has_not(consultation_id: int) -> None:
    before, log = _digests(), verify_log(consultation_id)
    session().rollback()
    _go(downgrade, FIRST)
    statements = _count_statements()
    halfway = set()
    with _dying(db.engine.url.render_as_string(hide_password=False)) as die:
        for kill in range(KILLS):
            _go(downgrade, FIRST)
            at = 1 + (2 * kill + 1) * statements // (2 * KILLS)
            assert die(("before", "after")[kill % 2], at) == signal.SIGKILL
            assert _digests() == before
            halfway.add(_revision())
            _go(upgrade, "head")
            assert _digests() == before
    assert len(halfway) > 1  # some fell between the first and the last
    assert verify_log(consultation_id) == log
    with db.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), db.metadata)
    assert found == []
