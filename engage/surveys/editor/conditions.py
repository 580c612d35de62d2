"""Conditions line by line, as far as the editor can say them; others stay as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engage.engines.questionnaire import DONT_KNOW, KINDS, Question, points_of
from engage.kernel.errors import Message, message

JOINS = ("all", "any")
NOT_ANSWERED = "not_answered"
LARGEST = 1e12
_COMPARED = ("is", "is_not", "includes", "first", "at_least", "at_most")

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One comparison as it stands in the form: whose answer, how it is compared, with what."""

    question: str
    operator: str = ""
    value: str = ""


def lines_of(condition: Document | str | None) -> tuple[str, tuple[Line, ...]] | None:
    """How the lines are joined, and the lines; ``None`` for what lines can't say."""
    if not condition:
        return "all", ()
    if isinstance(condition, str):
        return None
    if "question" in condition:
        return "all", (_line(condition),)
    for join in JOINS:
        parts = condition.get(join)
        if parts and all("question" in part for part in parts):
            return join, tuple(_line(part) for part in parts)
    return None


def condition_of(
    join: str, lines: Sequence[Line], asked: Mapping[str, Question]
) -> tuple[dict[str, Any] | None, dict[int, Message]]:
    """The condition that lines say, and what is wrong in which of them (from 0).

    A line that asks about something that is not asked before stays as it is: the checks name it.
    """
    comparisons, problems = [], {}
    for number, line in enumerate(lines):
        question = asked.get(line.question)
        if not line.question:
            continue
        if question is None:
            comparisons.append(_as_it_is(line))
            continue
        comparison = _comparison(line, question)
        if comparison is None:
            problems[number] = _wanted(question)
        else:
            comparisons.append(comparison)
    if not comparisons:
        return None, problems
    return (comparisons[0] if len(comparisons) == 1 else {join: comparisons}), problems


def operators_of(question: Question) -> tuple[str, ...]:
    """How an answer to the question may be compared, the most likely first."""
    known = KINDS[question.kind].operators
    compared = tuple(name for name in _COMPARED if name in known)
    if choices_of(question):
        return (*compared, "answered", NOT_ANSWERED)
    return ("answered", NOT_ANSWERED, *compared)


def choices_of(question: Question) -> tuple[str, ...]:
    """The values that an answer may be compared with; none where one is typed."""
    if question.kind == "scale":
        points = tuple(map(str, points_of(question)))
        return (*points, DONT_KNOW) if question.has_dont_know else points
    return tuple(question.option_by_code)


def _line(comparison: Document) -> Line:
    operator = next(key for key in comparison if key != "question")
    value = comparison[operator]
    if operator == "answered":
        return Line(comparison["question"], operator if value else NOT_ANSWERED)
    whole = isinstance(value, float) and value == int(value)
    return Line(comparison["question"], operator, str(int(value) if whole else value))


def _as_it_is(line: Line) -> dict[str, Any]:
    if line.operator not in _COMPARED:
        return {"question": line.question, "answered": line.operator != NOT_ANSWERED}
    number = _number(line.value) if line.operator in ("at_least", "at_most") else None
    return {"question": line.question, line.operator: line.value if number is None else number}


def _comparison(line: Line, question: Question) -> dict[str, Any] | None:
    """The comparison in the words of the document; ``None`` where the value does not do."""
    known = operators_of(question)
    operator = line.operator if line.operator in known else known[0]
    if operator in ("answered", NOT_ANSWERED):
        return {"question": question.code, "answered": operator == "answered"}
    value: Any = line.value.strip()
    choices = choices_of(question)
    if choices and value not in choices:
        value = choices[0]
    if question.kind in ("scale", "number", "amount") and value != DONT_KNOW:
        value = _number(value)
    if value is None or not KINDS[question.kind].accepts_comparison(question, operator, value):
        return None
    return {"question": question.code, operator: value}


def _number(text: str) -> int | float | None:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    if not abs(number) < LARGEST:
        return None
    return int(number) if number == int(number) else number


def _wanted(question: Question) -> Message:
    if question.kind == "date":
        day = date(2026, 11, 20).isoformat()
        return message("survey editor", "Write the day as year-month-day, like %(day)s.", day=day)
    return message("survey editor", "Write a number that can be an answer to this question.")
