"""When each answer of a question is offered, in the form of the editor: one line for each.

What a line cannot say is kept, and changed as an expression.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engage.engines.questionnaire import Question, Scope
from engage.kernel.errors import Message
from engage.surveys.editor.conditions import Line, condition_of, lines_of
from engage.surveys.editor.expressions import condition_text
from engage.surveys.editor.parts import Filter, Row

Values = Mapping[str, str]
MOST = 40  # answers that are filtered by hand; longer lists come in from a form


def names_of(code: str) -> tuple[str, ...]:
    """The fields of an option: whose answer, how it is compared, with what; an expression."""
    return tuple(f"offer_{name}_{code}" for name in ("question", "operator", "value", "text"))


def filter_values(option: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the form posts of when an option is offered."""
    *fields, text = names_of(option["code"])
    condition = option.get("show_if")
    found = lines_of(condition)
    if condition and (found is None or len(found[1]) != 1):
        yield text, condition_text(condition)
        return
    for line in found[1] if found else ():
        yield from zip(fields, (line.question, line.operator, line.value), strict=True)


def filter_in(values: Values, code: str) -> Filter | None:
    """When an option is offered as a form says it; ``None`` where it does not say."""
    question, operator, value, text = names_of(code)
    if not code or (text not in values and question not in values):
        return None
    line = Line(*(values.get(name, "") for name in (question, operator, value)))
    return Filter(line, " ".join(values.get(text, "").split()))


def with_filters(
    rows: Sequence[Row], part: Mapping[str, Any], asked: Mapping[str, Question], scope: Scope
) -> tuple[list[Row], dict[str, Message]]:
    """The rows with the conditions that their lines say, and what is wrong at which field."""
    known = {option["code"]: option for option in part.get("options", ())}
    found, errors = [], {}
    for row in rows:
        given = row.filter
        if given is None:
            found.append(row)
            continue
        before = known.get(row.code, {}).get("show_if")
        condition, problem = _condition(given, before, asked, scope)
        if problem is not None:
            errors[names_of(row.code)[3 if given.text else 2]] = problem
        found.append(replace(row, filter=replace(given, condition=condition)))
    return found, errors


def _condition(
    given: Filter, before: Any, asked: Mapping[str, Question], scope: Scope
) -> tuple[Any, Message | None]:
    if given.text:
        if before and given.text == condition_text(before):
            return before, None
        problem = scope.condition_problem(given.text)
        return (before if problem else scope.as_tree(given.text)), problem
    condition, wrong = condition_of("all", [given.line], asked)
    return condition, next(iter(wrong.values()), None)
