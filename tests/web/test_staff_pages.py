"""What staff do on pages: keying, signing in, bringing a survey in, working in their language."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from engage.kernel.clock import now
from engage.kernel.db import session
from engage.responses import count_responses
from engage.responses.models import Response
from tests.factories import (
    PASSWORD,
    SAMPLE_SURVEY,
    make_actor,
    make_consultation,
    publish_sample_survey,
)

RECEIPT = re.compile(r'name="receipt" value="([^"]+)"')
SignIn = Callable[[str], FlaskClient]


def test_paper_is_kept_as_written_and_marked(sign_in: SignIn) -> None:
    consultation = make_consultation()
    publish_sample_survey(consultation.id)
    client = sign_in("operator")
    address = f"/staff/entry/{consultation.id}/paper"
    found = RECEIPT.search(client.get(address).text)
    assert found
    typed = {"receipt": found[1], "language": "es", "q_transport": "12", "q_safe": "i"}
    refused = client.post(address, data=typed | {"q_change": "luz"})
    assert refused.status_code == 422 and 'value="12"' in refused.text
    saved = client.post(address, data=typed | {"q_change": "luz", "serial": "0007"})
    assert saved.status_code == 303 and "language=es" in saved.location
    row = session().query(Response).one()
    assert row.marks["q_transport"] == "multiple_marked"
    assert row.kept_as_written == {"q_transport": "1 2"}
    assert (row.marks["q_safe"], row.language, row.is_assisted) == ("illegible", "es", True)
    assert found[1] in client.get(saved.location).text
    client.post(address, data=typed | {"q_change": "luz", "serial": "0007"})
    assert count_responses(consultation.id).total == 1
    changed = client.post(address, data=typed | {"q_change": "sombra", "serial": "0007"})
    assert "what you keyed now does not count" in client.get(changed.location).text
    analyst, shown = sign_in("analyst"), f"/staff/consultations/{consultation.id}/answers"
    answers = analyst.get(shown).text
    assert "1 response<" in answers and "1 form was sent once more with other answers" in answers
    assert f'href="{shown}/set-aside"' in answers
    differing = re.findall(
        r'<td [^>]*lang="es" dir="auto">(.*?)</td>', analyst.get(f"{shown}/set-aside").text
    )
    assert differing == ["luz", "sombra"]  # what came first, then what came again; nothing else
    assert "<h2" not in analyst.get(f"{shown}/set-aside?before=1").text
    assert sign_in("operator").get(f"{shown}/set-aside").status_code == 403


def test_paper_after_the_close_says_which_day_and_reason_are_missing(sign_in: SignIn) -> None:
    closed = datetime(2026, 11, 12, 17, tzinfo=UTC)
    consultation = make_consultation(opens_at=closed - timedelta(days=9), closes_at=closed)
    publish_sample_survey(consultation.id)
    client = sign_in("operator")
    address = f"/staff/entry/{consultation.id}/paper"
    empty = client.get(address).text
    assert "data-carried" not in empty and f'value="{closed.year}-' not in empty
    found = RECEIPT.search(empty)
    assert found
    typed = {"receipt": found[1], "language": "en", "serial": "1", "q_transport": "2"}
    typed |= {"q_safe": "3", "q_change": "Light"}
    refused = client.post(address, data=typed | {"received_on": "2026-11-13"})
    assert refused.status_code == 422
    assert "What came after 12 November 2026 is not taken." in refused.text
    assert "Say why it is keyed after the close." in refused.text
    saved = client.post(
        address, data=typed | {"received_on": "2026-11-12", "late_reason": "It lay in a tray"}
    )
    assert saved.status_code == 303 and "received_on=2026-11-12" in saved.location
    # the next form of the same pile goes on with the head; another channel begins with its own
    assert "data-carried" in client.get(saved.location).text
    assert "data-carried" not in client.get(f"/staff/entry/{consultation.id}/letter").text


def test_a_call_is_put_right_while_the_person_is_on_the_line(sign_in: SignIn) -> None:
    consultation = make_consultation()
    publish_sample_survey(consultation.id)
    client = sign_in("operator")
    address = f"/staff/entry/{consultation.id}/phone"
    found = RECEIPT.search(client.get(address).text)
    assert found
    typed = {"receipt": found[1], "language": "en", "q_transport": "1 2", "q_change": "more buses"}
    refused = client.post(address, data=typed | {"q_safe": "3"})
    assert refused.status_code == 422 and "Only one answer fits here" in refused.text
    assert '<a href="#f_q_transport">1 How do you usually get to the centre? ' in refused.text
    assert client.post(address, data=typed | {"q_transport": "2", "q_safe": "d"}).status_code == 303


def test_failed_sign_ins_slow_the_account_down_and_a_good_one_clears_it(app: Flask) -> None:
    email = f"{make_actor('analyst').name}@example.org"
    client = app.test_client()
    good = {"email": email, "password": PASSWORD}
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(3):
            wrong = client.post("/staff/sign-in", data={"email": email, "password": "wrong"})
            assert wrong.status_code == 422
        assert client.post("/staff/sign-in", data=good).status_code == 429
        clock.shift(timedelta(minutes=1))
        assert client.post("/staff/sign-in", data=good).status_code == 303


def test_sign_in_leads_on_inside_the_site_only(app: Flask) -> None:
    email = f"{make_actor('analyst').name}@example.org"
    for onward in ("https://elsewhere.example/staff/", "//elsewhere.example/staff"):
        client = app.test_client()
        answer = client.post(
            "/staff/sign-in", data={"email": email, "password": PASSWORD, "next": onward}
        )
        assert answer.location == "/staff/"


def test_a_survey_with_faults_is_refused_place_by_place_and_kept(sign_in: SignIn) -> None:
    consultation = make_consultation()
    client = sign_in("engagement_lead")
    address = f"/staff/consultations/{consultation.id}/surveys"
    faulty = json.loads(json.dumps(SAMPLE_SURVEY))
    del faulty["pages"][0]["questions"][0]["label"]["ar"]
    answer = client.post(address, data={"text": json.dumps(faulty)})
    assert answer.status_code == 422
    assert "/pages/0/questions/0/label" in answer.text and "q_transport" in answer.text
    assert client.post(address, data={"text": "{"}).status_code == 422
    kept = client.post(address, data={"text": json.dumps(SAMPLE_SURVEY)})
    assert kept.status_code == 303
    assert client.post(kept.location).status_code == 303
    assert client.get("/surveys/1.json").get_json() == SAMPLE_SURVEY


@pytest.mark.parametrize(("code", "direction"), [("es", "ltr"), ("ar", "rtl")])
def test_staff_work_in_their_own_language(sign_in: SignIn, code: str, direction: str) -> None:
    client = sign_in("engagement_lead")
    client.get(f"/staff/language/{code}?next=/staff/roadmap")
    page = client.get("/staff/roadmap").text
    assert f'lang="{code}" dir="{direction}"' in page and "Write a need" not in page


def test_a_kiosk_is_enrolled_once_and_revoked_for_good(app: Flask, sign_in: SignIn) -> None:
    consultation = make_consultation()
    publish_sample_survey(consultation.id)
    make_consultation(title={"en": "Asked no more"}, closes_at=now() - timedelta(days=1))
    staff = sign_in("engagement_lead")
    assert "Asked no more" not in staff.get("/staff/kiosks").text
    form = {"name": "Library", "consultation": consultation.id, "idle_seconds": "90"}
    added = staff.post("/staff/kiosks", data=form)
    found = re.search(r'id="kiosk-code">([0-9A-Z-]+)<', added.text)
    assert found
    device = app.test_client()
    assert device.get("/kiosk").location == "/kiosk/enrol"
    assert device.post("/kiosk/enrol", data={"code": found[1]}).status_code == 303
    assert device.get("/kiosk").status_code == 200
    assert app.test_client().post("/kiosk/enrol", data={"code": found[1]}).status_code == 422
    staff.post("/staff/kiosks", data={"revoke": "1"})
    assert device.get("/kiosk").location == "/kiosk/enrol"


def test_an_outcome_is_taken_back_for_a_reason_only(app: Flask, sign_in: SignIn) -> None:
    consultation = make_consultation(
        slug="city", opens_at=now() - timedelta(days=3), closes_at=now() - timedelta(days=1)
    )
    publish_sample_survey(consultation.id)
    lead, public = sign_in("engagement_lead"), app.test_client()
    desk, seen = f"/staff/consultations/{consultation.id}/outcome", "/en/consultations/city"
    assert lead.post(desk, data={"act": "publish"}).status_code == 303
    assert f"{seen}/outcome" in public.get(seen).text
    refused = lead.post(desk, data={"act": "withhold", "reason": " "})
    assert refused.status_code == 422 and "Say why the outcome is taken back." in refused.text
    assert public.get(f"{seen}/results.json").status_code == 200
    assert lead.post(desk, data={"act": "withhold", "reason": "A wrong chart"}).status_code == 303
    assert public.get(f"{seen}/results.json").status_code == 404
    assert "A wrong chart" in sign_in("auditor").get("/staff/audit").text
