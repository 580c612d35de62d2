import pytest
from hypothesis import given, settings

from engage.engines.questionnaire import read_survey, route, unreachable
from tests.engines.questionnaire.survey_documents import document, surveys_with_answers, words


def _with(condition, **more):
    found = document()
    question = {"code": "q_x", "kind": "short_text", "label": words("X"), **more}
    found["pages"].append({"code": "p_x", "show_if": condition, "questions": [question]})
    return read_survey(found)


@pytest.mark.parametrize(
    "condition",
    [
        {"all": [{"question": "q_way", "is": "bus"}, {"question": "q_way", "is": "car"}]},
        {"all": [{"question": "q_way", "is": "car"}, {"question": "q_bus", "answered": True}]},
        {"question": "q_people", "at_least": 21},
        {"all": [{"question": "q_safe", "at_least": 4}, {"question": "q_safe", "at_most": 3}]},
        "${q_people} > 7 and ${q_people} < 8",
        "${q_way} = 'bus' and ${q_way} = ''",
        {"all": ["${q_people} = 12", {"question": "q_people", "at_most": 11}]},
    ],
)
def test_what_nobody_is_asked_is_found(condition):
    assert unreachable(_with(condition)) == ("p_x",)


@pytest.mark.parametrize(
    "condition",
    [
        {"all": [{"question": "q_way", "is": "bus"}, {"question": "q_bus", "answered": True}]},
        {"question": "q_people", "at_least": 17},
        "${q_people} > 7 and ${q_people} < 9",
        {"question": "q_needs", "includes": "none"},
        "${q_people} * ${q_safe} = 51",
        "string-length(${q_bus}) > 20",
    ],
)
def test_what_somebody_may_be_asked_is_not(condition):
    assert unreachable(_with(condition)) == ()


def test_a_question_behind_one_that_nobody_is_asked_is_found_too():
    found = document()
    never = {"all": [{"question": "q_way", "is": "bus"}, {"question": "q_way", "is": "car"}]}
    first = {"code": "q_x", "kind": "yes_no", "label": words("X"), "show_if": never}
    then = {"question": "q_x", "is": "yes"}
    second = {"code": "q_y", "kind": "yes_no", "label": words("Y"), "show_if": then}
    found["pages"].append({"code": "p_x", "questions": [first, second]})
    assert unreachable(read_survey(found)) == ("q_x", "q_y")


def test_rows_and_write_ins_are_named_by_their_question_alone():
    found = document()
    never = {"all": [{"question": "q_way", "is": "bus"}, {"question": "q_way", "is": "car"}]}
    choices = [{"code": "a", "label": words("A")}, {"code": "b", "label": words("B")}]
    rows = {"code": "q_x", "kind": "matrix", "rows": choices, "options": choices}
    other = [choices[0], choices[1] | {"please_say": {}}]
    opens = {"code": "q_y", "kind": "single_choice", "options": other}
    asked = [each | {"label": words("X"), "show_if": never} for each in (rows, opens)]
    found["pages"].append({"code": "p_x", "questions": asked})
    assert unreachable(read_survey(found)) == ("q_x", "q_y")


@settings(max_examples=30)
@given(surveys_with_answers())
def test_whoever_is_asked_something_shows_that_it_can_be_reached(case):
    survey = read_survey(case[0])
    never = set(unreachable(survey))
    for page in route(survey, case[1]):
        assert page.code not in never
        assert not never & {question.code for question in page.questions}
