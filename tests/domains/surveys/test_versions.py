"""Versions side by side: what was added, taken out, moved and reworded, and who published it."""

import copy
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from engage.engines.questionnaire import read_survey
from engage.kernel.actors import SYSTEM
from engage.surveys import publish_version, save_draft
from engage.surveys.drafting import Seen, edit_draft
from engage.surveys.versions.comparing_showing import compare_versions
from tests.factories import make_actor, make_consultation
from tests.factories.surveys import SAMPLE_SURVEY

SignIn = Callable[[str], FlaskClient]


def _changed() -> dict[str, Any]:
    document = copy.deepcopy(SAMPLE_SURVEY)
    pages = document["pages"]
    pages[0]["questions"][0]["label"]["en"] = "How do you mostly get to the centre?"
    pages[0]["questions"][0]["options"].pop()
    gone = pages.pop(2)
    pages.insert(0, pages.pop())
    pages[1]["questions"].append({**gone["questions"][0], "code": "q_new"})
    return document


def test_every_part_is_told_once_where_it_stands_now(app: Flask) -> None:
    with app.test_request_context("/staff/"):
        parts = compare_versions(read_survey(SAMPLE_SURVEY), read_survey(_changed()), "en")
    changes = {part.name: part.change for part in parts if not part.is_page}
    assert changes["How do you mostly get to the centre?"] == "changed"
    assert changes["Which street or place is this about?"] == "moved"
    assert changes["Which of these do you use?"] == ""
    twice = [part.change for part in parts if part.name == "How safe do you feel after dark?"]
    assert sorted(twice) == ["added", "removed"]


def test_the_words_that_differ_are_marked(app: Flask) -> None:
    with app.test_request_context("/staff/"):
        parts = compare_versions(read_survey(SAMPLE_SURVEY), read_survey(_changed()), "en")
    question = next(part for part in parts if part.name.startswith("How do you mostly"))
    text = next(text for text in question.texts if text.name == "Question")
    assert [piece.words for piece in text.before if piece.change] == ["usually"]
    assert [piece.words for piece in text.after if piece.change] == ["mostly"]
    lost = [text for text in question.texts if text.name == "Answer" and text.differs]
    assert ["".join(piece.words for piece in each.before) for each in lost] == ["By car"]
    assert lost[0].after == ()


def test_a_lead_sees_two_versions_side_by_side_and_who_published_them(
    app: Flask, sign_in: SignIn
) -> None:
    consultation = make_consultation()
    lead = make_actor("engagement_lead")
    survey_id = save_draft(SYSTEM, consultation.id, copy.deepcopy(SAMPLE_SURVEY))
    publish_version(lead, survey_id)
    address = f"/staff/consultations/{consultation.id}/surveys/{survey_id}/versions"
    client = sign_in("engagement_lead")
    page = client.get(address).text
    assert "Nothing to compare yet" in page
    assert lead.name in page
    save_draft(SYSTEM, consultation.id, _changed())
    page = client.get(address).text
    assert "<del>usually</del>" in page
    assert "<ins>mostly</ins>" in page
    assert "Which of these do you use?" not in page
    publish_version(lead, survey_id)
    page = client.get(f"{address}?before=2&after=1&all=yes&language=es").text
    assert "¿Cuáles usa?" in page
    assert "<ins>usually" not in page


def test_a_draft_that_is_not_finished_is_compared_too(app: Flask, sign_in: SignIn) -> None:
    consultation = make_consultation()
    survey_id = save_draft(SYSTEM, consultation.id, copy.deepcopy(SAMPLE_SURVEY))
    publish_version(SYSTEM, survey_id)

    def spoil(document: dict[str, Any]) -> dict[str, Any]:
        spoilt = copy.deepcopy(document)
        spoilt["pages"][0]["questions"][0]["label"].pop("es")
        return spoilt

    edit_draft(SYSTEM, survey_id, Seen(), "change", "", spoil)
    address = f"/staff/consultations/{consultation.id}/surveys/{survey_id}/versions"
    assert sign_in("engagement_lead").get(address).status_code == 200


def test_publishing_says_what_becomes_of_answers_that_are_under_way(
    app: Flask, sign_in: SignIn
) -> None:
    consultation = make_consultation()
    survey_id = save_draft(SYSTEM, consultation.id, copy.deepcopy(SAMPLE_SURVEY))
    publish_version(SYSTEM, survey_id)
    save_draft(SYSTEM, consultation.id, _changed())
    base = f"/staff/consultations/{consultation.id}/surveys/{survey_id}"
    page = sign_in("engagement_lead").get(f"{base}/publish").text
    assert "goes on with the version that they began" in page
    assert "begins from now on answers version 2" in page
    assert f"{base}/versions?before=1&amp;after=draft" in page


def test_a_lead_is_told_which_of_two_surveys_people_are_asked(app: Flask, sign_in: SignIn) -> None:
    consultation = make_consultation()
    first = save_draft(SYSTEM, consultation.id, copy.deepcopy(SAMPLE_SURVEY) | {"code": "first"})
    second = save_draft(SYSTEM, consultation.id, copy.deepcopy(SAMPLE_SURVEY) | {"code": "second"})
    address = f"/staff/consultations/{consultation.id}"
    client = sign_in("engagement_lead")
    assert "nobody is asked it" not in client.get(f"{address}/surveys/{second}/publish").text
    publish_version(SYSTEM, second)
    told = client.get(f"{address}/surveys/{first}/publish").text
    assert "they are asked this one instead" in told
    publish_version(SYSTEM, first)
    save_draft(SYSTEM, consultation.id, _changed() | {"code": "second"})
    assert "nobody is asked it" in client.get(f"{address}/surveys/{second}/publish").text
    assert "nobody is asked it" in client.get(f"{address}/surveys/new").text
    overview = client.get(address).text
    assert overview.index("people are asked this one") < overview.index("nobody is asked this one")
