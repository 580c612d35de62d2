"""What an operator typed from paper or a call, kept as it was written.

The survey's rules do not bend a person's paper: what they would refuse is marked, not forced.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engage.engines.messages import Message
from engage.engines.questionnaire.kinds import kind_of
from engage.engines.questionnaire.kinds.kind import Unreadable
from engage.engines.questionnaire.model import Survey, Value
from engage.engines.questionnaire.routing import asked_questions

RESERVED_WORDS = ("blank", "illegible", "refused")


@dataclass(frozen=True)
class Keyed:
    """An entry, read.

    ``marks`` says by question code what is unusual: a reserved word, or ``multiple_marked``,
    ``out_of_range``, ``off_path``, ``too_long``, ``missing`` (required, and nothing typed).
    ``kept`` holds what was typed where it bends a rule and gives no value; words that are too long
    or too short stay in ``answers``. ``problems`` are typing errors for the operator to correct.
    """

    answers: dict[str, Value]
    marks: dict[str, str]
    kept: dict[str, str]
    problems: dict[str, Message]


def as_written(survey: Survey, keyed: Mapping[str, str]) -> Keyed:
    """Read an entry: option numbers (``2`` or ``1 3``), numbers, text, or a reserved word.

    Fields that are no question of the survey are passed over.
    """
    entry = Keyed({}, {}, {}, {})
    for code in survey.question_by_code:
        if typed := keyed.get(code, "").strip():
            _read(survey, code, typed, entry)
    _compare_with_route(survey, keyed, entry)
    return entry


def _read(survey: Survey, code: str, typed: str, entry: Keyed) -> None:
    if typed in RESERVED_WORDS:
        entry.marks[code] = typed
        return
    question = survey.question(code)
    try:
        found = kind_of(question).key(question, typed)
    except Unreadable as unreadable:
        entry.problems[code] = unreadable.message
        return
    if found.value is not None:
        entry.answers[code] = found.value
    elif found.mark:
        entry.kept[code] = typed
    if found.mark:
        entry.marks[code] = found.mark


def _compare_with_route(survey: Survey, keyed: Mapping[str, str], entry: Keyed) -> None:
    asked = {question.code: question for question in asked_questions(survey, entry.answers)}
    for code in survey.question_by_code:
        typed = keyed.get(code, "").strip()
        if code not in asked:
            _set_aside(code, typed, entry)
        elif asked[code].required and not typed:
            entry.marks[code] = "missing"


def _set_aside(code: str, typed: str, entry: Keyed) -> None:
    entry.answers.pop(code, None)
    entry.marks.pop(code, None)
    if typed and typed != "blank" and code not in entry.problems:
        entry.marks[code] = "off_path"
        entry.kept[code] = typed
