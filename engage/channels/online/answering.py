"""What a page of a survey shows: its questions as fields, with what was typed and what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import format_decimal, pgettext
from markupsafe import Markup

from engage.engines.questionnaire import DONT_KNOW, Question
from engage.kernel.errors import Message
from engage.kernel.languages import in_language
from engage.web.locale import current_locale, in_locale, translate

Raw = Mapping[str, list[str]]


@dataclass(frozen=True)
class Option:
    """One option of a closed question."""

    value: str
    label: Markup | str
    is_exclusive: bool = False


@dataclass(frozen=True)
class Field:
    """One question as the templates draw it; ``values`` is what was typed or stored, as text."""

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

    @property
    def value(self) -> str:
        """The one value of a question that takes one."""
        return self.values[0] if self.values else ""


def fields_of(
    questions: Iterable[Question],
    raw: Raw,
    problems: Mapping[str, Message],
    *,
    are_headings: bool,
) -> tuple[Field, ...]:
    """The questions as fields, in the page's language."""
    return tuple(
        _field(
            question, tuple(raw.get(question.code, ())), problems.get(question.code), are_headings
        )
        for question in questions
    )


def problems_of(fields: Iterable[Field]) -> tuple[tuple[str, str], ...]:
    """(id of the field, what to do) for the summary above the page."""
    return tuple((f"f_{field.name}", field.error) for field in fields if field.error)


def _field(
    question: Question, values: tuple[str, ...], problem: Message | None, is_heading: bool
) -> Field:
    label = in_locale(question.label)
    if not question.required:
        label = Markup("{} {}").format(label, pgettext("survey", "(optional)"))
    return Field(
        kind=question.kind,
        name=question.code,
        label=label,
        hint=in_locale(question.hint) if question.hint else "",
        error=translate(problem) if problem else "",
        values=values,
        options=_options(question),
        low=_plain(question.low_label),
        high=_plain(question.high_label),
        limit=question.max_length or 0,
        takes_decimals=question.kind == "number" and not question.is_integer,
        is_heading=is_heading,
    )


def _plain(text: Mapping[str, str] | None) -> str:
    return in_language(text, current_locale())[0] if text else ""


def _options(question: Question) -> tuple[Option, ...]:
    if question.kind == "scale":
        low, high = int(question.minimum or 1), int(question.maximum or 5)
        points = [
            Option(str(number), str(format_decimal(number))) for number in range(low, high + 1)
        ]
        if question.has_dont_know:
            points.append(Option(DONT_KNOW, in_locale(question.dont_know_label)))
        return tuple(points)
    return tuple(
        Option(option.code, in_locale(option.label), option.is_exclusive)
        for option in question.options
    )
