"""Writing: all or nothing, never in a request that only shows something."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask, Response
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from engage.app import create_app
from engage.audit import list_entries, record
from engage.config import Settings
from engage.consultations.models import Consultation
from engage.kernel.actors import SYSTEM
from engage.kernel.db import GetMustNotWrite, read_only, session, transaction
from engage.web.access import PUBLIC, access
from tests.factories import make_consultation
from tests.schema import make_schema


def _row(slug: str) -> Consultation:
    return Consultation(slug=slug, languages=["en"], title={"en": slug})


def _slugs() -> list[str]:
    return [row.slug for row in session().query(Consultation).order_by(Consultation.id)]


@pytest.fixture
def only_reading() -> Iterator[None]:
    token = read_only.set(True)
    yield
    read_only.reset(token)


def test_what_fails_halfway_leaves_nothing(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction() as current:
        current.add(_row("half"))
        current.flush()
        _ = 1 / 0
    assert _slugs() == []


def test_an_inner_transaction_falls_with_the_outer_one(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction() as outer:
        outer.add(_row("outer"))
        with transaction() as inner:
            assert inner is outer
            inner.add(_row("inner"))
        _ = 1 / 0
    assert _slugs() == []


def test_what_changed_outside_a_transaction_is_refused(app: Flask) -> None:
    session().add(_row("stray"))
    with pytest.raises(RuntimeError, match="outside a transaction"), transaction():
        pass
    session().rollback()
    assert _slugs() == []


@pytest.mark.usefixtures("only_reading")
def test_while_a_page_is_only_shown_nothing_can_be_written(app: Flask) -> None:
    with pytest.raises(GetMustNotWrite), transaction() as current:
        current.add(_row("shown"))
    assert _slugs() == []


def test_a_get_that_writes_is_a_fault_and_writes_nothing(app: Flask) -> None:
    @access(PUBLIC)
    def writing() -> Response:
        make_consultation(slug="sneaked-in")
        return Response("written", mimetype="text/plain")

    app.add_url_rule("/writing", "writing", writing, methods=["GET", "POST"])
    app.extensions["engage.access"]["writing"] = (PUBLIC,)
    client = app.test_client()
    assert client.get("/writing").status_code == 500
    assert _slugs() == []
    assert client.post("/writing").text == "written"
    assert _slugs() == ["sneaked-in"]


def test_a_moment_without_a_time_zone_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError, match="time zone"), transaction() as current:
        row = _row("naive")
        row.opens_at = datetime(2027, 3, 1, 9, 0)
        current.add(row)
    assert _slugs() == []


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entry SET reason = 'nicer'", "DELETE FROM audit_entry"]
)
def test_the_database_itself_keeps_the_audit_record(both_databases_app: Flask, change: str) -> None:
    with transaction():
        record(SYSTEM, "test.act", ("test", 1), reason="true")
    with pytest.raises(DBAPIError, match="append-only"), transaction() as current:
        current.execute(text(change))
    assert [entry.reason for entry in list_entries(SYSTEM)] == ["true"]


def test_dates_in_the_wrong_order_are_refused_by_the_database(both_databases_app: Flask) -> None:
    kept = make_consultation()
    statement = text("UPDATE consultation SET closes_at = opens_at WHERE id = :id")
    with pytest.raises(DBAPIError), transaction() as current:
        current.execute(statement, {"id": kept.id})
    session().expire_all()
    assert session().get_one(Consultation, kept.id).closes_at == kept.closes_at


HOLDER = """
import fcntl, sys, time
with open(sys.argv[1], "ab") as queue:
    fcntl.flock(queue, fcntl.LOCK_EX)
    print("holding", flush=True)
    time.sleep(60)
"""


def test_a_writer_waits_its_turn_and_a_killed_one_gives_it_on(tmp_path: Path) -> None:
    app = create_app(Settings(environment="test", database_url=f"sqlite:///{tmp_path / 'db'}"))
    make_schema(app)
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "db-queue")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "holding\n"
        is_written = threading.Event()

        def write() -> None:
            with app.app_context(), transaction() as current:
                current.add(_row("late"))
            is_written.set()

        writer = threading.Thread(target=write)
        writer.start()
        assert not is_written.wait(0.5)
        holder.kill()
        writer.join(60)
        assert is_written.is_set()
