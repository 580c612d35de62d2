"""The survey editor as it is shown: its outline, the form of the chosen part, its choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engage.engines.questionnaire import LIBRARY, Question, build_condition, unspoken
from engage.kernel.languages import in_language
from engage.surveys.condition_showing import ConditionLine, condition_line
from engage.surveys.editor.choices_showing import Choice, targets_of
from engage.surveys.editor.conditions import Line
from engage.surveys.editor.expressions import comparable
from engage.surveys.editor.forms import (
    Values,
    condition_lines,
    join_of,
    rows_in,
)
from engage.surveys.editor.groups import Groups, shown_groups
from engage.surveys.editor.lines_showing import (
    ShownFilter,
    ShownLine,
    shown_filters,
    shown_line,
)
from engage.surveys.editor.parts import (
    LISTS,
    WORDS,
    Row,
    fields_of_part,
    has_fixed_rows,
    labels_of_part,
    option_fields,
)
from engage.surveys.editor.repeats import countable
from engage.surveys.expression_showing import ExpressionWords
from engage.surveys.sketching import Sketch

BLANK_ROWS = 2


@dataclass(frozen=True)
class ShownRow:
    """A row of the options, with its words in the language that is written first."""

    number: int
    row: Row
    source: str


@dataclass(frozen=True)
class PartForm:
    """The form of a page or question: what it may say, and what it says."""

    part: Mapping[str, Any]
    values: Values
    errors: Mapping[str, str]
    known: frozenset[str]
    labels: tuple[str, ...]
    option_fields: frozenset[str]
    source: Mapping[str, str]
    lists: Mapping[str, tuple[ShownRow, ...]]
    join: str
    lines: tuple[ShownLine, ...]
    filters: tuple[ShownFilter, ...]
    groups: Groups | None
    asked: tuple[Choice, ...]
    kept: ConditionLine | None
    repeatable: tuple[Choice, ...]
    comparable: tuple[Choice, ...]
    countable: tuple[Choice, ...]
    targets: tuple[Choice, ...]
    in_words: Mapping[str, str]

    @property
    def is_page(self) -> bool:
        """Whether it is a page."""
        return "questions" in self.part

    @property
    def is_filtered(self) -> bool:
        """Whether some answer is offered after certain answers only."""
        if self.groups is not None:
            return self.groups.is_kept or bool(self.groups.question)
        return any(each.text or each.shown.line.question for each in self.filters)

    @property
    def has_fixed_rows(self) -> bool:
        """Whether the answers are those of the library."""
        return has_fixed_rows(self.part)

    @property
    def library(self) -> str:
        """The name of the question of the library, "" for one that is written here."""
        return str(self.part.get("library", ""))


@dataclass(frozen=True)
class Writing:
    """The language that is written, the one that is written first, and the interface's.

    ``model`` is the language that it is written from: Easy Read from its own language.
    """

    language: str
    source: str
    interface: str
    model: str = ""

    @property
    def translates(self) -> bool:
        """Whether it is not the first one: then rows are neither added nor taken out."""
        return self.language != self.source


@dataclass(frozen=True)
class Typed:
    """What a form holds and what is wrong in it; what is not in the document yet goes along.

    ``more`` are empty rows by list, ``narrowed_by`` an earlier question that is to narrow the list.
    """

    values: Values
    errors: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, int] = field(default_factory=dict)
    narrowed_by: str = ""


def part_form(part: Mapping[str, Any], typed: Typed, sketch: Sketch, writing: Writing) -> PartForm:
    """The form of a page or question with what is typed in it."""
    locale = writing.interface
    asked = sketch.before(part["code"])
    scope = sketch.scope(part["code"])
    words = ExpressionWords(sketch.survey.named, locale)
    kept = None
    if typed.values.get("when") == "kept":
        kept = condition_line(build_condition(part["show_if"]), sketch.survey, locale)
    has_filters = not writing.translates and "show_if" in option_fields(part)
    options = rows_in(typed.values, "options")
    return PartForm(
        part=part,
        values=typed.values,
        errors=typed.errors,
        known=fields_of_part(part),
        labels=labels_of_part(part),
        option_fields=option_fields(part),
        source=_source_words(part, writing) if writing.translates else {},
        lists=_shown_lists(part, typed, writing),
        join=join_of(typed.values),
        lines=tuple(
            shown_line(number, line, asked, locale)
            for number, line in enumerate([*condition_lines(typed.values), Line("")], start=1)
        ),
        filters=shown_filters(options, asked, words, locale) if has_filters else (),
        groups=shown_groups(options, typed.values, typed.narrowed_by, asked, locale)
        if has_filters
        else None,
        asked=_choices(tuple(asked.values()), locale),
        kept=kept,
        repeatable=_choices(scope.repeatable(), locale),
        comparable=_choices(comparable(scope), locale),
        countable=_choices(countable(asked), locale),
        targets=targets_of(part),
        in_words={
            name: words.of_text(typed.values.get(name, ""))
            for name in ("x_constraint", "x_expression", "x_show_if")
        },
    )


def _shown_lists(
    part: Mapping[str, Any], typed: Typed, writing: Writing
) -> dict[str, tuple[ShownRow, ...]]:
    if has_fixed_rows(part) and not unspoken([writing.language]):
        return {}
    known = fields_of_part(part)
    return {name: _shown_rows(part, name, typed, writing) for name in LISTS if name in known}


def _choices(questions: Sequence[Question], locale: str) -> tuple[Choice, ...]:
    return tuple(Choice(each.code, _asked_words(each, locale)) for each in questions)


def _source_words(part: Mapping[str, Any], writing: Writing) -> dict[str, str]:
    words = {f"w_{name}": part.get(name, {}).get(writing.model, "") for name in WORDS}
    words["w_repeat"] = part.get("repeat", {}).get("label", {}).get(writing.model, "")
    labels = part.get("labels", {})
    return words | {f"l_{name}": labels[name].get(writing.model, "") for name in labels}


def _shown_rows(
    part: Mapping[str, Any], name: str, typed: Typed, writing: Writing
) -> tuple[ShownRow, ...]:
    known = {option["code"]: option["label"] for option in part.get(name, ())}
    rows: Sequence[Row] = rows_in(typed.values, name)
    rows = [row for row in rows if row.code or row.label.strip()]
    is_fixed = has_fixed_rows(part)
    if not writing.translates and not is_fixed:
        rows = [*rows, *(Row("", "") for _ in range(BLANK_ROWS + typed.more.get(name, 0)))]
    return tuple(
        ShownRow(
            number,
            row,
            _row_source(known.get(row.code, {}), writing, is_fixed=is_fixed),
        )
        for number, row in enumerate(rows, start=1)
    )


def _row_source(label: Mapping[str, str], writing: Writing, *, is_fixed: bool) -> str:
    """What a row is translated from: the first language, or what the library says."""
    if writing.translates:
        return label.get(writing.model, "")
    return in_language(label, writing.interface)[0] if is_fixed else ""


def _asked_words(question: Question, locale: str) -> str:
    words = in_language(question.label, locale)[0] or question.code
    return words if len(words) <= 90 else f"{words[:88]}…"


def library_words(name: str, locale: str) -> str:
    """What a question of the library asks."""
    return in_language(LIBRARY[name]["label"], locale)[0]
