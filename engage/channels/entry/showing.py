"""What the keying screen shows: the paper's questions with the numbers that key them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import pgettext

from engage.channels.entry.keying import DONT_KNOW_KEY, FORGIVEN_ON_PAPER, spelled_out
from engage.consultations import ConsultationSummary
from engage.engines.questionnaire import Question, Survey, as_written
from engage.kernel.languages import in_language, language
from engage.web.channels import channel_name

MARKED = "multiple_marked"
NOT_KEYED = frozenset({"map_point", "photo"})  # beside a map there are its list and its line


@dataclass(frozen=True)
class Code:
    """An option with the number that keys it."""

    code: str
    label: str


@dataclass(frozen=True)
class Row:
    """One question as the paper has it; ``only_one`` says what more than one mark means."""

    number: int
    name: str
    label: str
    value: str
    options: tuple[Code, ...]
    kind: str
    hint: str
    doubt: str
    only_one: str


@dataclass(frozen=True)
class Pace:
    """How much an operator has keyed, and whether the last form can still be taken back."""

    today: int
    last_hour: int
    has_last: bool


@dataclass(frozen=True)
class EntryPage:
    """The form on the screen."""

    consultation: ConsultationSummary
    channel: str
    channel_label: str
    language: str
    languages: tuple[str, ...]
    direction: str
    rows: tuple[Row, ...]
    problems: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    receipt: str
    pace: Pace
    is_late: bool
    is_back: bool


@dataclass(frozen=True)
class Shown:
    """What is to stand in the fields: what was typed, and what is wrong with it."""

    typed: Mapping[str, str]
    problems: Mapping[str, str]
    receipt: str
    is_back: bool = False


def entry_page(
    consultation: ConsultationSummary, survey: Survey, channel: str, shown: Shown, pace: Pace
) -> EntryPage:
    """The form with what was typed, every doubt at its question."""
    code = shown.typed.get("language") or survey.languages[0]
    marks: Mapping[str, str] = {}
    if shown.problems or shown.is_back:
        marks = as_written(survey, spelled_out(survey, shown.typed)).marks
    return EntryPage(
        consultation,
        channel,
        channel_name(channel),
        code,
        survey.languages,
        language(code).direction,
        tuple(
            _row(each, code, channel, shown, marks)
            for each in survey.questions
            if each.kind not in NOT_KEYED
        ),
        tuple((f"f_{name}" if name else "", text) for name, text in shown.problems.items()),
        shown.typed,
        shown.receipt,
        pace,
        consultation.is_closed,
        shown.is_back,
    )


def rows_to_look_at(questions: Iterable[Question], code: str, channel: str) -> tuple[Row, ...]:
    """Questions as operators key them, in a language, with nothing typed: for a preview."""
    return tuple(_row(each, code, channel, Shown({}, {}, ""), {}) for each in questions)


def _row(
    question: Question, code: str, channel: str, shown: Shown, marks: Mapping[str, str]
) -> Row:
    kind = {"long_text": "long", "short_text": "text", "email": "text"}.get(question.kind, "choice")
    codes = _codes(question, code)
    only_one = _only_one(channel) if codes and question.kind != "multiple_choice" else ""
    doubt = shown.problems.get(question.code, "")
    if not doubt and marks.get(question.code) == MARKED:
        doubt = _only_one(channel)
    return Row(
        question.number,
        question.code,
        in_language(question.label, code)[0],
        shown.typed.get(question.code, ""),
        codes,
        kind,
        _hint(question, code),
        doubt,
        only_one,
    )


def _only_one(channel: str) -> str:
    if channel in FORGIVEN_ON_PAPER:
        return pgettext("entry", "two ticks, one asked: kept as written")
    return pgettext("entry", "Only one answer fits here. Ask which one.")


def _codes(question: Question, code: str) -> tuple[Code, ...]:
    if question.kind == "scale":
        low, high = int(question.minimum or 1), int(question.maximum or 5)
        ends = {
            low: in_language(question.low_label, code)[0],
            high: in_language(question.high_label, code)[0],
        }
        points = [Code(str(number), ends.get(number, "")) for number in range(low, high + 1)]
        if question.has_dont_know:
            unknown = in_language(question.dont_know_label, code)[0]
            points.append(Code(DONT_KNOW_KEY.upper(), unknown))
        return tuple(points)
    if question.kind in ("long_list", "ranking"):  # too many to show, or keyed by other numbers
        return ()
    return tuple(
        Code(str(option.number), in_language(option.label, code)[0]) for option in question.options
    )


def _hint(question: Question, code: str) -> str:
    listed = " · ".join(in_language(option.label, code)[0] for option in question.options)
    return {
        "multiple_choice": pgettext("entry", "several numbers"),
        "number": pgettext("entry", "number"),
        "amount": pgettext("entry", "amount"),
        "date": pgettext("entry", "day month year"),
        "email": pgettext("entry", "address; kept apart from the answers"),
        "long_list": pgettext("entry", "number or first letters"),
        "ranking": pgettext("entry", "the number beside each, 0 for none: %(list)s", list=listed),
    }.get(question.kind, "")
