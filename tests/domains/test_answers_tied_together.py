"""Constraints, calculations and repeated answers mean the same on every channel."""

from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.channels.entry.keying import KeyedForm, save_form
from engage.channels.imports import Defaults, Refused, Source, import_responses, read_mapping
from engage.channels.online.drafts import mint_receipt
from engage.engines.questionnaire import answered_on
from engage.kernel.actors import SYSTEM
from engage.kernel.clock import date_in_city
from engage.kernel.errors import InvalidInput
from engage.responses import StoredAnswers, Submission, stream_answers, submit
from engage.surveys import PublishedVersion, get_version, publish_version, save_draft
from engage.themes.export.coded_comments import answer_in_words, export_comments, exported_questions
from tests.factories import make_consultation


def _number(code: str, label: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": "number", "integer": True, "label": {"en": label}, **more}


HOME: dict[str, Any] = {
    "format": 1,
    "code": "home",
    "title": {"en": "Home"},
    "languages": ["en"],
    "pages": [
        {"code": "p_1", "questions": [_number("q_people", "How many live here?")]},
        {
            "code": "p_2",
            "questions": [
                _number(
                    "q_children",
                    "How many of the ${q_people} are children?",
                    constraint=". <= ${q_people}",
                    constraint_message={"en": "No more than ${q_people} <b>"},
                ),
                {
                    "code": "c_share",
                    "kind": "calculation",
                    "label": {"en": "Share of children"},
                    "expression": "${q_children} div ${q_people}",
                },
                {
                    "code": "c_day",
                    "kind": "calculation",
                    "expression": "if(${q_people} > 0, today(), today())",
                },
            ],
        },
        {
            "code": "p_3",
            "show_if": "${c_share} > 0.2",
            "questions": [
                {"code": "q_wish", "kind": "long_text", "label": {"en": "What do they lack?"}}
            ],
        },
    ],
}


@pytest.fixture
def version(app: Flask) -> PublishedVersion:
    consultation = make_consultation(slug="home", languages=["en"])
    return get_version(publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, HOME)))


def _stored(version: PublishedVersion) -> list[StoredAnswers]:
    return list(stream_answers(version.consultation_id))


def test_on_the_web_an_answer_is_repeated_and_held_against_the_others(
    version: PublishedVersion, client: FlaskClient
) -> None:
    page = client.post("/en/consultations/home/answer", data={"go": "new"}).location
    page = client.post(page, data={"q_people": "4"}).location
    assert "How many of the \u20684\u2069 are children?" in client.get(page).text
    refused = client.post(page, data={"q_children": "5"})
    assert refused.status_code == 422
    assert "No more than \u20684\u2069 &lt;b&gt;" in refused.text
    page = client.post(page, data={"q_children": "1"}).location
    page = client.post(page, data={"q_wish": "Shade"}).location
    assert "How many of the \u20684\u2069 are children?" in client.get(page).text
    assert client.post(page).status_code == 303
    (stored,) = _stored(version)
    assert stored.answers == {"q_people": 4, "q_children": 1, "q_wish": "Shade"}
    assert stored.derived["c_share"] == 0.25


def test_what_a_person_wrote_is_never_markup(app: Flask, client: FlaskClient) -> None:
    words = {"code": "q_name", "kind": "short_text", "label": {"en": "Name?"}}
    told = {"code": "i_told", "kind": "information", "text": {"en": "Hello *${q_name}*"}}
    pages = [{"code": "p_1", "questions": [words]}, {"code": "p_2", "questions": [told]}]
    consultation = make_consultation(slug="hello", languages=["en"])
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, {**HOME, "pages": pages}))
    page = client.post("/en/consultations/hello/answer", data={"go": "new"}).location
    name = "<script>x</script> **b** [l](http://e.org) ${q_name} \u202eq"
    page = client.post(page, data={"q_name": name}).location
    shown = client.get(page).text
    told_html = shown[shown.index("Hello") : shown.index("</form>")]
    assert "<script>" not in told_html and "<strong>" not in told_html and "<a " not in told_html
    assert "**b** [l](http://e.org) ${q_name} q\u2069" in unescape(told_html)


def test_paper_is_kept_as_written_and_a_call_is_put_right(version: PublishedVersion) -> None:
    keyed = {"q_people": "3", "q_children": "4"}
    form = KeyedForm(mint_receipt(), "paper", "en", keyed, serial="A1")
    assert save_form(SYSTEM, version, form).marks == {"q_children": "out_of_range"}
    (stored,) = _stored(version)
    assert stored.answers == {"q_people": 3}
    assert "c_share" not in stored.derived
    with pytest.raises(InvalidInput) as refused:
        save_form(SYSTEM, version, KeyedForm(mint_receipt(), "phone", "en", keyed))
    assert str(refused.value.fields["q_children"]) == "No more than \u20683\u2069 <b>"


def test_a_file_is_refused_by_row_and_question(version: PublishedVersion) -> None:
    refused: list[Refused] = []
    mapping = read_mapping(["p=q_people", "c=q_children"], version.content)
    source = Source("f.csv", mapping, Defaults("letter", "en"))
    lines = ["p,c\n", "4,3\n", "3,4\n"]
    done = import_responses(SYSTEM, version.consultation_id, lines, source, refused.append)
    assert (done.accepted, done.refused) == (1, 1)
    assert [(each.line, each.column) for each in refused] == [(3, "c")]
    assert [each.derived["c_share"] for each in _stored(version)] == [0.75]


def test_calculated_values_stand_in_the_export_and_in_no_receipt(version: PublishedVersion) -> None:
    answers = {"q_people": 4, "q_children": 2, "q_wish": "Shade"}
    submit(Submission(version.id, mint_receipt(), "web", "en", answers))
    questions = {
        question.code: question for question in exported_questions(version.consultation_id)
    }
    assert {"c_share", "c_day"} <= questions.keys()
    (comment,) = export_comments(SYSTEM, version.consultation_id, "", "csv")
    assert answer_in_words(questions["c_share"], comment.answers["c_share"], "en") == 0.5
    assert answer_in_words(questions["c_day"], comment.answers["c_day"], "en").startswith("20")


def test_the_same_answers_on_another_day_are_no_conflict(version: PublishedVersion) -> None:
    receipt, answers = mint_receipt(), {"q_people": 4}
    first = submit(Submission(version.id, receipt, "web", "en", answers))
    with answered_on(date(2030, 1, 1)):
        again = submit(Submission(version.id, receipt, "web", "en", answers))
    assert (first.is_new, again.is_new, again.is_conflict) == (True, False, False)


def test_what_is_loaded_later_is_calculated_as_on_its_day(version: PublishedVersion) -> None:
    at = datetime.now(UTC) - timedelta(minutes=1)
    sent = Submission(version.id, mint_receipt(), "letter", "en", {"q_people": 4}, happened_at=at)
    with answered_on(date(2030, 1, 1)):
        submit(sent)
    (stored,) = _stored(version)
    assert stored.derived["c_day"] == date_in_city(at).isoformat()
