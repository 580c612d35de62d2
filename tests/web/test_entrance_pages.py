"""Pages where not everybody may answer, or not twice."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from engage.kernel.db import session
from tests.factories import make_consultation, publish_sample_survey

SignIn = Callable[[str], FlaskClient]
BASE = "/en/consultations/city"
WHOLE = {"q_transport": "foot", "q_safe": "3", "q_change": "Light."}
PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("p_transport", {"q_transport": "foot"}),
    ("p_safe", {"q_safe": "3"}),
    ("p_places", {}),
    ("p_change", {"q_change": "Light."}),
    ("p_street", {}),
)


def _open(who: str, **changes: Any) -> int:
    consultation = make_consultation(slug="city", who_may_answer=who)
    publish_sample_survey(consultation.id, **changes)
    return consultation.id


def _codes(staff: FlaskClient, number: int, count: int = 2) -> list[dict[str, str]]:
    form = {"name": "North", "count": count}
    made = staff.post(f"/staff/consultations/{number}/invitations", data=form)
    assert made.mimetype == "text/csv" and "attachment" in made.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(made.text)))


def _walk(client: FlaskClient) -> Any:
    client.post(f"{BASE}/answer")
    for page, answers in PAGES:
        assert client.post(f"{BASE}/answer/{page}", data=answers).status_code == 303
    return client.post(f"{BASE}/answer/check-answers")


def _count() -> int:
    session().rollback()
    return int(session().scalar(text("SELECT count(*) FROM response")) or 0)


def test_the_code_is_asked_before_the_first_question_and_counts_once(
    app: Flask, sign_in: SignIn
) -> None:
    number = _open("invited")
    staff = sign_in("engagement_lead")
    row = _codes(staff, number)[0]
    client = app.test_client()
    for answer in (client.get(f"{BASE}/answer"), client.post(f"{BASE}/answer")):
        assert "Enter your invitation code" in answer.text
    wrong = client.post(f"{BASE}/invitation", data={"code": "K7QM"})
    assert wrong.status_code == 422 and 'value="K7QM"' in wrong.text
    asked = client.get(row["address"].removeprefix("http://127.0.0.1:8000"))
    assert f'value="{row["code"]}"' in asked.text
    assert asked.headers["Referrer-Policy"] == "no-referrer"
    assert client.post(f"{BASE}/invitation", data={"code": row["code"]}).status_code == 303
    assert "invitation code" in client.get(f"{BASE}/answer").text
    assert _walk(client).location.endswith("/receipt")
    again = app.test_client().post(f"{BASE}/invitation", data={"code": row["code"]})
    assert again.status_code == 422 and "can be used once" in again.text
    shown = staff.get(f"/staff/consultations/{number}/invitations").text
    assert re.search(r'<td class="num">2</td><td class="num">1</td><td class="num">0</td>', shown)
    assert row["code"] not in shown


def test_a_code_used_elsewhere_meanwhile_is_told_and_the_answers_stay(
    app: Flask, sign_in: SignIn
) -> None:
    number = _open("invited")
    first, second = (row["code"] for row in _codes(sign_in("engagement_lead"), number))
    slow, quick = app.test_client(), app.test_client()
    for client in (slow, quick):
        client.post(f"{BASE}/invitation", data={"code": first})
    slow.post(f"{BASE}/answer")
    for page, answers in PAGES:
        slow.post(f"{BASE}/answer/{page}", data=answers)
    assert _walk(quick).status_code == 303
    refused = slow.post(f"{BASE}/answer/check-answers")
    assert refused.status_code == 409 and "can be used once" in refused.text
    slow.post(f"{BASE}/invitation", data={"code": second})
    assert slow.post(f"{BASE}/answer/check-answers").location.endswith("/receipt")
    assert _count() == 2


def test_a_form_on_one_page_keeps_what_was_typed_when_its_code_is_refused(
    app: Flask, sign_in: SignIn
) -> None:
    number = _open("invited", layout="single_page")
    code = _codes(sign_in("engagement_lead"), number)[0]["code"]
    client = app.test_client()
    client.post(f"{BASE}/invitation", data={"code": code})
    page = client.get(f"{BASE}/answer").text
    receipt = re.search(r'name="receipt" value="([^"]+)"', page)
    assert receipt
    form = WHOLE | {"receipt": receipt[1]}
    client.delete_cookie("engage_invitation")
    refused = client.post(f"{BASE}/answer", data=form)
    assert refused.status_code == 422
    assert 'name="invitation"' in refused.text and "Light." in refused.text
    assert client.post(f"{BASE}/answer", data=form | {"invitation": code}).status_code == 303
    assert _count() == 1


@pytest.mark.parametrize("layout", ["one_per_page", "single_page"])
def test_each_browser_answers_once_and_may_after_withdrawing(app: Flask, layout: str) -> None:
    _open("one_per_browser", layout=layout)
    client = app.test_client()

    def answer() -> Any:
        page = client.get(f"{BASE}/answer").text
        if layout == "one_per_page":
            return _walk(client)
        receipt = re.search(r'name="receipt" value="([^"]+)"', page)
        assert receipt
        return client.post(f"{BASE}/answer", data=WHOLE | {"receipt": receipt[1]})

    assert "one response from each browser" in client.get(f"{BASE}/answer").text
    sent = answer()
    code = re.search(r'id="receipt-code">([0-9A-Z-]+)<', client.get(sent.location).text)
    assert code and _count() == 1
    assert "has answered" in client.get(f"{BASE}/answer").text
    assert app.test_client().get(f"{BASE}/answer").text.count("has answered") == 0
    client.post("/en/withdraw", data={"code": code[1], "act": "withdraw"})
    assert answer().location.endswith("/receipt") and _count() == 2


def test_answers_saved_in_another_browser_are_sent_from_this_one(app: Flask) -> None:
    _open("one_per_browser")
    first, other = app.test_client(), app.test_client()
    first.get(f"{BASE}/answer")
    first.post(f"{BASE}/answer")
    for page, answers in PAGES[:-1]:
        first.post(f"{BASE}/answer/{page}", data=answers)
    saved = first.post(f"{BASE}/answer/p_street", data={"then": "later"})
    code = re.search(r'id="receipt-code">([0-9A-Z-]+)<', first.get(saved.location).text)
    assert code
    other.post(f"{BASE}/saved-answers", data={"code": code[1]})
    check = f"{BASE}/answer/check-answers"
    assert other.post(check).location == check  # with the token that was missing
    assert other.post(check).location.endswith("/receipt")
    assert "has answered" in other.get(f"{BASE}/answer").text and _count() == 1


def test_a_browser_without_the_cookie_is_asked_again_and_loses_nothing(app: Flask) -> None:
    _open("one_per_browser", layout="single_page")
    client = app.test_client()
    receipt = re.search(r'name="receipt" value="([^"]+)"', client.get(f"{BASE}/answer").text)
    assert receipt
    client.delete_cookie("engage_browser")
    client.set_cookie("engage_browser", "made-up.by-hand")
    form = WHOLE | {"receipt": receipt[1]}
    refused = client.post(f"{BASE}/answer", data=form)
    assert refused.status_code == 422 and "Light." in refused.text and _count() == 0
    assert client.post(f"{BASE}/answer", data=form).status_code == 303
    assert _count() == 1


def test_a_kiosk_takes_no_answers_where_codes_are_needed(app: Flask, sign_in: SignIn) -> None:
    number = _open("invited")
    staff, client = sign_in("engagement_lead"), app.test_client()
    form = {"name": "Library", "consultation": number, "idle_seconds": "90"}
    code = re.search(r'id="kiosk-code">([0-9A-Z-]+)<', staff.post("/staff/kiosks", data=form).text)
    assert code
    client.post("/kiosk/enrol", data={"code": code[1]})
    assert "codes are not entered on a shared screen" in client.get("/kiosk").text
    assert client.post("/kiosk/en/begin").location == "/kiosk"


def test_staff_choose_who_may_answer_and_an_unknown_choice_is_refused(sign_in: SignIn) -> None:
    number = _open("everyone")
    staff = sign_in("engagement_lead")
    address = f"/staff/consultations/{number}/edit"
    form = {
        "languages": "en",
        "title_en": "The city",
        "promise": "consult",
        "who_may_answer": "invited",
        "reason": "Only those who were drawn.",
        "closes_at": "",
    }
    page = staff.get(address).text
    closes = re.search(r'name="closes_at"[^>]* value="([^"]+)"', page)
    assert closes
    form["closes_at"] = closes[1]
    assert staff.post(address, data=form | {"who_may_answer": "nobody"}).status_code == 422
    assert staff.post(address, data=form).status_code == 303
    assert re.search(r'value="invited"[^>]* checked', staff.get(address).text)
    form.pop("who_may_answer")  # an old form open elsewhere leaves it as it is
    assert staff.post(address, data=form).status_code == 303
    assert re.search(r'value="invited"[^>]* checked', staff.get(address).text)


def test_faults_in_making_and_revoking_codes_are_said_at_their_fields(sign_in: SignIn) -> None:
    number = _open("invited")
    staff = sign_in("engagement_lead")
    base = f"/staff/consultations/{number}/invitations"
    refused = staff.post(base, data={"name": "", "count": "0"})
    assert refused.status_code == 422 and 'href="#f_name"' in refused.text
    code = _codes(staff, number, 1)[0]["code"]
    assert staff.post(f"{base}/revoke", data={"code": "nonsense"}).status_code == 422
    assert staff.post(f"{base}/revoke", data={"code": code}).status_code == 303
    assert staff.post(f"{base}/revoke", data={"batch": "999"}).status_code == 404
