"""An interviewer reads aloud what is on the screen: it repeats what the person said before."""

import re
from collections.abc import Callable
from copy import deepcopy
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.kernel.actors import SYSTEM
from engage.responses import count_responses, stream_answers
from engage.surveys import publish_version, save_draft
from tests.domains.test_answers_tied_together import HOME
from tests.factories import make_consultation

SignIn = Callable[[str], FlaskClient]


def home() -> dict[str, Any]:
    """The household survey, in two languages, whose last page repeats a calculated value."""
    document = deepcopy(HOME)
    document["languages"] = ["en", "ar"]
    document["intro"] = {"en": "Six minutes about your home."}
    told = {"en": "You said **${q_people}**.", "ar": "قلتم **${q_people}**."}
    document["pages"][2]["questions"] = [
        {"code": "i_told", "kind": "information", "text": told},
        {
            "code": "q_rate",
            "kind": "matrix",
            "label": {"en": "Rate these"},
            "interviewer_script": {"en": "I name two things to all ${q_people} of you."},
            "interviewer_note": {"en": "Slowly"},
            "rows": [{"code": "heat", "label": {"en": "Heating"}}],
            "options": [{"code": "bad", "label": {"en": "Bad"}}],
        },
        {
            "code": "q_late",
            "kind": "yes_no",
            "label": {"en": "Noise at night (10 pm to 6 am)"},
            "hint": {"en": "Tick one"},
            "interviewer_script": {"en": "Is it loud at night, for all ${q_people} of you?"},
        },
        {
            "code": "q_wish",
            "kind": "long_text",
            "label": {"en": "The share is ${c_share}. What do they lack?"},
            "hint": {"en": "All ${q_children} of them"},
        },
        {
            "code": "q_yes",
            "kind": "consent",
            "must_be_given": False,
            "label": {"en": "May we quote you?"},
            "text": {"en": "Without your **name**."},
        },
    ]
    return _in_both(document)


def _in_both(part: Any) -> Any:
    if isinstance(part, dict):
        if "en" in part:
            return {"ar": f"ع {part['en']}", **part}
        return {key: _in_both(value) for key, value in part.items()}
    return [_in_both(each) for each in part] if isinstance(part, list) else part


@pytest.fixture
def consultation_id(app: Flask) -> int:
    consultation = make_consultation(slug="home")
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, home()))
    return consultation.id


def _rows(html: str) -> dict[str, str]:
    """The words of each row, as they are read."""
    rows = re.findall(
        r'<li id="f_(\w+)_row" class="([^"]*)"[^>]*>(.*?)</li>\s*(?=<li id|</ol>)', html, re.S
    )
    plain = {code: unescape(re.sub(r"<[^>]+>", " ", words)) for code, _, words in rows}
    return {code: " ".join(words.split()) for code, words in plain.items()}


def test_in_a_call_texts_repeat_what_is_keyed(sign_in: SignIn, consultation_id: int) -> None:
    client = sign_in("operator")
    form = f"/staff/entry/{consultation_id}/phone"
    begun = client.get(form).text
    assert "Six minutes about your home." in begun
    rows = _rows(begun)
    heard = [
        "q_people",
        "q_children",
        "i_told",
        "q_rate",
        "q_rate_heat",
        "q_late",
        "q_wish",
        "q_yes",
    ]
    assert list(rows) == heard
    assert "For you, not to be read out: Slowly" in rows["q_rate_heat"]
    assert (
        "How many of the \u2068(your answer to question 1)\u2069 are children?"
        in rows["q_children"]
    )
    assert "Not asked after the answers so far." in rows["q_wish"]
    assert "Without your name ." in rows["q_yes"]

    keyed = {"q_people": "4", "q_children": "3"}
    rows = _rows(client.post(f"{form}/aloud", data=keyed).text)
    assert "How many of the \u20684\u2069 are children?" in rows["q_children"]
    assert "You said \u20684\u2069 ." in rows["i_told"].replace("\u2068 ", "\u2068").replace(
        " \u2069", "\u2069"
    )
    assert "The share is \u20680.75\u2069." in rows["q_wish"]
    assert "All \u20683\u2069 of them" in rows["q_wish"]
    assert "I name two things to all \u20684\u2069 of you." in rows["q_rate"]
    assert "Is it loud at night, for all \u20684\u2069 of you?" in rows["q_late"]
    assert "10 pm" not in rows["q_late"] and "Tick one" not in rows["q_late"]
    assert not [code for code, words in rows.items() if "Not asked" in words]
    rows = _rows(client.post(f"{form}/aloud", data={**keyed, "language": "ar"}).text)
    assert "ع The share is \u20680.75\u2069." in rows["q_wish"]

    # one that breaks a rule is repeated nowhere, and what is keyed in error says so when saved
    refused = client.post(form, data={**keyed, "q_children": "9", "receipt": _receipt(begun)})
    assert refused.status_code == 422
    rows = _rows(refused.text)
    assert "How many of the \u20684\u2069 are children?" in rows["q_children"]
    assert "No more than \u20684\u2069 <b>" in rows["q_children"]
    assert "Not asked after the answers so far." in rows["q_wish"]
    assert count_responses(consultation_id).total == 0

    sent = {**keyed, "q_wish": "Shade", "receipt": _receipt(begun)}
    assert client.post(form, data=sent).status_code == 303
    (stored,) = stream_answers(consultation_id)
    assert stored.answers == {"q_people": 4, "q_children": 3, "q_wish": "Shade"}


def test_on_paper_the_screen_says_what_the_paper_says(
    sign_in: SignIn, consultation_id: int
) -> None:
    client = sign_in("operator")
    form = f"/staff/entry/{consultation_id}/paper"
    rows = _rows(client.post(form, data={"q_people": "x", "q_children": "3"}).text)
    asked = ["q_people", "q_children", "q_rate_heat", "q_late", "q_wish", "q_yes"]
    assert list(rows) == asked
    assert "10 pm to 6 am" in rows["q_late"]
    assert "(your answer to question 1)" in rows["q_children"]
    assert not [code for code, words in rows.items() if "Not asked" in words]
    rows = _rows(client.post(f"{form}/aloud", data={"q_people": "4"}).text)
    assert "(your answer to question 1)" in rows["q_children"]
    assert client.post("/staff/entry/999/phone/aloud").status_code == 404
    assert client.post(f"/staff/entry/{consultation_id}/web/aloud").status_code == 404


def _receipt(page: str) -> str:
    return page.split('name="receipt" value="', 1)[1].split('"', 1)[0]
