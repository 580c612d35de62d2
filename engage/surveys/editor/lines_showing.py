"""Lines of conditions as the editor shows them, with all that each may say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import format_decimal

from engage.engines.questionnaire import DONT_KNOW, Question
from engage.kernel.languages import in_language
from engage.surveys.editor.choices_showing import Choice, operator_name
from engage.surveys.editor.conditions import Line, choices_of, operators_of
from engage.surveys.editor.filters import MOST, names_of
from engage.surveys.editor.parts import Row
from engage.surveys.expression_showing import ExpressionWords


@dataclass(frozen=True)
class ShownLine:
    """A line of the condition with what it may say; ``takes`` is how its value is typed."""

    number: int
    line: Line
    operators: tuple[Choice, ...]
    choices: tuple[Choice, ...]
    takes: str
    is_known: bool


@dataclass(frozen=True)
class ShownFilter:
    """When an answer is offered; ``names`` are its fields, ``in_words`` what an expression says."""

    names: tuple[str, ...]
    called: str
    shown: ShownLine
    text: str
    in_words: str


def shown_filters(
    rows: Sequence[Row], asked: Mapping[str, Question], words: ExpressionWords, locale: str
) -> tuple[ShownFilter, ...]:
    """A line for each answer; none where nothing is asked before, or there are too many."""
    named = [(number, row) for number, row in enumerate(rows, start=1) if row.code]
    if not asked or len(named) > MOST:
        return ()
    return tuple(
        ShownFilter(
            names_of(row.code),
            row.label,
            shown_line(number, row.filter.line if row.filter else Line(""), asked, locale),
            text := row.filter.text if row.filter else "",
            words.of_text(text),
        )
        for number, row in named
    )


def shown_line(number: int, line: Line, asked: Mapping[str, Question], locale: str) -> ShownLine:
    """A line with the comparisons and the answers that its question has."""
    question = asked.get(line.question)
    if question is None:
        return ShownLine(number, line, (), (), "", is_known=not line.question)
    codes = choices_of(question)
    operators = tuple(Choice(name, operator_name(name)) for name in operators_of(question))
    takes = {"number": "text", "amount": "text", "date": "date"}.get(question.kind, "")
    choices = tuple(Choice(code, _choice_words(question, code, locale)) for code in codes)
    return ShownLine(number, line, operators, choices, takes, is_known=True)


def _choice_words(question: Question, code: str, locale: str) -> str:
    if code in question.option_by_code:
        return in_language(question.option_by_code[code].label, locale)[0] or code
    if code == DONT_KNOW:
        return in_language(question.dont_know_label, locale)[0]
    return str(format_decimal(int(code)))
