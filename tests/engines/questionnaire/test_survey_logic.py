"""Constraints, calculated values and repeated answers, through the one evaluator."""

from datetime import date

import pytest

from engage.engines.questionnaire import (
    answered_on,
    as_written,
    check_survey,
    compare_surveys,
    finish,
    gates_of,
    read_survey,
    remove,
    review,
    route,
    validate,
)
from engage.engines.questionnaire.conditions import build_condition, holds
from engage.engines.questionnaire.editing import CannotEdit
from engage.engines.questionnaire.expressions.evaluating import holds_true
from engage.engines.questionnaire.expressions.parsing import read_expression
from engage.engines.questionnaire.expressions.trees import Names, write_condition
from tests.engines.questionnaire.survey_documents import document, words

CHILDREN = {
    "code": "q_children",
    "kind": "number",
    "label": words("How many of the ${q_people} are children?"),
    "constraint": ". <= ${q_people}",
    "constraint_message": words("Not more than ${q_people}"),
}
RATIO = {"code": "c_share", "kind": "calculation", "expression": "${q_children} div ${q_people}"}
MANY = {
    "code": "q_more",
    "kind": "short_text",
    "label": words("Share: ${c_share}; you said “${q_bus}”"),
    "show_if": "${c_share} > 0.5",
}


def _document(*parts):
    found = document()
    for number, part in enumerate(parts):
        found["pages"].append({"code": f"more_{number}", "questions": [part]})
    return found


def _survey(*parts):
    return read_survey(_document(*parts))


def _problems(*parts):
    return [(each.place, str(each.message)) for each in check_survey(_document(*parts))]


def _asked(survey, code, answers):
    (found,) = [
        each for page in route(survey, answers) for each in page.questions if each.code == code
    ]
    return found


def test_an_answer_that_breaks_its_constraint_is_told_in_the_words_of_the_survey():
    survey = _survey(CHILDREN)
    problem = validate(survey, {"q_way": "car", "q_people": 3, "q_children": 4})["q_children"]
    assert problem.own["en"] == "Not more than \u20683\u2069"
    assert str(problem) == problem.own["en"]
    assert validate(survey, {"q_way": "car", "q_people": 3, "q_children": 3}) == {}
    assert validate(survey, {"q_way": "car", "q_people": 3}) == {}


def test_without_words_of_its_own_a_constraint_asks_to_look_again():
    plain = {key: value for key, value in CHILDREN.items() if key != "constraint_message"}
    problem = validate(_survey(plain), {"q_way": "car", "q_people": 3, "q_children": 4})[
        "q_children"
    ]
    assert str(problem).startswith("Look at this answer again")


def test_an_answer_that_breaks_its_constraint_is_not_kept():
    done = finish(_survey(CHILDREN), {"q_way": "car", "q_people": 3, "q_children": 4})
    assert "q_children" not in done.answers
    assert set(done.problems) == {"q_children"}


def test_values_are_calculated_where_they_stand_and_kept_as_derived():
    survey = _survey(CHILDREN, RATIO, MANY)
    answers = {"q_way": "car", "q_people": 4, "q_children": 3}
    assert finish(survey, answers).derived == {"c_share": 0.75}
    assert [page.code for page in route(survey, answers)][-2:] == ["more_0", "more_2"]
    assert finish(survey, {"q_way": "car"}).derived == {}
    few = finish(survey, {"q_way": "car", "q_people": 4, "q_children": 1, "q_more": "x"})
    assert (few.derived, few.dropped) == ({"c_share": 0.25}, ("q_more",))


def test_answers_stand_in_wording_in_its_language_and_apart_from_its_direction():
    survey = _survey(CHILDREN, RATIO, MANY)
    answers = {"q_way": "bus", "q_bus": "x\u2069\n${q_way}", "q_people": 4, "q_children": 3}
    label = _asked(survey, "q_more", answers).label
    assert label["en"] == "Share: \u20680.75\u2069; you said “\u2068x ${q_way}\u2069”"
    assert label["ar"].startswith("Share: \u20680.75\u2069")
    lines = {line.question.code: line for line in review(survey, answers, "en")}
    assert lines["q_children"].question.label["en"] == "How many of the \u20684\u2069 are children?"


def test_an_option_is_repeated_in_the_words_of_each_language_and_a_day_is_written_out():
    since = {"code": "q_since", "kind": "date", "label": words("Since when?")}
    told = {
        "code": "i_told",
        "kind": "information",
        "text": words("${q_way}, ${q_since}, ${q_needs}"),
    }
    survey = _survey(since, told)
    answers = {"q_way": "bus", "q_since": "2026-11-20", "q_needs": ["lights", "seats"]}
    text = _asked(survey, "i_told", answers).text
    assert (
        text["en"] == "\u2068bus\u2069, \u206820 November 2026\u2069, \u2068lights\\, seats\u2069"
    )
    assert text["ar"].startswith("\u2068bus \\(ar\\)\u2069, \u206820 نوفمبر 2026\u2069")


def test_markdown_of_an_answer_is_plain_in_a_text():
    told = {"code": "i_told", "kind": "information", "text": words("${q_bus}")}
    text = _asked(_survey(told), "i_told", {"q_way": "bus", "q_bus": "**a** [b](c) <i>"}).text
    assert text["en"] == "\u2068\\*\\*a\\*\\* \\[b\\]\\(c\\) \\<i\\>\u2069"


def test_an_unknown_answer_is_named_by_its_question_and_a_missing_one_by_dots():
    survey = _survey(CHILDREN)
    assert survey.question("q_children").label["en"] == (
        "How many of the \u2068(your answer to question 6)\u2069 are children?"
    )
    assert "…" in _asked(survey, "q_children", {"q_way": "car"}).label["en"]


def test_paper_that_breaks_a_constraint_is_kept_as_written_and_marked():
    survey = _survey(CHILDREN)
    read = as_written(survey, {"q_way": "2", "q_people": "3", "q_children": "4"})
    assert read.marks["q_children"] == "out_of_range"
    assert read.kept["q_children"] == "4"
    assert "q_children" not in read.answers
    assert read.reasons["q_children"].own["en"] == "Not more than \u20683\u2069"


def test_today_is_the_day_on_which_the_answers_were_given():
    late = {
        "code": "q_late",
        "kind": "short_text",
        "label": words("Why?"),
        "show_if": "${q_way} = 'car' and today() > date('2026-11-20')",
    }
    survey = _survey(late)
    for day, is_asked in ((date(2026, 11, 20), False), (date(2026, 11, 21), True)):
        with answered_on(day):
            asked = {
                question.code
                for page in route(survey, {"q_way": "car"})
                for question in page.questions
            }
        assert ("q_late" in asked) is is_asked


def test_a_tree_and_its_text_hold_under_the_same_answers():
    survey = read_survey(document())
    tree = {
        "any": [
            {"all": [{"question": "q_way", "is_not": "bus"}, {"question": "q_safe", "at_most": 2}]},
            {"not": {"question": "q_needs", "includes": "none"}},
        ]
    }
    text = read_expression(write_condition(tree, Names()))
    for needs in ([], ["none"], ["lights"]):
        for way in ("", "bus", "car"):
            for safe in (None, 1, 3, "dont_know"):
                answers = {"q_needs": needs or None, "q_way": way or None, "q_safe": safe}
                assert holds(build_condition(tree), answers) == holds_true(text, answers), answers
    assert survey.questions


@pytest.mark.parametrize(
    ("parts", "place", "told"),
    [
        ([{**CHILDREN, "constraint": ". <= ${q_more}"}, MANY | {"show_if": "1 = 1"}],
         "/pages/3/questions/0/constraint", "At character 6: Name a question that is asked before"),
        ([{**CHILDREN, "constraint": ". <= 'four'"}], "/pages/3/questions/0/constraint",
         "At character 3: Compare numbers"),
        ([{**CHILDREN, "constraint": ". <="}], "/pages/3/questions/0/constraint",
         "It cannot be read from character 5 on."),
        ([{**RATIO, "expression": "1 = 1"}], "/pages/3/questions/0/expression",
         "At character 3: A number, a day or words"),
        ([{**MANY, "label": words("Me"), "show_if": {"all": ["${q_people} > 1", "${nobody} > 1"]}}],
         "/pages/3/questions/0/show_if/all/1", "there is none with the code “nobody”"),
        ([{**MANY, "label": words("Me: ${q_more}"), "show_if": "${q_people} > 1"}],
         "/pages/3/questions/0/label", "Repeat an answer that is given before: “q_more” is not."),
        ([{**RATIO, "expression": "1 + 1"}], "/pages/3/questions/0/expression",
         "the same for everybody"),
        ([{"code": "q_x", "kind": "short_text", "label": words("X"),
           "constraint_message": words("Y")}],
         "/pages/3/questions/0/constraint_message", "Say what has to hold"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_the_question_and_the_place(parts, place, told):
    assert any(at == place and told in text for at, text in _problems(*parts)), _problems(*parts)


def test_a_place_for_nobodys_answer_stays_as_it_is_written_and_is_told():
    stray = {"code": "q_x", "kind": "short_text", "label": words("Pay ${amount}")}
    ((place, text),) = _problems(stray)
    assert (place, "shown as it stands" in text) == ("/pages/3/questions/0/label", True)
    assert _asked(_survey(stray), "q_x", {"q_way": "car"}).label["en"] == "Pay ${amount}"


def test_a_question_that_others_name_is_not_taken_out():
    found = _document(CHILDREN, RATIO)
    for code in ("q_people", "q_children"):
        with pytest.raises(CannotEdit):
            remove(found, code)
    assert remove(found, "c_share")


def test_what_decides_behind_a_calculation_is_known():
    gates = gates_of(_survey(CHILDREN, RATIO, MANY))
    assert gates["q_more"] == {"q_children", "q_people"}


def test_another_constraint_is_a_change_and_another_place_of_the_question_is_none():
    before = _survey(CHILDREN)
    after = _survey({**CHILDREN, "constraint": ". < ${q_people}"})
    (change,) = compare_surveys(before, after).changed
    assert change.settings == {"constraint"}
    moved = document()
    extra = {"code": "q_first", "kind": "short_text", "label": words("First?")}
    moved["pages"].insert(0, {"code": "first", "questions": [extra]})
    moved["pages"].append({"code": "more_0", "questions": [CHILDREN]})
    assert compare_surveys(before, read_survey(moved)).changed == ()
