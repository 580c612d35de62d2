"""Expressions in the editor's forms: checked as they are written, and put together by choosing."""

from collections.abc import Mapping
from typing import Any

from engage.engines.questionnaire import (
    Names,
    Question,
    Scope,
    write_condition,
)
from engage.kernel.errors import Message, message

EXPRESSIONS = ("constraint", "expression")
RULES = {"at_most": "<=", "at_least": ">=", "less": "<", "more": ">", "is": "=", "is_not": "!="}
# Where an earlier answer can be put: the name of a field, and whether it is an expression.
_FIELDS = (
    *("w_label", "w_hint", "w_text", "w_title", "w_constraint_message"),
    *("w_interviewer_note", "w_interviewer_script"),
)
_EXPRESSED = ("x_constraint", "x_expression", "x_show_if")


def expression_values(part: Mapping[str, Any]) -> dict[str, str]:
    """What the form says of the expressions of a part."""
    return {f"x_{name}": part.get(name, "") for name in EXPRESSIONS}


def read_expressions(
    values: Mapping[str, str], known: frozenset[str], scope: Scope
) -> tuple[dict[str, str | None], dict[str, Message]]:
    """The expressions that a form says, and what is wrong at which field."""
    found: dict[str, str | None] = {}
    problems = {}
    for name in sorted(known & {*EXPRESSIONS}):
        text = " ".join(values.get(f"x_{name}", "").split())
        found[name] = text or ("" if name == "expression" else None)
        problem = _problem(name, text, scope) if text else None
        if problem is not None:
            problems[f"x_{name}"] = problem
    return found, problems


def read_condition_text(
    values: Mapping[str, str], scope: Scope
) -> tuple[dict[str, Any] | str | None, Message | None]:
    """The condition that is written as an expression; as a tree where one says the same."""
    text = " ".join(values.get("x_show_if", "").split())
    if not text:
        return None, None
    problem = scope.condition_problem(text)
    return (None, problem) if problem else (scope.as_tree(text), None)


def condition_text(condition: Mapping[str, Any] | str) -> str:
    """A condition as an expression."""
    return write_condition(condition if isinstance(condition, str) else dict(condition), Names())


def insert_answer(values: Mapping[str, str], scope: Scope) -> tuple[dict[str, str], Message | None]:
    """The form after the button that puts an earlier answer into one of its fields."""
    changed = dict(values)
    code, field = values.get("insert_code", ""), values.get("insert_into", "")
    if code not in {question.code for question in scope.repeatable()}:
        return changed, message("survey editor", "Choose an earlier answer.")
    if field not in (*_FIELDS, *_EXPRESSED):
        return changed, message("survey editor", "Choose where it belongs.")
    before = values.get(field, "").rstrip()
    changed[field] = f"{before} ${{{code}}}".strip()
    return changed, None


def add_rule(values: Mapping[str, str], scope: Scope) -> tuple[dict[str, str], Message | None]:
    """The form after the button that adds a comparison with an earlier answer."""
    changed = dict(values)
    code, sign = values.get("rule_code", ""), RULES.get(values.get("rule_operator", ""))
    if code not in {question.code for question in comparable(scope)} or sign is None:
        return changed, message("survey editor", "Choose an earlier answer.")
    before = values.get("x_constraint", "").strip()
    rule = f". {sign} ${{{code}}}"
    changed["x_constraint"] = (
        f"({before}) and {rule}"
        if " or " in before
        else (f"{before} and {rule}" if before else rule)
    )
    return changed, None


def comparable(scope: Scope) -> tuple[Question, ...]:
    """Earlier answers that are numbers or days like this one."""
    return tuple(question for question in scope.repeatable() if scope.is_alike(question))


def _problem(name: str, text: str, scope: Scope) -> Message | None:
    return scope.condition_problem(text) if name == "constraint" else scope.value_problem(text)
