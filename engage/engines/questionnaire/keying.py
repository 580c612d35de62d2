"""What an operator typed from paper or a call, kept as it was written.

The survey's rules do not bend a person's paper: what they would refuse is marked, not forced.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engage.engines.messages import Message
from engage.engines.questionnaire.entries import count_entries, with_next_entries
from engage.engines.questionnaire.kinds import kind_of
from engage.engines.questionnaire.kinds.kind import Unreadable
from engage.engines.questionnaire.kinds.map_point import area_of_point
from engage.engines.questionnaire.model import Question, Survey, Value
from engage.engines.questionnaire.offering import offered, still_offered
from engage.engines.questionnaire.pipes import told
from engage.engines.questionnaire.routing import asked_questions, walk
from engage.engines.questionnaire.ticks import possible, possibly_asked, ticked
from engage.engines.questionnaire.validation import NOT_OFFERED, breaks_constraint, constraint_told

RESERVED_WORDS = ("blank", "illegible", "refused")


@dataclass(frozen=True)
class Keyed:
    """An entry, read.

    ``marks`` says by question code what is unusual: a reserved word, or ``multiple_marked``,
    ``out_of_range``, ``off_path``, ``too_long``, ``missing`` (required, and nothing typed).
    ``kept`` holds what was typed where it bends a rule and gives no value; words that are too long
    or too short stay in ``answers``. ``problems`` are typing errors for the operator to correct.
    ``left_open`` holds the answers that may be meant by too many marks or by an illegible one; what
    lies behind any of them was asked, and its words are comments like others. ``reasons`` says why
    an answer does not fit the others, to those who can still ask.
    """

    answers: dict[str, Value]
    marks: dict[str, str]
    kept: dict[str, str]
    problems: dict[str, Message]
    left_open: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    reasons: dict[str, Message] = field(default_factory=dict)


@dataclass(frozen=True)
class Spoken:
    """A question or information with the earlier answers that its words repeat.

    ``is_asked`` says whether it is asked under what was keyed so far.
    """

    question: Question
    is_asked: bool


def as_written(survey: Survey, keyed: Mapping[str, str]) -> Keyed:
    """Read an entry: option numbers (``2`` or ``1 3``), numbers, text, or a reserved word.

    Fields that are no question of the survey are passed over.
    """
    entry = Keyed({}, {}, {}, {})
    for code in survey.question_by_code:
        if typed := keyed.get(code, "").strip():
            _read(survey, code, typed, entry)
    for code in tuple(entry.answers):
        if found := area_of_point(survey, code, entry.answers):
            entry.answers.setdefault(*found)
    filled = {code for code, words in keyed.items() if words.strip()}
    entry.answers.update(count_entries(survey, entry.answers, filled))
    _compare_with_constraints(survey, keyed, entry)
    _compare_with_route(survey, keyed, entry)
    return entry


def read_aloud(survey: Survey, keyed: Mapping[str, str]) -> tuple[Spoken, ...]:
    """What an interviewer says under what was keyed so far, in order, values calculated."""
    entry = as_written(survey, keyed)
    way = walk(survey, entry.answers)
    asked = {question.code for page in way.pages for question in page.questions}
    asked |= {each.code for each in possibly_asked(survey, entry.answers, entry.left_open)}
    if survey.sections:  # the next entry may come, and makes itself count
        more = asked_questions(survey, with_next_entries(survey, entry.answers))
        asked |= {question.code for question in more}
    return tuple(
        _spoken(told(part, survey, way.live), part.code in asked, way.live)
        for part in survey.parts
        if part.calculation is None and not part.counts
    )


def _spoken(question: Question, is_asked: bool, live: Mapping[str, Value]) -> Spoken:
    """The question with the options that are offered; with all of them while it is not asked."""
    return Spoken(offered(question, live) if is_asked else question, is_asked)


def _read(survey: Survey, code: str, typed: str, entry: Keyed) -> None:
    question = survey.question(code)
    if typed in RESERVED_WORDS:
        entry.marks[code] = typed
        if typed == "illegible":
            entry.left_open[code] = possible(question)
        return
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
    if found.mark == "multiple_marked":
        entry.left_open[code] = ticked(question, typed)


def _compare_with_constraints(survey: Survey, keyed: Mapping[str, str], entry: Keyed) -> None:
    """What does not fit the other answers is marked like what is out of range; words stay."""
    way = walk(survey, entry.answers)
    for question in way.questions:
        code = question.code
        value = entry.answers.get(code)
        if value is not None and breaks_constraint(question, value, way.live):
            entry.marks.setdefault(code, "out_of_range")
            entry.reasons[code] = constraint_told(question)
            if not kind_of(question).takes_words:
                del entry.answers[code]
                entry.kept[code] = keyed[code].strip()


def _compare_with_route(survey: Survey, keyed: Mapping[str, str], entry: Keyed) -> None:
    asked = {question.code: question for question in asked_questions(survey, entry.answers)}
    perhaps = {each.code for each in possibly_asked(survey, entry.answers, entry.left_open)}
    for code in survey.question_by_code:
        typed = keyed.get(code, "").strip()
        if code not in asked and code not in perhaps:
            _set_aside(survey.question(code), typed, entry)
        elif code in asked and _is_off_path(survey.question(code), asked[code], entry):
            _set_aside(survey.question(code), typed, entry)
            entry.reasons[code] = NOT_OFFERED
        elif code in asked and asked[code].required and not typed and code not in entry.answers:
            entry.marks[code] = "missing"


def _is_off_path(question: Question, shown: Question, entry: Keyed) -> bool:
    """Whether an option was ticked that is not offered, whatever unclear marks may mean."""
    given = entry.answers.get(question.code)
    return not entry.left_open and still_offered(question, shown, given) != given


def _set_aside(question: Question, typed: str, entry: Keyed) -> None:
    code = question.code
    entry.answers.pop(code, None)
    entry.marks.pop(code, None)
    entry.left_open.pop(code, None)
    if typed and typed != "blank" and code not in entry.problems:
        entry.marks[code] = "off_path"
        if not question.is_kept_apart:
            entry.kept[code] = typed
