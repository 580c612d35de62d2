"""Save and come back: the pages, from the button to another browser, and the link by e-mail."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from engage.channels.online.models import Draft
from engage.kernel.clock import now
from engage.kernel.db import session
from tests.factories import make_consultation, publish_sample_survey
from tests.servers.mail import MailServer, mail_server

BASE = "/en/consultations/city"
CODE = re.compile(r'id="receipt-code">([0-9A-Z-]{14})<')


@pytest.fixture(autouse=True)
def city(app: Flask) -> None:
    publish_sample_survey(make_consultation(slug="city").id)


@pytest.fixture
def mail(app: Flask) -> Iterator[MailServer]:
    with mail_server() as server:
        app.extensions["engage.settings"] = replace(
            app.extensions["engage.settings"],
            smtp_host="127.0.0.1",
            smtp_port=server.port,
            smtp_security="none",
            mail_from="city@example.org",
        )
        yield server


def _save(client: FlaskClient, page: str = "p_wait", **answers: str) -> str:
    client.post(f"{BASE}/answer")
    client.post(f"{BASE}/answer/p_transport", data={"q_transport": "bus"})
    saved = client.post(f"{BASE}/answer/{page}", data={**answers, "then": "later"})
    assert saved.status_code == 303, saved.text
    shown = client.get(saved.location)
    found = CODE.search(shown.text)
    assert found, shown.text
    return found[1]


def test_another_browser_goes_on_where_it_was_with_the_code(app: Flask) -> None:
    code = _save(app.test_client(), q_wait="12")
    other = app.test_client()
    assert f"{BASE}/saved-answers" in other.get(f"{BASE}/answer").text
    onward = other.post(f"{BASE}/saved-answers", data={"code": code.lower()})
    assert (onward.status_code, onward.location) == (303, f"{BASE}/answer/p_wait")
    assert 'value="12"' in other.get(onward.location).text


def test_a_page_is_saved_unfinished(client: FlaskClient) -> None:
    code = _save(client, "p_change")  # its question must be answered before the survey is sent
    assert code
    assert CODE.search(client.get(f"/ar/{BASE[4:]}/saved-answers/code").text)


def test_what_is_wrong_on_the_page_is_said_and_not_lost(client: FlaskClient) -> None:
    client.post(f"{BASE}/answer")
    client.post(f"{BASE}/answer/p_transport", data={"q_transport": "bus"})
    wrong = {"q_wait": "a while", "then": "later"}
    refused = client.post(f"{BASE}/answer/p_wait", data=wrong)
    assert refused.status_code == 422 and 'value="a while"' in refused.text


def test_both_browsers_give_one_response(app: Flask) -> None:
    first, second = app.test_client(), app.test_client()
    second.post(f"{BASE}/saved-answers", data={"code": _save(first)})
    for page, answers in (
        ("p_safe", {"q_safe": "3"}),
        ("p_places", {}),
        ("p_change", {"q_change": "Light."}),
        ("p_street", {}),
    ):
        assert second.post(f"{BASE}/answer/{page}", data=answers).status_code == 303
    assert second.post(f"{BASE}/answer/check-answers").location.endswith("/receipt")
    assert first.post(f"{BASE}/answer/check-answers").location == f"{BASE}/answer"
    assert session().scalar(text("SELECT count(*) FROM response")) == 1


def test_a_borrowed_device_forgets_and_the_code_does_not(client: FlaskClient) -> None:
    code = _save(client)
    left = client.post(f"{BASE}/saved-answers/leave")
    assert "storage" in left.headers["Clear-Site-Data"]
    assert "off this device" in client.get(left.location).text
    assert client.get(f"{BASE}/saved-answers/code").status_code == 303
    assert client.post(f"{BASE}/saved-answers", data={"code": code}).status_code == 303


def test_guessing_is_slowed_down_and_says_so(client: FlaskClient) -> None:
    with time_machine.travel(now(), tick=False):
        for status in (422, 422, 422, 429):
            answer = client.post(f"{BASE}/saved-answers", data={"code": "0000-0000-0000"})
            assert answer.status_code == status
    assert "Too many attempts" in answer.text


def test_a_kiosk_does_not_offer_it(app: Flask) -> None:
    from engage.channels.online.walking import Way

    assert Way(lambda _code, _change: "", "", "").can_save is False


def test_without_a_mail_server_no_mail_is_offered(client: FlaskClient) -> None:
    _save(client)
    assert 'name="email"' not in client.get(f"{BASE}/saved-answers/code").text
    assert client.post(f"{BASE}/saved-answers/code", data={"email": "a@b.example"}).location


def test_the_link_arrives_and_the_address_is_kept_nowhere(
    app: Flask, mail: MailServer, client: FlaskClient
) -> None:
    code = _save(client)
    sent = client.post(f"{BASE}/saved-answers/code", data={"email": " ana@example.org "})
    assert "on its way" in sent.text and "ana@example.org" not in sent.text
    assert mail.recipients == ["ana@example.org"]
    letter = mail.letters[0].get_content()
    address = re.search(r"http://127.0.0.1:8000(\S+)", letter)
    assert address and code in letter
    asked = app.test_client().get(address[1])
    assert f'value="{code}"' in asked.text
    assert asked.headers["Referrer-Policy"] == "no-referrer"
    row = session().scalars(select(Draft).execution_options(populate_existing=True)).one()
    assert "example.org" not in repr(vars(row)) and row.mails_sent == 1


def test_mail_in_arabic_and_no_more_than_three(mail: MailServer, client: FlaskClient) -> None:
    _save(client)
    address = "/ar/consultations/city/saved-answers/code"
    for _ in range(4):
        answer = client.post(address, data={"email": "ana@example.org"})
    assert len(mail.letters) == 3 and answer.status_code == 200
    assert "مدينتنا" in str(mail.letters[0]["Subject"])


def test_a_mail_that_is_refused_is_told(mail: MailServer, client: FlaskClient) -> None:
    _save(client)
    mail.refuses = True
    failed = client.post(f"{BASE}/saved-answers/code", data={"email": "ana@example.org"})
    assert "could not be sent" in failed.text and not mail.letters
    wrong = client.post(f"{BASE}/saved-answers/code", data={"email": "ana@example.org\nBcc: x@y.z"})
    assert wrong.status_code == 422
