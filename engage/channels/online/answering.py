"""What a page of a survey shows: its questions as fields, with what was typed and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from babel.numbers import get_currency_symbol
from flask import url_for
from flask_babel import format_decimal, npgettext, pgettext
from markupsafe import Markup

from engage.channels.online.drawing import Drawing, draw
from engage.channels.online.upload_showing import Takes, note_on_files, takes_of
from engage.engines.questionnaire import (
    DONT_KNOW,
    Comparison,
    Condition,
    OwnPicture,
    Question,
    options_in_order,
    points_of,
)
from engage.kernel.errors import Message
from engage.kernel.languages import LocaleText, in_language, is_easy
from engage.web.locale import (
    current_locale,
    in_locale,
    interface_locale,
    markdown_in_locale,
    translate,
)

Raw = Mapping[str, list[str]]
PLAIN_KINDS = frozenset(
    {"single_choice", "multiple_choice", "scale", "short_text", "long_text", "number", "time"}
)
WITH_ROWS = frozenset({"matrix", "map_point"})


@dataclass(frozen=True)
class Picture:
    """A picture beside words: one that comes with Engage, or a survey's own with what it shows."""

    static: str = ""
    href: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Option:
    """One option of a closed question.

    ``please_say`` is the field that opens with it, ``rank`` the number given to it in a ranking,
    ``picture`` the one beside it in Easy Read.
    """

    value: str
    label: Markup | str
    is_exclusive: bool = False
    please_say: "Field | None" = None
    rank: str = ""
    picture: Picture | None = None


@dataclass(frozen=True)
class Field:
    """One question as the templates draw it; ``values`` is what was typed or stored, as text.

    ``text`` is read before answering, ``note`` says what becomes of the answer, ``takes`` which
    files are taken. ``rows`` are the questions of a matrix, or those beside a map, which is
    the ``drawing``. ``asks`` is the question itself, for where it is named elsewhere.
    """

    kind: str
    name: str
    label: Markup
    hint: Markup | str
    error: str
    values: tuple[str, ...]
    options: tuple[Option, ...]
    low: str
    high: str
    limit: int
    takes_decimals: bool
    is_heading: bool
    text: Markup | str = ""
    rows: tuple["Field", ...] = ()
    last_rank: int = 0
    picture: Picture | None = None
    unit: str = ""
    note: str = ""
    takes: Takes | None = None
    drawing: Drawing | None = None
    asks: LocaleText = field(default_factory=dict)

    @property
    def value(self) -> str:
        """The one value of a question that takes one."""
        return self.values[0] if self.values else ""

    @property
    def is_plain(self) -> bool:
        """Whether the stylesheet of every page is enough to draw it."""
        return self.kind in PLAIN_KINDS and not self.inner

    @property
    def has_pictures(self) -> bool:
        """Whether pictures stand beside the question or its answers."""
        return bool(self.picture or any(option.picture for option in self.options))

    @property
    def inner(self) -> tuple["Field", ...]:
        """The fields that stand inside this one."""
        return (*self.rows, *(each.please_say for each in self.options if each.please_say))


@dataclass(frozen=True)
class _Form:
    """What the fields are filled with; ``is_whole`` where all questions stand on one page.

    ``asked`` are the questions that are seen with them, where all options are listed at once.
    """

    raw: Raw
    problems: Mapping[str, Message]
    asked: Mapping[str, Question]
    seed: str = ""
    is_whole: bool = False


def fields_of(
    questions: Iterable[Question],
    raw: Raw,
    problems: Mapping[str, Message],
    *,
    are_headings: bool,
    seed: str = "",
    on_paper: Mapping[str, Question] | None = None,
) -> tuple[Field, ...]:
    """The questions as fields, in the page's language; a field alone on its page is its heading.

    ``seed`` belongs to the response: options that come in an order of its own always come in it.
    ``on_paper`` are the questions of the whole form, for options that go with an answer to one.
    """
    parts = tuple(questions)
    leads = [
        each
        for each in parts
        if not each.within and each.calculation is None and (are_headings or not each.counts)
    ]
    asked = on_paper or ({} if are_headings else {each.code: each for each in parts})
    form = _Form(raw, problems, asked, seed, is_whole=not are_headings)
    is_heading = are_headings and len(leads) == 1
    fields = (
        _field(lead, form, is_heading, [each for each in parts if each.within == lead.code])
        for lead in leads
    )
    return tuple(
        replace(drawn, is_heading=False) if lead.entry else drawn
        for lead, drawn in zip(leads, fields, strict=True)
    )


def _field(
    question: Question, form: _Form, is_heading: bool = False, within: Iterable[Question] = ()
) -> Field:
    problem = form.problems.get(question.code)
    return Field(
        kind=question.kind,
        name=question.code,
        label=_label(question, is_whole=form.is_whole),
        hint=in_locale(question.hint) if question.hint else _own_hint(question),
        error=translate(problem) if problem else "",
        values=tuple(form.raw.get(question.code, ())),
        options=_options(question, form),
        low=_plain(question.low_label),
        high=_plain(question.high_label),
        limit=question.max_length or 0,
        takes_decimals=question.kind in ("number", "amount") and not question.is_integer,
        is_heading=is_heading,
        text=markdown_in_locale(question.text) if question.text else "",
        rows=tuple(_field(row, form) for row in within) if question.kind in WITH_ROWS else (),
        drawing=draw(question.extra["outlines"]) if question.kind == "map_point" else None,
        unit=_unit(question),
        note=_note(question),
        takes=takes_of(question) if question.accepts else None,
        last_rank=question.max_choices or len(question.options),
        picture=_picture(question.picture, question.label),
        asks=_asks(question, is_whole=form.is_whole),
    )


def _picture(picture: str | OwnPicture, beside: LocaleText) -> Picture | None:
    """The picture beside words: the survey's own, and in Easy Read those that come with Engage.

    What says the same as the words beside it is not read out twice.
    """
    if isinstance(picture, OwnPicture):
        href, shows = url_for("surveys.own_picture", digest=picture.file), _plain(picture.label)
        return Picture(href=href, alt="" if shows == _plain(beside) else shows)
    if not picture or not is_easy(current_locale()):
        return None
    return Picture(static=f"icons/easy/{picture}.svg")


def _unit(question: Question) -> str:
    if question.kind != "amount":
        return ""
    return get_currency_symbol(question.extra["currency"], interface_locale())


def _note(question: Question) -> str:
    if question.accepts:
        return note_on_files(question)
    if question.kind != "email":
        return ""
    return npgettext(
        "survey",
        "Stored apart from your answers. Deleted %(num)s day after the consultation closes.",
        "Stored apart from your answers. Deleted %(num)s days after the consultation closes.",
        question.extra["keep_days"],
    )


def _rank(raw: Sequence[str], number: int) -> str:
    given = raw[number - 1].strip() if len(raw) >= number else ""
    return "" if given == "0" else given


def _asks(question: Question, *, is_whole: bool) -> LocaleText:
    is_among_all = is_whole and bool(question.entry) and not question.within
    return question.label if is_among_all else question.short_label or question.label


def _label(question: Question, *, is_whole: bool) -> Markup:
    label = in_locale(_asks(question, is_whole=is_whole))
    is_asked = question.takes_answer or question.kind == "matrix"
    if question.required or question.within or not is_asked or question.extra.get("is_required"):
        return label
    return Markup("{} {}").format(label, pgettext("survey", "(optional)"))


def _own_hint(question: Question) -> str:
    """How to answer, for a survey that does not say it itself."""
    if question.kind in ("date", "time"):
        is_time = question.kind == "time"
        time = pgettext("survey", "For example, 8:15 or 14:30")
        return time if is_time else pgettext("survey", "For example, 27 3 1984")
    least, most = question.min_choices, question.max_choices
    if question.kind == "ranking":
        last = format_decimal(most or len(question.options))
        return pgettext(
            "survey", "Give a 1 to what matters most to you, then a 2, up to %(last)s.", last=last
        )
    if least is not None and least == most:
        return npgettext("survey", "Choose %(num)s", "Choose exactly %(num)s", least)
    if most is not None:
        return npgettext("survey", "Choose no more than %(num)s", "Choose up to %(num)s", most)
    if least is not None and least > 1:
        return npgettext("survey", "Choose at least %(num)s", "Choose %(num)s or more", least)
    return ""


def _plain(text: Mapping[str, str] | None) -> str:
    return in_language(text, current_locale())[0] if text else ""


def _options(question: Question, form: _Form) -> tuple[Option, ...]:
    if question.kind == "scale":
        points = [Option(str(point), str(format_decimal(point))) for point in points_of(question)]
        if question.has_dont_know:
            points.append(Option(DONT_KNOW, in_locale(question.dont_know_label)))
        return tuple(points)
    return tuple(
        Option(
            option.code,
            in_locale(option.label) + _only_if(option.condition, form),
            option.is_exclusive,
            _field(option.please_say, form) if option.please_say else None,
            _rank(form.raw.get(question.code, ()), option.number),
            _picture(option.picture, option.label),
        )
        for option in options_in_order(question, form.seed)
    )


def _only_if(condition: Condition | None, form: _Form) -> Markup:
    """With which answer an option goes, where all are listed at once; longer rules are not said."""
    if not isinstance(condition, Comparison):
        return Markup()
    asked = form.asked.get(condition.question)
    chosen = asked.option_by_code.get(str(condition.value)) if asked else None
    if asked is None or chosen is None or condition.operator not in ("is", "includes"):
        return Markup()
    told = pgettext("survey", "only with “%(answer)s” above", answer=_plain(chosen.label))
    return Markup(' <span class="soft">({})</span>').format(told)
