"""What LimeSurvey's ExpressionScript commonly says is said here too; the rest is told."""

import pytest

from engage.engines.questionnaire import check_survey, finish, read_survey, route
from engage.engines.questionnaire.expressions.trees import Asked, CannotSay
from engage.engines.questionnaire.limesurvey import import_limesurvey
from engage.engines.questionnaire.limesurvey.relevance import read_relevance
from tests.engines.questionnaire.limesurvey.structures import HEAD, below, lss, question, words

ASKED = {
    "Q1": Asked("q1", "single_choice", choices={"A1": "a1", "A2": "a2", "1": "o_1"}),
    "Q2": Asked("q2", "multiple_choice", choices={"SQ1": "sq1", "SQ2": "sq2"}),
    "N1": Asked("n1", "number", is_whole=True),
    "N2": Asked("n2", "number"),
    "T": Asked("t", "short_text"),
}
BOTH = "count-selected(${q2})"
SAID = {
    'Q1.NAOK == "A1"': {"question": "q1", "is": "a1"},
    "Q1 eq 1": {"question": "q1", "is": "o_1"},
    "!is_empty(T.NAOK)": {"not": {"question": "t", "answered": False}},
    "not is_empty(N2)": {"not": {"question": "n2", "answered": False}},
    "is_empty(Q2_SQ1.NAOK)": {"not": {"question": "q2", "includes": "sq1"}},
    '"Y" == Q2_SQ1': {"question": "q2", "includes": "sq1"},
    'Q2_SQ1.NAOK != "Y"': {"not": {"question": "q2", "includes": "sq1"}},
    'Q2_SQ1 and ! (Q1 == "A2")': {
        "all": [{"question": "q2", "includes": "sq1"}, {"not": {"question": "q1", "is": "a2"}}]
    },
    '(N1 &gt; 1 || Q1 != "A1") &amp;&amp; (T != "")': {
        "all": [
            {"any": [{"question": "n1", "at_least": 2}, {"question": "q1", "is_not": "a1"}]},
            {"question": "t", "answered": True},
        ]
    },
    "count(Q2_SQ1.NAOK, Q2_SQ2.NAOK) >= 2": f"{BOTH} >= 2",
    "count(that.Q2.NAOK) == 0": {"question": "q2", "answered": False},
    "count(T, Q2_SQ1) == 1": "if(${t} != '', 1, 0) + if(selected(${q2}, 'sq1'), 1, 0) = 1",
    'countif("A1", Q1, T) > 0': "if(${q1} = 'a1', 1, 0) + if(${t} = 'A1', 1, 0) > 0",
    "sum(N1.NAOK, N2.NAOK) > 10": "coalesce(${n1}, 0) + coalesce(${n2}, 0) > 10",
    "N1 - N2 * 2 <= (N1 + 1) / 3": "${n1} - ${n2} * 2 <= (${n1} + 1) div 3",
    "round(max(N1, N2), 1) > 3": "round(max(${n1}, ${n2}), 1) > 3",
    "N1 == N2": "${n1} = ${n2}",
    "if(N1 > 2, N2, 3) > -1": "if(${n1} > 2, ${n2}, 3) > -1",
    "strlen(T.NAOK) > 5": "string-length(${t}) > 5",
    'regexMatch("/^[0-9]{5}$/", T.NAOK)': "regex(${t}, '([0-9]{5})')",
    'regexMatch("/road|street/i", T)': "regex(${t}, '(?i).*(road|street).*')",
}
NOT_SAID = {
    'Q1.shown == "Bus"': "“Q1.shown” is no answer",
    "Q1.relevanceStatus": "is no answer",
    "X.NAOK == 1": "“X”, which is not asked before",
    "stddev(N1, N2) > 3": "There is no “stddev” here",
    'N1 > 1 and regexMatch("[0-9]", T)': "pattern cannot be read",
    'Q1 == "A1" and': "cannot be read",
    "N1 > 1)": "cannot be read",
    "T + 1 > 2": "A number is wanted here",
}


@pytest.mark.parametrize("text", SAID)
def test_it_is_said_here(text):
    assert read_relevance(text, ASKED) == SAID[text]


@pytest.mark.parametrize("text", NOT_SAID)
def test_what_cannot_be_said_is_told(text):
    with pytest.raises(CannotSay, match=NOT_SAID[text]):
        read_relevance(text, ASKED)


def _brought_in(*parts, **more):
    qids = [part["qid"] for part in (*parts, *more.get("subquestions", ()))]
    labels = more.pop("labels", {})
    told = [row for qid in qids for row in words(qid, labels.get(qid, f"Q {qid}"), f"P {qid}")]
    return import_limesurvey(lss(**HEAD, questions=list(parts), question_l10ns=told, **more))


def test_conditions_sums_and_repeated_answers_hold_when_they_are_asked():
    found = _brought_in(
        question(10, "N", "Q1"),
        question(20, "M", "Q2"),
        question(30, "*", "TOTAL", relevance="Q1 > 0"),
        question(40, "S", "Q4", relevance="count(Q2_A, Q2_B) == 2 or TOTAL.NAOK > 20"),
        question(50, "*", "BAD"),
        question(60, "S", "Q6", relevance="count(Q2_A, Q2_B) == 0"),
        subquestions=[below(21, 20, "A"), below(22, 20, "B")],
        labels={
            30: "{sum(Q1.NAOK, 10)}",
            40: "You said {Q1.shown}, that is {TOTAL}; {Q6} comes {rand(Q1)}",
            50: "{rand(Q1)}",
        },
        question_attributes=[{"qid": 30, "attribute": "hidden", "value": "1", "language": ""}],
    )
    assert [each for each in check_survey(found.document) if each.severity == "error"] == []
    survey = read_survey(found.document)
    assert survey.question("q4").label["en"].startswith("You said \u2068")
    asked = {
        str(answers): [page.codes for page in route(survey, answers)]
        for answers in ({}, {"q1": 11}, {"q2": ["a"]}, {"q2": ["a", "b"]})
    }
    assert asked == {
        "{}": [("q1", "q2", "q6")],
        "{'q1': 11}": [("q1", "q2", "q4", "q6")],
        "{'q2': ['a']}": [("q1", "q2")],
        "{'q2': ['a', 'b']}": [("q1", "q2", "q4")],
    }
    assert finish(survey, {"q1": 11}).derived == {"total": 21}
    (page,) = route(survey, {"q1": 11})
    shown = next(each for each in page.questions if each.code == "q4").label["en"]
    assert shown == "You said \u206811\u2069, that is \u206821\u2069; {Q6} comes {rand(Q1)}"
    told = {note.place: str(note.done) for note in found.notes}
    assert told["questions!question4"] == "What is in braces is shown as it stands."
    assert "cannot be calculated here. There is no “rand” here" in told["questions!5"]
