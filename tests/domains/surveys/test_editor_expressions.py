"""Constraints, calculations and earlier answers in the survey editor, without script."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from engage.engines.questionnaire import UnreadableExpression, check_survey, read_expression
from engage.kernel.actors import SYSTEM
from engage.surveys.drafting import get_draft
from engage.surveys.editor.forms import values_of
from engage.surveys.expression_showing import ExpressionWords
from engage.surveys.publishing import save_draft
from engage.surveys.sketching import sketch_of
from tests.factories import make_consultation

SignIn = Callable[[str], FlaskClient]


def _number(code: str, label: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": "number", "label": {"en": label}, **more}


DOCUMENT: dict[str, Any] = {
    "format": 1,
    "code": "home",
    "title": {"en": "Home"},
    "languages": ["en"],
    "pages": [
        {"code": "p_1", "questions": [_number("q_people", "How many live here?")]},
        {"code": "p_2", "questions": [_number("q_children", "How many are children?")]},
        {
            "code": "p_3",
            "questions": [
                {"code": "q_wish", "kind": "short_text", "label": {"en": "What is lacking?"}}
            ],
        },
    ],
}


class _Editor:
    def __init__(self, client: FlaskClient) -> None:
        consultation = make_consultation(languages=["en"])
        self.client = client
        self.survey_id = save_draft(SYSTEM, consultation.id, DOCUMENT)
        self.address = f"/staff/consultations/{consultation.id}/surveys/{self.survey_id}/edit"

    def part(self, code: str) -> dict[str, Any]:
        document = get_draft(self.survey_id).document
        parts = [part for page in document["pages"] for part in (page, *page["questions"])]
        return next(part for part in parts if part["code"] == code)

    def save(self, code: str, status: int = 303, **values: str) -> str:
        number = str(get_draft(self.survey_id).number)
        sent = {"part": code, "based_on": number, **values_of(self.part(code), "en"), **values}
        answer = self.client.post(self.address, data=sent)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def look(self, code: str) -> str:
        return unescape(self.client.get(self.address, query_string={"part": code}).text)


@pytest.fixture
def editor(sign_in: SignIn) -> _Editor:
    return _Editor(sign_in("engagement_lead"))


def test_a_constraint_is_put_together_by_choosing_and_said_in_words(editor: _Editor) -> None:
    editor.save("q_children", insert="rule", rule_operator="at_most", rule_code="q_people")
    assert editor.part("q_children")["constraint"] == ". <= ${q_people}"
    editor.save("q_children", insert="rule", rule_operator="is_not", rule_code="q_people")
    assert editor.part("q_children")["constraint"] == ". <= ${q_people} and . != ${q_people}"
    page = editor.look("q_children").replace("\u2068", "").replace("\u2069", "")
    assert "this answer is at most the answer to “How many live here?”" in page


def test_an_emptied_constraint_is_taken_away(editor: _Editor) -> None:
    editor.save("q_children", x_constraint=". > 1", w_constraint_message="More")
    assert editor.part("q_children")["constraint_message"] == {"en": "More"}
    editor.save("q_children", x_constraint="", w_constraint_message="")
    assert not {"constraint", "constraint_message"} & editor.part("q_children").keys()


@pytest.mark.parametrize(
    ("code", "field", "text", "told"),
    [
        ("q_children", "x_constraint", ". <= ${q_wish}", "At character 6: Name a question that is"),
        ("q_children", "x_constraint", ". <= 'two'", "At character 3: Compare numbers"),
        ("q_children", "x_constraint", ". <=", "It cannot be read from character 5 on."),
        ("q_wish", "x_show_if", "${q_people}", "At character 1: Something that holds or not"),
    ],
)
def test_a_slip_is_told_with_its_place_and_nothing_is_saved(
    editor: _Editor, code: str, field: str, text: str, told: str
) -> None:
    page = editor.save(code, 422, **{field: text})
    assert told in page and text in page
    assert field.removeprefix("x_") not in editor.part(code)


@pytest.mark.parametrize(
    ("field", "name"), [("w_label", "label"), ("w_hint", "hint"), ("w_constraint_message", "")]
)
def test_an_earlier_answer_is_inserted_into_a_text(editor: _Editor, field: str, name: str) -> None:
    values = {"x_constraint": ". > 0", field: "Words"}
    chosen = {"insert": "answer", "insert_code": "q_people", "insert_into": field}
    editor.save("q_children", **values, **chosen)
    part = editor.part("q_children")
    assert part[name or "constraint_message"]["en"] == "Words ${q_people}"


@pytest.mark.parametrize("chosen", [{"insert_code": ""}, {"insert_code": "q_wish"}])
def test_only_what_is_answered_before_can_be_inserted(
    editor: _Editor, chosen: dict[str, str]
) -> None:
    values = {"insert": "answer", "insert_into": "w_label", **chosen}
    assert "Choose an earlier answer." in editor.save("q_children", 422, **values)


def test_a_condition_that_lines_can_say_becomes_lines_and_another_stays_text(
    editor: _Editor,
) -> None:
    editor.save("q_wish", x_show_if="${q_people} >= 2 and ${q_children} != 0")
    tree = {
        "all": [
            {"question": "q_people", "at_least": 2},
            {"question": "q_children", "is_not": 0},
        ]
    }
    assert editor.part("q_wish")["show_if"] == tree
    editor.save("q_wish", x_show_if="${q_people} > ${q_children}")
    assert editor.part("q_wish")["show_if"] == "${q_people} > ${q_children}"
    assert "is more than the answer to" in editor.look("q_wish")
    editor.save("q_wish")
    assert editor.part("q_wish")["show_if"] == "${q_people} > ${q_children}"
    editor.save("q_wish", x_show_if="")
    assert "show_if" not in editor.part("q_wish")


def test_a_calculated_value_is_added_named_and_repeated(editor: _Editor) -> None:
    added = editor.client.post(
        f"{editor.address}/question", data={"part": "q_children", "kind": "calculation"}
    )
    assert added.status_code == 303
    document = get_draft(editor.survey_id).document
    assert [each.severity for each in check_survey(document)] == ["warning"]
    editor.save("q_1", x_expression="${q_children} div ${q_people}", w_label="Share")
    assert check_survey(get_draft(editor.survey_id).document) == ()
    chosen = {"insert": "answer", "insert_code": "q_1", "insert_into": "w_label"}
    editor.save("q_wish", **chosen)
    assert editor.part("q_wish")["label"] == {"en": "What is lacking? ${q_1}"}
    frame = editor.client.get(f"/en/drafts/{editor.survey_id}?part=q_1").text
    assert "Nobody sees this" in frame


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("${q_people} = ''", "the answer to “How many live here?” is empty"),
        ("not(${q_people} > 2)", "it is not so that the answer to “How many live here?” is more"),
        ("(${q_people} + 1) * 2 = 4", "((the answer to “How many live here?” + 1) × 2) is 4"),
        ("date('2026-11-20') < today()", "20 November 2026 is less than today"),
        ("regex(., '[0-9]+')", "this answer has the form “[0-9]+”"),
        ("if(1 = 1, 'a', 'b') = 'a'", "“a” where 1 is 1, else “b” is “a”"),
        ("${q_people} mod 2 = 1 or ${q_gone} > 1", "or the answer to “q_gone” is more than 1"),
    ],
)
def test_expressions_are_said_in_words(editor: _Editor, text: str, said: str) -> None:
    with editor.client.application.test_request_context("/staff/"):
        words = ExpressionWords(sketch_of(DOCUMENT).survey.named, "en").of_text(text)
    assert said in words.replace("\u2068", "").replace("\u2069", "")


def test_what_cannot_be_read_is_not_said() -> None:
    assert ExpressionWords({}, "en").of_text("1 +") == ""
    with pytest.raises(UnreadableExpression):
        read_expression("1 +")


def test_what_nobody_is_ever_asked_is_hinted_at(editor: _Editor) -> None:
    editor.save("q_wish", x_show_if="${q_people} > 7 and ${q_people} < 7")
    assert "Nobody is ever asked this" in editor.look("q_wish")
    editor.save("q_wish", x_show_if="${q_people} > 7 and ${q_people} < 9")
    assert "Nobody is ever asked this" not in editor.look("q_wish")
