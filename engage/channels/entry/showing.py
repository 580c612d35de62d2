"""What the keying screen shows: the paper's questions with the numbers that key them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask_babel import pgettext
from markupsafe import Markup, escape

from engage.channels.entry.keying import DONT_KNOW_KEY, FORGIVEN_ON_PAPER, spelled_out
from engage.channels.online.problem_showing import named
from engage.channels.online.upload_showing import Takes, note_on_files, takes_of
from engage.consultations import ConsultationSummary
from engage.engines.questionnaire import (
    Question,
    Spoken,
    Survey,
    as_written,
    points_of,
    read_aloud,
)
from engage.kernel.languages import in_language, language, tag_of
from engage.web.channels import channel_name
from engage.web.markdown import markdown

MARKED = "multiple_marked"
FIELDS = {
    **{"long_text": "long", "short_text": "text", "email": "text"},
    **{"photo": "file", "file": "file"},
}
NOT_KEYED = frozenset({"map_point"})  # beside a map there are its list and its line


@dataclass(frozen=True)
class Code:
    """An option with the number that keys it."""

    code: str
    label: str


@dataclass(frozen=True)
class Row:
    """One question as the paper has it; ``only_one`` says what more than one mark means.

    ``takes`` says which files may be attached; ``value`` is then what answers call the one kept.
    In a call ``said`` is read aloud with the question, words that repeat answers change as those
    are keyed (``is_live``), and a row that is not asked so far says so.
    """

    number: int
    name: str
    label: str
    value: str
    options: tuple[Code, ...]
    kind: str
    hint: str
    doubt: str
    only_one: str
    said: Markup | str = ""
    is_asked: bool = True
    is_live: bool = False
    takes: Takes | None = None


@dataclass(frozen=True)
class Pace:
    """How much an operator has keyed, and whether the last form can still be taken back.

    One form after another of the same consultation and channel goes on with what is noted above.
    """

    today: int
    last_hour: int
    has_last: bool
    goes_on: bool


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
    is_spoken: bool
    intro: str

    @property
    def takes_files(self) -> bool:
        """Whether anything can be attached."""
        return any(row.takes for row in self.rows)


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
    wanted = shown.typed.get("language", "")
    code = wanted if wanted in survey.languages else survey.languages[0]
    is_spoken = channel not in FORGIVEN_ON_PAPER
    rows = _rows(survey, code, channel, shown)
    return EntryPage(
        consultation,
        channel,
        channel_name(channel),
        code,
        survey.languages,
        language(code).direction,
        rows,
        keying_problems(rows, shown.problems, code),
        shown.typed,
        shown.receipt,
        pace,
        consultation.is_closed,
        shown.is_back,
        is_spoken,
        in_language(survey.intro, code)[0] if is_spoken and survey.intro else "",
    )


def keying_problems(
    rows: Iterable[Row], problems: Mapping[str, str], code: str
) -> tuple[tuple[str, str], ...]:
    """(id of the field, what to do) for the summary, each with the question of the form."""
    called = {row.name: f"{row.number} {row.label}" if row.number else row.label for row in rows}
    return tuple(
        (f"f_{name}" if name else "", named(called[name], text, code) if name in called else text)
        for name, text in problems.items()
    )


def _rows(survey: Survey, code: str, channel: str, shown: Shown) -> tuple[Row, ...]:
    """The questions as the paper has them; in a call as they are said after what was keyed."""
    if channel in FORGIVEN_ON_PAPER:
        marks: Mapping[str, str] = {}
        if shown.problems or shown.is_back:
            marks = as_written(survey, spelled_out(survey, shown.typed)).marks
        keyed_here = (
            each for each in survey.questions if each.kind not in NOT_KEYED and not each.counts
        )
        return tuple(_row(each, code, channel, shown, marks) for each in keyed_here)
    return rows_in_call(survey, code, shown, channel)


def rows_in_call(
    survey: Survey, code: str, shown: Shown, channel: str = "phone"
) -> tuple[Row, ...]:
    """The questions as an interviewer says them, in a language, after what was keyed."""
    spoken = read_aloud(survey, spelled_out(survey, shown.typed))
    return _spoken_rows(spoken, code, channel, shown)


def rows_to_look_at(questions: Iterable[Question], code: str) -> tuple[Row, ...]:
    """Questions as an interviewer sees them, in a language, with nothing typed: for a preview."""
    spoken = (Spoken(each, is_asked=True) for each in questions if each.calculation is None)
    return _spoken_rows(spoken, code, "phone", Shown({}, {}, ""))


def _spoken_rows(
    spoken: Iterable[Spoken], code: str, channel: str, shown: Shown
) -> tuple[Row, ...]:
    return tuple(
        _spoken_row(each, code, channel, shown)
        for each in spoken
        if each.question.text or each.question.takes_answer or each.question.interviewer_script
        if each.question.kind not in NOT_KEYED
    )


def _spoken_row(spoken: Spoken, code: str, channel: str, shown: Shown) -> Row:
    question = spoken.question
    row = _row(question, code, channel, shown, {})
    said = markdown(in_language(question.text, code)[0]) if question.text else Markup()
    script = (
        in_language(question.interviewer_script, code)[0] if question.interviewer_script else ""
    )
    if question.hint and not script:
        said += Markup("<p>{}</p>").format(in_language(question.hint, code)[0])
    return replace(
        row,
        label=script or row.label,
        kind=row.kind if question.takes_answer else "said",
        said=said,
        is_asked=spoken.is_asked,
        is_live=question.template is not None or question.has_filtered_options,
        hint=_with_note(row.hint, question, code),
    )


def _with_note(hint: str, question: Question, code: str) -> Markup:
    """What the survey tells interviewers and nobody reads out, before how to key an answer."""
    if not any(question.interviewer_note.values()):
        return escape(hint)
    words, used = in_language(question.interviewer_note, code)
    named = pgettext("entry", "For you, not to be read out:")
    told = Markup('{} <bdi lang="{}">{}</bdi>').format(named, tag_of(used), words)
    return Markup(" · ").join((told, escape(hint))) if hint else told


def _row(
    question: Question, code: str, channel: str, shown: Shown, marks: Mapping[str, str]
) -> Row:
    kind = FIELDS.get(question.kind, "choice")
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
        takes=takes_of(question) if question.accepts else None,
    )


def _only_one(channel: str) -> str:
    if channel in FORGIVEN_ON_PAPER:
        return pgettext("entry", "two ticks, one asked: kept as written")
    return pgettext("entry", "Only one answer fits here. Ask which one.")


def _codes(question: Question, code: str) -> tuple[Code, ...]:
    if question.kind == "scale":
        ends = {
            question.minimum: in_language(question.low_label, code)[0],
            question.maximum: in_language(question.high_label, code)[0],
        }
        points = [Code(str(point), ends.get(point, "")) for point in points_of(question)]
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
    if question.accepts:
        return note_on_files(question)
    listed = " · ".join(in_language(option.label, code)[0] for option in question.options)
    return {
        "multiple_choice": pgettext("entry", "several numbers"),
        "number": pgettext("entry", "number"),
        "amount": pgettext("entry", "amount"),
        "date": pgettext("entry", "day month year"),
        "time": pgettext("entry", "time, like 14:30"),
        "email": pgettext("entry", "address; kept apart from the answers"),
        "long_list": pgettext("entry", "number or first letters"),
        "ranking": pgettext("entry", "the number beside each, 0 for none: %(list)s", list=listed),
    }.get(question.kind, "")
