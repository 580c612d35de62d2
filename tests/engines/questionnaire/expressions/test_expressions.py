"""The expression language: what it reads, refuses and comes to; it is never run as code."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.engines.questionnaire.expressions.calendar import answered_on
from engage.engines.questionnaire.expressions.checking import (
    TRUTH,
    VALUES,
    Known,
    Subject,
    check_expression,
)
from engage.engines.questionnaire.expressions.evaluating import evaluate, pattern_of
from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.expressions.writing import write_expression
from tests.engines.questionnaire.expressions.random_expressions import (
    ANSWERS,
    SUBJECTS,
    expressions,
)

KNOWN = Known(SUBJECTS, here=Subject("number"), later=frozenset({"later"}))


@pytest.mark.parametrize(
    ("text", "answers", "wanted"),
    [
        ("1 + 2 * 3", {}, 7),
        ("(1 + 2) * 3", {}, 9),
        ("10 - 2 - 3", {}, 5),
        ("10 - (2 - 3)", {}, 11),
        ("7 div 2", {}, 3.5),
        ("6 div 2", {}, 3),
        ("0.1 + 0.2", {}, 0.3),
        ("-7 mod 2", {}, -1),
        ("1 div 0", {}, None),
        ("${people} * 2", {"people": 4}, 8),
        ("${people} * 2", {}, None),
        ("-${people}", {"people": 4}, -4),
        ("${people} > 3 and ${way} = 'bus'", {"people": 4, "way": "bus"}, True),
        ("${people} > 3 or ${way} = 'bus'", {"way": "bus"}, True),
        ("${people} != 3", {}, True),
        ("${people} < 3", {}, False),
        ("${people} = ''", {}, True),
        ("${way} != ''", {"way": "bus"}, True),
        ("not(${people} > 3)", {}, True),
        ("selected(${needs}, 'light')", {"needs": ["shade", "light"]}, True),
        ("selected(${way}, 'bus')", {"way": "bus"}, True),
        ("selected(${needs}, 'light')", {}, False),
        ("count-selected(${needs})", {"needs": ["shade", "light"]}, 2),
        ("count-selected(${needs})", {}, 0),
        ("selected-at(${needs}, 0)", {"needs": ["shade", "light"]}, "shade"),
        ("selected-at(${needs}, 5)", {"needs": ["shade"]}, None),
        ("if(${people} > 3, 'many', 'few')", {"people": 4}, "many"),
        ("coalesce(${people}, 1)", {}, 1),
        ("round(2.5)", {}, 3),
        ("round(-2.5)", {}, -3),
        ("round(15 div (sqrt(cos(atan(30 div 100)))), 2)", {}, 15.33),
        ("round(${people}, 2)", {}, None),
        ("round(1, 40)", {}, None),
        ("int(-2.7)", {}, -2),
        ("abs(-2.7)", {}, 2.7),
        ("min(${people}, 3, 9)", {}, 3),
        ("max(${people}, 3)", {"people": 4}, 4),
        ("min(${people}, ${people})", {}, None),
        ("pow(2, 10)", {}, 1024),
        ("pow(10, 400)", {}, None),
        ("sqrt(0 - 1)", {}, None),
        ("tan(0) + sin(0)", {}, 0),
        ("regex(${wish}, '[0-9]{2}')", {"wish": "42"}, True),
        ("regex(${wish}, '[0-9]{2}')", {"wish": "421"}, False),
        ("regex(${wish}, '\\p{L}+')", {"wish": "شارع"}, True),
        ("string-length(${wish})", {"wish": "شارع"}, 4),
        ("string-length(${wish})", {}, 0),
        ("number('12') + 1", {}, 13),
        ("number(${wish})", {"wish": "twelve"}, None),
        ("${since} >= date('2020-01-01')", {"since": "2020-01-01"}, True),
        ("${since} < '2020-01-01'", {"since": "2020-01-01"}, False),
        ("today() - ${since}", {"since": "2026-11-01"}, 20),
        ("date(${since} + 7)", {"since": "2026-11-01"}, "2026-11-08"),
        ("date('2026-02-30')", {}, None),
    ],
)
def test_expressions_come_to_what_forms_make_of_them(text, answers, wanted):
    with answered_on(date(2026, 11, 21)):
        assert evaluate(read_expression(text), answers) == wanted


def test_a_point_stands_for_the_answer_itself():
    found = read_expression(". >= 18 and . != ${people}")
    assert evaluate(found, {"people": 20}, here=19) is True
    assert evaluate(found, {"people": 20}, here=20) is False


@pytest.mark.parametrize(
    ("text", "at", "told"),
    [
        ("${nobody} > 1", 1, "there is none with the code “nobody”"),
        ("1 < ${later}", 5, "“later” comes later"),
        ("${way} = 'boat'", 10, "“boat” is not one of the answers"),
        ("selected(${needs}, 'gold')", 20, "“gold” is not one of the answers"),
        ("${needs} = 'light'", 1, "selected("),
        ("${people} = 'four'", 11, "Compare numbers with numbers"),
        ("${since} > 4", 10, "Compare a day with a day"),
        ("${wish} > 'a'", 9, "Words have no order"),
        ("${wish} + 1 > 2", 1, "A number is wanted"),
        ("${people}", 1, "holds or not"),
        ("${people} and 1 = 1", 1, "holds or not"),
        ("pulldata('a', 'b') = 1", 1, "There is no “pulldata” here"),
        ("__import__('os') = 1", 1, "There is no “__import__” here"),
        ("count-selected(${people}) = 1", 16, "answers to choose"),
        ("if(1 = 1, 2) = 2", 1, "takes another number of values"),
        ("if(1 = 1, 2, 'two') = 2", 1, "numbers, all days, or all words"),
        ("regex(${wish}, '(?=a)')", 16, "Write a pattern"),
        ("regex(${wish}, ${wish})", 16, "Write a pattern"),
        ("${mail} = 'a'", 1, "whether there is an answer"),
    ],
)
def test_what_has_no_meaning_is_told_with_its_place(text, at, told):
    fault = check_expression(read_expression(text), KNOWN, TRUTH)
    assert fault is not None
    assert fault.at + 1 == at
    assert told in str(fault.message)


def test_a_condition_is_no_value_and_a_point_needs_an_answer():
    condition = read_expression("1 = 1")
    assert check_expression(condition, KNOWN, VALUES) is not None
    assert check_expression(read_expression(". = 1"), Known(SUBJECTS), TRUTH) is not None


@pytest.mark.parametrize("text", ["", "1 +", "${a", "'open", "1 = 2 = 3", "a b", "#", "'\"\\''"])
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(UnreadableExpression):
        read_expression(text)


def test_deep_and_long_expressions_are_refused_not_run_into():
    for text in ("(" * 500 + "1" + ")" * 500, "not(" * 500 + "1=1" + ")" * 500, "1+" * 9_000 + "1"):
        with pytest.raises(UnreadableExpression):
            read_expression(text)


def test_patterns_take_no_catastrophic_time():
    # A matcher that tries every way would not end within the age of the universe.
    found = read_expression("regex(., '(a+)+(b|c)')")
    assert evaluate(found, {}, here="a" * 20_000) is False
    assert pattern_of("(a{1000}){1000}") is None


@given(expressions(TRUTH) | expressions(VALUES))
def test_an_expression_comes_back_from_its_text(found):
    assert read_expression(write_expression(found)) == found


@given(expressions(TRUTH), ANSWERS, st.none() | st.integers(-9, 9))
def test_what_passes_the_check_comes_to_a_truth_under_any_answers(found, answers, here):
    assert check_expression(found, KNOWN, TRUTH) is None
    assert isinstance(evaluate(found, answers, here), bool)


@given(expressions(VALUES), ANSWERS)
def test_what_passes_the_check_comes_to_a_value_or_none(found, answers):
    assert check_expression(found, KNOWN, VALUES) is None
    value = evaluate(found, answers, here=3)
    assert value is None or isinstance(value, int | float | str)
    assert not isinstance(value, bool)


@given(expressions(TRUTH), st.dictionaries(st.sampled_from(sorted(SUBJECTS)), st.from_type(object)))
def test_answers_of_any_sort_break_nothing(found, answers):
    assert isinstance(evaluate(found, answers), bool)
