"""Expressions are read into trees, never evaluated; what is outside the part is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.expressions.trees import (
    Asked,
    CannotSay,
    Names,
    read_condition,
    write_condition,
)

ASKED = {
    "way": Asked(
        "q_way", "single_choice", choices={"bus": "bus", "On foot": "on_foot", "7": "o_7"}
    ),
    "needs": Asked("q_needs", "multiple_choice", choices={"light": "light"}),
    "first": Asked("q_first", "ranking", choices={"light": "light"}),
    "age": Asked("q_age", "number", is_whole=True),
    "height": Asked("q_height", "number"),
    "since": Asked("q_since", "date"),
    "wish": Asked("q_wish", "short_text"),
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("${way} = 'bus'", {"question": "q_way", "is": "bus"}),
        ("'bus'=${way}", {"question": "q_way", "is": "bus"}),
        ("${ way } = ‘On foot’", {"question": "q_way", "is": "on_foot"}),
        ("${way} = 7", {"question": "q_way", "is": "o_7"}),
        ('${way} != "bus"', {"question": "q_way", "is_not": "bus"}),
        ("selected(${way}, 'bus')", {"question": "q_way", "is": "bus"}),
        ("selected (${needs}, 'light')", {"question": "q_needs", "includes": "light"}),
        ("selected-at(${first}, 0) = 'light'", {"question": "q_first", "first": "light"}),
        ("not(${way} = 'bus')", {"not": {"question": "q_way", "is": "bus"}}),
        ("${age} > 17", {"question": "q_age", "at_least": 18}),
        ("18 <= ${age}", {"question": "q_age", "at_least": 18}),
        ("${age} < '18'", {"question": "q_age", "at_most": 17}),
        ("${height} <= 1.5", {"question": "q_height", "at_most": 1.5}),
        ("${since} >= date('2020-01-01')", {"question": "q_since", "at_least": "2020-01-01"}),
        ("${wish} != ''", {"question": "q_wish", "answered": True}),
        ("string-length(${wish}) > 0", {"question": "q_wish", "answered": True}),
        ("count-selected(${needs}) = 0", {"question": "q_needs", "answered": False}),
        (
            "${height} > 1.5",
            {
                "all": [
                    {"question": "q_height", "answered": True},
                    {"not": {"question": "q_height", "at_most": 1.5}},
                ]
            },
        ),
        (
            "${way}='bus' and (${age}=3 or ${age}=4)",
            {
                "all": [
                    {"question": "q_way", "is": "bus"},
                    {"any": [{"question": "q_age", "is": 3}, {"question": "q_age", "is": 4}]},
                ]
            },
        ),
    ],
)
def test_a_condition_is_read(text, wanted):
    assert read_condition(text, ASKED) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "${nobody} = 'x'",
        "${way} = 'train'",
        "${needs} = 'light'",
        "${way} > 'bus'",
        "${wish} = 'x'",
        "regex(${wish}, '[a-z]+')",
        "${age} + 1 > 3",
        "${age} > ${height}",
        "${since} > today()",
        "true()",
        "pulldata('a', 'b')",
        "__import__('os').system('x')",
        "${way",
        "${way} = 'bus",
        "../way = 'bus'",
        "${way} = 'bus')",
        "and",
        "",
        "(" * 5000,
        "not(" * 5000,
        "1=" * 4000,
    ],
)
def test_what_conditions_cannot_say_is_refused(text):
    with pytest.raises(CannotSay):
        read_condition(text, ASKED)


@given(st.text(st.sampled_from("${}ab'\"(),.=<>!+-* 19") | st.characters(), max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        read_expression(text)
    except UnreadableExpression as refused:
        assert str(refused.message)


def test_a_condition_names_questions_as_the_form_does():
    names = Names({"meta": "meta_q"}, {"c"})
    assert write_condition({"question": "meta", "at_most": 1e-7}, names) == "${meta_q} <= 0.0000001"
    assert write_condition({"question": "c", "is": "yes"}, names) == "${c} = 'OK'"
