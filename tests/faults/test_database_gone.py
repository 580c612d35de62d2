"""A database that is full, read-only, locked or stopped: no false receipt, no answer lost.

The person gets a page in their language that holds what they entered, and sends it once more.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from engage.channels.kiosk.devices import add_device
from engage.kernel.actors import SYSTEM
from engage.kernel.db import db, session
from engage.responses import count_responses, find_by_receipt, verify_log
from tests.app_fixtures import running_on
from tests.factories import PASSWORD, make_actor, make_consultation, publish_sample_survey
from tests.faults import figure
from tests.schema import make_schema
from tests.servers.fixtures import OwnServer

SLUG = "our-city"
STOPS = figure("STOPS", 50, 2)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
AGAIN = re.compile(r'<form method="post" action="([^"]*)" autocomplete="off">')
WORDS = "ظلّ في الساحة،\nومقاعد «قرب» السوق & ماء. " * 45  # more than a page of a database holds
ANSWERS = {"q_transport": "bus", "q_wait": "12", "q_safe": "3", "q_places": ["library", "park"]}

Break = Callable[[], None]


@pytest.fixture(params=["full", "read-only", "locked"])
def broken_sqlite(request: pytest.FixtureRequest, app: Flask) -> Iterator[tuple[Break, Break]]:
    """Breaks the database of ``app``, and mends it again."""
    engine, path = db.engine, db.engine.url.database
    other = sqlite3.connect(str(path), isolation_level=None)
    orders = {
        "full": "PRAGMA max_page_count = 1",  # no more pages than there are
        "read-only": "PRAGMA query_only = ON",
        "locked": "PRAGMA busy_timeout = 20",
    }

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(orders[request.param])

    def spoil() -> None:
        _forget_connections(engine)
        event.listen(engine, "connect", limit)
        if request.param == "locked":
            other.execute("BEGIN IMMEDIATE")

    def mend() -> None:
        event.remove(engine, "connect", limit)
        _forget_connections(engine)
        other.rollback()

    yield spoil, mend
    other.close()


def _forget_connections(engine: Engine) -> None:
    session().rollback()
    engine.dispose()


def _publish(layout: str) -> int:
    consultation = make_consultation(slug=SLUG)
    publish_sample_survey(consultation.id, layout=layout)
    return consultation.id


def _hidden(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page):
        found.setdefault(unescape(name), []).append(unescape(value))
    return found


def _refused(answer: TestResponse) -> tuple[str, dict[str, list[str]]]:
    """Where the page sends what was entered once more, and what that is."""
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert '<html lang="ar" dir="rtl"' in answer.text
    assert "الخدمة مشغولة" in answer.text
    assert "receipt-code" not in answer.text
    found = AGAIN.search(answer.text)
    assert found is not None
    return unescape(found[1]), _hidden(answer.text)


def _whole_form(client: FlaskClient) -> dict[str, list[str] | str]:
    """A single page of questions as somebody has filled it in."""
    form = _hidden(client.get(f"/ar/consultations/{SLUG}/answer").text)
    return {**form, **ANSWERS, "q_change": WORDS}


def _answer_up_to_words(client: FlaskClient, base: str) -> None:
    before: dict[str, dict[str, str]] = {
        "p_transport": {"q_transport": "foot"},
        "p_safe": {"q_safe": "3"},
        "p_places": {},
    }
    for page, answers in before.items():
        assert client.post(f"{base}/{page}", data=answers).status_code == 303


def _is_stored_once(consultation_id: int, receipt: str) -> bool:
    session().rollback()
    found = find_by_receipt(receipt)
    state = verify_log(consultation_id)
    whole = (state.size, state.missing, state.doubled) == (1, (), ())
    return found is not None and whole and count_responses(consultation_id).total == 1


def test_a_form_that_cannot_be_stored_comes_back_with_its_answers(
    app: Flask, client: FlaskClient, broken_sqlite: tuple[Break, Break]
) -> None:
    spoil, mend = broken_sqlite
    number = _publish("single_page")
    form = _whole_form(client)
    spoil()
    for _ in range(2):
        again_at, again = _refused(client.post(f"/ar/consultations/{SLUG}/answer", data=form))
    assert again == {name: [v] if isinstance(v, str) else v for name, v in form.items()}
    mend()
    assert count_responses(number).total == verify_log(number).size == 0
    assert client.post(again_at, data=again).status_code == 303
    assert _is_stored_once(number, again["receipt"][0])
    (row,) = session().execute(text("SELECT answers FROM response")).scalars()
    assert "قرب" in row or "\\u0642\\u0631\\u0628" in row


def test_page_by_page_nothing_is_half_written(
    app: Flask, client: FlaskClient, broken_sqlite: tuple[Break, Break]
) -> None:
    spoil, mend = broken_sqlite
    number = _publish("one_per_page")
    base = f"/ar/consultations/{SLUG}/answer"
    client.post(base, data={"go": "new"})
    _answer_up_to_words(client, base)
    spoil()
    again_at, again = _refused(client.post(f"{base}/p_change", data={"q_change": WORDS}))
    mend()
    assert client.post(again_at, data=again).status_code == 303
    assert client.post(f"{base}/p_street").location.endswith("/check-answers")
    spoil()
    again_at, again = _refused(client.post(f"{base}/check-answers"))
    mend()
    assert count_responses(number).total == 0
    assert client.post(again_at, data=again).location.endswith("/receipt")
    receipt = client.get_cookie("engage_receipt")
    assert receipt is not None and _is_stored_once(number, receipt.value)


def test_a_kiosk_that_cannot_store_leads_nowhere_else_and_starts_over(
    app: Flask, client: FlaskClient, broken_sqlite: tuple[Break, Break]
) -> None:
    spoil, mend = broken_sqlite
    number = _publish("one_per_page")
    client.post("/kiosk/enrol", data={"code": add_device(SYSTEM, "A", "Library", number, 90)})
    client.get("/kiosk")
    client.post("/kiosk/ar/begin")
    _answer_up_to_words(client, "/kiosk/ar/answer")
    spoil()
    answer = client.post("/kiosk/ar/answer/p_change", data={"q_change": WORDS})
    again_at, again = _refused(answer)
    links = re.findall(r'<a [^>]*href="([^"#]+)', answer.text)
    assert links and all(link.startswith("/kiosk") for link in links)
    assert answer.headers["Refresh"] == "90; url=/kiosk?left=1"
    mend()
    assert client.post(again_at, data=again).status_code == 303


@pytest.mark.postgresql
def test_what_is_sent_while_postgresql_is_stopped_is_sent_again(
    own_postgresql: OwnServer,
) -> None:
    url = own_postgresql.running.url(own_postgresql.running.create_database())
    for app in running_on(url):
        make_schema(app)
        client = app.test_client()
        number = _publish("single_page")
        lead = make_actor("engagement_lead")
        typed = {"email": f"{lead.name}@example.org", "password": PASSWORD}
        staff = app.test_client()
        assert staff.post("/staff/sign-in", data=typed).status_code == 303
        for stop in range(STOPS):
            form = _whole_form(client)
            session().rollback()
            own_postgresql.stop()
            again_at, again = _refused(client.post(f"/ar/consultations/{SLUG}/answer", data=form))
            shown = client.get(f"/ar/consultations/{SLUG}/answer")
            assert shown.status_code == 503 and not AGAIN.search(shown.text)
            assert staff.get("/staff/consultations").status_code == 503
            refused = app.test_client().post("/staff/sign-in", data=typed)
            assert refused.status_code == 503 and PASSWORD not in refused.text
            own_postgresql.start()
            assert client.post(again_at, data=again).status_code == 303
            assert client.post(again_at, data=again).status_code == 303
            assert count_responses(number).total == verify_log(number).size == stop + 1


@pytest.mark.postgresql
def test_a_response_whose_connection_is_cut_before_the_commit_leaves_nothing(
    postgresql_app: Flask,
) -> None:
    number = _publish("single_page")
    client = postgresql_app.test_client()
    form = _whole_form(client)
    session().rollback()
    cuts = []

    def cut(current: object) -> None:
        if cuts:
            return
        cuts.append(session().scalar(text("SELECT count(*) FROM response")))
        pid = session().scalar(text("SELECT pg_backend_pid()"))
        with db.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

    event.listen(db.session, "before_commit", cut)
    try:
        again_at, again = _refused(client.post(f"/ar/consultations/{SLUG}/answer", data=form))
    finally:
        event.remove(db.session, "before_commit", cut)
    assert cuts == [1]  # all was written but the commit
    assert count_responses(number).total == verify_log(number).size == 0
    assert client.post(again_at, data=again).status_code == 303
    assert _is_stored_once(number, again["receipt"][0])


@pytest.mark.postgresql
def test_a_postgresql_that_only_reads_is_told_as_a_busy_service(postgresql_app: Flask) -> None:
    _publish("single_page")
    client = postgresql_app.test_client()
    form = _whole_form(client)
    name = db.engine.url.database
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
    _forget_connections(db.engine)
    _refused(client.post(f"/ar/consultations/{SLUG}/answer", data=form))
