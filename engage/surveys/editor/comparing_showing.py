"""A part as it stands beside the same part as somebody else typed it, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import pgettext

from engage.kernel.languages import in_language, language
from engage.surveys.editor.choices_showing import operator_name
from engage.surveys.editor.conditions import NOT_ANSWERED
from engage.surveys.editor.forms import (
    Values,
    condition_lines,
    rows_in,
    values_of,
)
from engage.surveys.editor.parts import Row
from engage.surveys.editor.showing import Writing
from engage.surveys.editor.survey_form import values_of_survey
from engage.surveys.showing import kind_name
from engage.surveys.sketching import sketch_of


@dataclass(frozen=True)
class Compared:
    """A field by its name: what stands, what was typed, and whether they differ."""

    name: str
    theirs: str
    mine: str

    @property
    def differs(self) -> bool:
        """Whether somebody has to choose."""
        return self.theirs != self.mine


def compare_parts(
    part: Mapping[str, Any] | None, values: Values, writing: Writing, document: Mapping[str, Any]
) -> tuple[Compared, ...]:
    """A page or question that stands (``None``: taken out) and what was typed."""
    theirs = values_of(part, writing.language) if part is not None else {}
    words = _Words(document, writing.interface)
    return _beside(dict(words.of(theirs)), dict(words.of(values)))


def compare_surveys_typed(document: Mapping[str, Any], values: Values) -> tuple[Compared, ...]:
    """The settings of the survey that stand and those that were typed."""
    return _beside(dict(_settings(values_of_survey(document))), dict(_settings(values)))


def _beside(theirs: Mapping[str, str], mine: Mapping[str, str]) -> tuple[Compared, ...]:
    names = dict.fromkeys((*theirs, *mine))
    found = [Compared(name, theirs.get(name, ""), mine.get(name, "")) for name in names]
    return tuple(each for each in found if each.theirs or each.mine)


class _Words:
    def __init__(self, document: Mapping[str, Any], locale: str) -> None:
        self._asked = sketch_of(document).asked
        self._locale = locale

    def of(self, values: Values) -> Iterator[tuple[str, str]]:
        yes = pgettext("survey editor", "yes")
        if values.get("kind"):
            yield pgettext("survey editor", "Kind of question"), kind_name(values["kind"])
        for key, name in field_names().items():
            if key in values:
                yield name, yes if key.startswith("is_") else values[key]
        for key, name in (
            ("options", pgettext("survey editor", "Answers")),
            ("rows", pgettext("survey editor", "Rows")),
        ):
            labels = [self._row(row) for row in rows_in(values, key) if row.label.strip()]
            if labels:
                yield name, "\n".join(labels)
        lines = [self._line(*line) for line in _lines(values)]
        if lines:
            yield pgettext("survey editor", "Shown when"), "\n".join(lines)

    def _row(self, row: Row) -> str:
        if row.filter is None or not (row.filter.line.question or row.filter.text):
            return row.label
        line = row.filter.line
        said = row.filter.text or self._line(line.question, line.operator, line.value)
        return pgettext(
            "survey editor", "%(answer)s (offered when: %(when)s)", answer=row.label, when=said
        )

    def _line(self, code: str, operator: str, value: str) -> str:
        question = self._asked.get(code)
        label = in_language(question.label, self._locale)[0] if question else code
        if question and value in question.option_by_code:
            value = in_language(question.option_by_code[value].label, self._locale)[0]
        said = operator_name(operator) if operator else ""
        return f"{label} {said} {value if operator not in ('answered', NOT_ANSWERED) else ''}"


def _lines(values: Values) -> Iterator[tuple[str, str, str]]:
    for line in condition_lines(values):
        yield line.question, line.operator, line.value


def field_names() -> dict[str, str]:
    """What the fields of a part are called."""
    return {
        "w_title": pgettext("survey editor", "Title of the page"),
        "w_label": pgettext("survey editor", "Question"),
        "w_hint": pgettext("survey editor", "Help below the question"),
        "w_text": pgettext("survey editor", "Text"),
        "w_constraint_message": pgettext("survey editor", "What to say where it does not hold"),
        "w_required_message": pgettext("survey editor", "What to say where it is not answered"),
        "w_interviewer_note": pgettext("survey editor", "Note for interviewers"),
        "w_interviewer_script": pgettext("survey editor", "What interviewers read out"),
        "x_constraint": pgettext("survey editor", "What has to hold for an answer"),
        "x_expression": pgettext("survey editor", "How it is calculated"),
        "x_show_if": pgettext("survey editor", "Shown when, as an expression"),
        "is_required": pgettext("survey editor", "Must be answered"),
        "is_must_be_given": pgettext("survey editor", "Nobody can go on without agreeing"),
        "is_comments": pgettext("survey editor", "Answers are comments to find themes in"),
        "is_several": pgettext("survey editor", "Several answers in each row"),
        "is_integer": pgettext("survey editor", "Whole numbers only"),
        "is_dont_know": pgettext("survey editor", "Offer “I don’t know”"),
        "n_minimum": pgettext("survey editor", "Lowest"),
        "n_maximum": pgettext("survey editor", "Highest"),
        "n_min_length": pgettext("survey editor", "Fewest characters"),
        "n_max_length": pgettext("survey editor", "Most characters"),
        "n_min_choices": pgettext("survey editor", "Fewest answers to choose"),
        "n_max_choices": pgettext("survey editor", "Most answers to choose"),
        "n_earliest": pgettext("survey editor", "Earliest day"),
        "n_latest": pgettext("survey editor", "Latest day"),
        "n_currency": pgettext("survey editor", "Currency"),
        "n_accept": pgettext("survey editor", "What may be chosen"),
        "n_max_megabytes": pgettext("survey editor", "Most megabytes (empty: 10)"),
        "l_low": pgettext("survey editor", "Words at the low end"),
        "l_high": pgettext("survey editor", "Words at the high end"),
        "l_yes": pgettext("survey editor", "Own words for “Yes”"),
        "l_no": pgettext("survey editor", "Own words for “No”"),
        "l_dont_know": pgettext("survey editor", "Own words for “I don’t know”"),
    }


def _settings(values: Values) -> Iterator[tuple[str, str]]:
    for key, words in values.items():
        name, _, code = key.partition("_")
        if name in ("title", "intro") and words:
            called = (
                pgettext("survey editor", "Title")
                if name == "title"
                else pgettext("survey editor", "Before the first question")
            )
            yield f"{called} ({language(code).name})", words
    names = [language(code).name for code in values.get("languages", "").split()]
    yield pgettext("survey editor", "Languages"), ", ".join(names)
    yield pgettext("survey editor", "Pages of the survey"), layout_name(values.get("layout", ""))
    if "check_answers" in values:
        yield (
            pgettext("survey editor", "Answers are looked over before they are sent"),
            pgettext("survey editor", "yes"),
        )


def layout_name(layout: str) -> str:
    """How the pages of a survey are shown."""
    if layout == "single_page":
        return pgettext("survey editor", "All questions on one page")
    return pgettext("survey editor", "Page by page, one thing at a time")
