"""A new version while people answer: who publishes is told, and nobody's answers are lost."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from engage.channels.online.drafts import begin_draft
from engage.kernel.actors import SYSTEM
from engage.responses import stream_answers
from engage.surveys import get_version, publish_version, save_draft
from tests.factories import make_consultation

ADDRESS = "/en/consultations/living/answer"


def _document(layout: str, *codes: str) -> dict[str, Any]:
    questions = [
        {"code": code, "kind": "short_text", "label": {"en": f"Question {code}"}} for code in codes
    ]
    return {
        "format": 1,
        "code": "living",
        "title": {"en": "Living here"},
        "languages": ["en"],
        "layout": layout,
        "pages": [{"code": "p_1", "questions": questions}],
    }


def test_who_publishes_is_told_how_many_have_begun(
    app: Flask, client: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    number = make_consultation(slug="living").id
    lead = sign_in("engagement_lead")
    survey_id = save_draft(SYSTEM, number, _document("one_per_page", "q_old"))
    address = f"/staff/consultations/{number}/surveys/{survey_id}/publish"
    assert "begun" not in lead.get(address).text  # there is no version to begin
    first = publish_version(SYSTEM, survey_id)
    save_draft(SYSTEM, number, _document("one_per_page", "q_new"))
    assert "Nobody who has begun" in lead.get(address).text
    page = client.post(ADDRESS, data={"go": "new"}).location
    told = lead.get(address).text
    assert "1 person has begun to answer and has not sent yet." in told
    assert "Version 1: 1 person." in told
    second = publish_version(SYSTEM, survey_id)
    save_draft(SYSTEM, number, _document("one_per_page", "q_new", "q_more"))
    begin_draft(second, "web")
    begin_draft(second, "kiosk")
    told = lead.get(address).text
    assert "3 people have begun" in told
    assert told.index("Version 2: 2 people.") < told.index("Version 1: 1 person.")
    check = client.post(page, data={"q_old": "Quiet"}).location  # they go on with what they began
    assert client.post(check).status_code == 303
    assert "2 people have begun" in lead.get(address).text
    (stored,) = stream_answers(number)
    assert (stored.version_id, stored.answers) == (first, {"q_old": "Quiet"})


def test_an_open_form_is_sent_with_the_version_that_its_reader_sees(client: FlaskClient) -> None:
    number = make_consultation(slug="living").id
    survey_id = save_draft(SYSTEM, number, _document("single_page", "q_old"))
    first = publish_version(SYSTEM, survey_id)
    html = client.get(ADDRESS).text
    form = {
        name: html.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]
        for name in ("receipt", "version")
    }
    save_draft(SYSTEM, number, _document("one_per_page", "q_new"))
    second = publish_version(SYSTEM, survey_id)
    sent = client.post(ADDRESS, data={**form, "q_old": "Quiet"})
    assert sent.location.endswith("/receipt")
    (stored,) = stream_answers(number)
    assert (stored.version_id, stored.answers) == (first, {"q_old": "Quiet"})
    other = make_consultation(slug="elsewhere").id
    third = publish_version(
        SYSTEM, save_draft(SYSTEM, other, _document("single_page", "q_old") | {"code": "other"})
    )
    assert get_version(third).consultation_id == other
    for wrong in (str(third), "999999", "x"):  # not of this consultation: begin the newest
        begun = client.post(ADDRESS, data={"version": wrong, "q_old": "Loud"})
        assert begun.location.endswith("/p_1")
    assert client.get(begun.location).text.count("q_new") and second > first
