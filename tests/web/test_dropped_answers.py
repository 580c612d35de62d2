"""Answers that a later change hides: told with their words on "check your answers", not sent."""

import copy
from html import unescape

import pytest
from flask.testing import FlaskClient

from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.responses import stream_answers
from engage.surveys import publish_version, save_draft
from tests.engines.questionnaire.specimens import SPECIMENS, survey_of
from tests.factories import make_consultation

ANSWERED = [each for each in SPECIMENS if each.shown[0]]


def _gated_survey() -> dict[str, object]:
    """Every kind, each asked only of those who said yes on the first page."""
    document = copy.deepcopy(survey_of(*ANSWERED))
    label = {"en": "Go on?", "es": "¿Sigue?", "ar": "هل نتابع؟"}
    gate = {"code": "q_gate", "kind": "yes_no", "required": True, "label": label}
    for page in document["pages"]:
        page["show_if"] = {"question": "q_gate", "is": "yes"}
    document["pages"].insert(0, {"code": "p_gate", "questions": [gate]})
    return document


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_every_kind_is_told_with_its_answer_and_not_sent(client: FlaskClient, locale: str) -> None:
    consultation = make_consultation(slug="kinds")
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, _gated_survey()))
    first = client.post(f"/{locale}/consultations/kinds/answer", data={"go": "new"}).location
    onward = client.post(first, data={"q_gate": "yes"}).location
    for specimen in ANSWERED:
        onward = client.post(onward, data=specimen.form).location
    assert onward.endswith("check-answers")
    assert 'class="notice' not in client.get(onward).text
    onward = client.post(first, data={"q_gate": "no", "change": "1"}).location
    assert onward.endswith("check-answers")
    page = unescape(client.get(onward).text)
    told = page[page.index('class="notice') : page.index('class="summary"')]
    place = 0 if locale == "en" else 1
    missing = [
        (each.name, words)
        for each in ANSWERED
        for words in each.shown[place].split("</li><li>")
        if words not in told
    ]
    assert missing == []
    assert client.post(onward).status_code == 303
    session().rollback()
    assert [dict(found.answers) for found in stream_answers(consultation.id)] == [{"q_gate": "no"}]
