"""What a survey's rules say holds at a kiosk: limits, repeated answers, what is hidden, the end."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.channels.kiosk.devices import add_device
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.responses import count_responses, stream_answers
from engage.surveys import publish_version, save_draft
from tests.domains.test_read_aloud import home
from tests.factories import make_consultation


@pytest.fixture
def consultation_id(app: Flask, client: FlaskClient) -> int:
    """The household survey at a kiosk that the client has become."""
    consultation = make_consultation(slug="home")
    document = home()
    mail = {
        "code": "q_mail",
        "kind": "email",
        "required": True,
        "label": {"en": "Mail to the ${q_people} of you?", "ar": "ع"},
        "text": {"en": "Once.", "ar": "ع"},
    }
    document["pages"].append({"code": "p_mail", "questions": [mail]})
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document))
    code = add_device(SYSTEM, "Library", "Main Library", consultation.id, 90)
    client.post("/kiosk/enrol", data={"code": code})
    client.get("/kiosk")
    return consultation.id


def _shown(client: FlaskClient, address: str) -> str:
    return unescape(client.get(address).text)


def test_rules_hold_and_answers_are_repeated(client: FlaskClient, consultation_id: int) -> None:
    page = client.post("/kiosk/en/begin").location
    refused = client.post(page, data={"q_people": "many"})
    assert (refused.status_code, 'value="many"' in refused.text) == (422, True)
    second = client.post(page, data={"q_people": "4"}).location
    assert "How many of the \u20684\u2069 are children?" in _shown(client, second)
    refused = client.post(second, data={"q_children": "5"})
    assert refused.status_code == 422
    assert "No more than \u20684\u2069 <b>" in unescape(refused.text)
    assert "refresh" in refused.headers

    # the other language has the same page and the same answers
    arabic = second.replace("/en/", "/ar/")
    assert "ع How many of the \u20684\u2069" in _shown(client, arabic)
    third = client.post(second, data={"q_children": "3"}).location
    shown = _shown(client, third)
    assert "The share is \u20680.75\u2069. What do they lack?" in shown
    assert "All \u20683\u2069 of them" in shown
    assert "You said <strong>\u20684\u2069</strong>" in shown
    check = client.post(third, data={"q_wish": "Shade", "q_yes": "no"}).location
    assert check.endswith("/check")  # what kiosks do not ask is no page on the way

    # a change that hides answers says so; they are sent only if they come back
    changed = client.post(page, data={"q_people": "100", "change": "1"}).location
    told = _shown(client, changed)
    assert "Some answers no longer belong" in told and "Shade" in told
    assert changed == check
    back = client.post(page, data={"q_people": "4", "change": "1"}).location
    assert "Some answers no longer belong" not in _shown(client, back)

    # an answer that no longer fits is asked again before anything is sent
    wrong = client.post(page, data={"q_people": "2", "change": "1"}).location
    assert wrong == second
    assert client.get(check).location == second
    assert client.post(check).location == second
    assert count_responses(consultation_id).total == 0
    assert client.post(second, data={"q_children": "2"}).location == third
    assert client.post(check).location == "/kiosk/en/receipt"
    session().rollback()
    (stored,) = stream_answers(consultation_id)
    assert stored.answers == {"q_people": 2, "q_children": 2, "q_wish": "Shade", "q_yes": "no"}
    assert stored.derived["c_share"] == 1


def test_what_a_change_has_hidden_is_not_sent(client: FlaskClient, consultation_id: int) -> None:
    page = client.post("/kiosk/ar/begin").location
    second = client.post(page, data={"q_people": "٤"}).location
    third = client.post(second, data={"q_children": "2"}).location
    check = client.post(third, data={"q_wish": "ظل", "q_yes": "yes"}).location
    client.post(second, data={"q_children": "0", "change": "1"})
    assert "ظل" in _shown(client, check)
    assert client.post(check).status_code == 303
    session().rollback()
    (stored,) = stream_answers(consultation_id)
    assert stored.answers == {"q_people": 4, "q_children": 0}
    again = client.post("/kiosk/ar/begin").location
    assert "٤" not in _shown(client, again) and 'value="4"' not in _shown(client, again)
