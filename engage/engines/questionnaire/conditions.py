"""When a question or page is asked: a small typed tree or an expression, never evaluated as code.

A comparison with a question that has no answer does not hold, except ``is_not`` (which is exactly
"not ``is``") and ``answered: false``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engage.engines.questionnaire.expressions.evaluating import holds_true
from engage.engines.questionnaire.expressions.nodes import Expression, references_in
from engage.engines.questionnaire.expressions.parsing import read_expression

OPERATORS = ("is", "is_not", "includes", "first", "at_least", "at_most", "answered")


@dataclass(frozen=True)
class Comparison:
    """The answer to one question, compared with a value by one of ``OPERATORS``."""

    question: str
    operator: str
    value: str | int | float | bool


@dataclass(frozen=True)
class AllOf:
    """Holds where every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """Holds where at least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """Holds where its part does not."""

    part: "Condition"


@dataclass(frozen=True)
class Expressed:
    """Holds where an expression does."""

    expression: Expression


Condition = Comparison | AllOf | AnyOf | Not | Expressed


def build_condition(document: Mapping[str, Any] | str) -> Condition:
    """The condition that a document of sound structure writes down, as a tree or in an expression.

    Raises ``UnreadableExpression`` where the expression cannot be read.
    """
    if isinstance(document, str):
        return Expressed(read_expression(document))
    if "all" in document:
        return AllOf(tuple(build_condition(part) for part in document["all"]))
    if "any" in document:
        return AnyOf(tuple(build_condition(part) for part in document["any"]))
    if "not" in document:
        return Not(build_condition(document["not"]))
    operator = next(name for name in OPERATORS if name in document)
    return Comparison(document["question"], operator, document[operator])


def holds(condition: Condition, answers: Mapping[str, Any]) -> bool:
    """Whether the condition holds under these answers."""
    if isinstance(condition, Comparison):
        return _compare(condition, answers.get(condition.question))
    if isinstance(condition, AllOf):
        return all(holds(part, answers) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(holds(part, answers) for part in condition.parts)
    if isinstance(condition, Expressed):
        return holds_true(condition.expression, answers)
    return not holds(condition.part, answers)


def named_in(condition: Condition | None) -> frozenset[str]:
    """The codes of everything whose answer decides whether the condition holds."""
    if condition is None:
        return frozenset()
    if isinstance(condition, Comparison):
        return frozenset((condition.question,))
    if isinstance(condition, Expressed):
        return frozenset(each.name for each in references_in(condition.expression))
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return frozenset().union(*map(named_in, parts))


def comparisons_in(
    document: Mapping[str, Any] | str, place: str
) -> Iterator[tuple[str, Comparison]]:
    """Every comparison of a condition document with the JSON pointer to it."""
    if isinstance(document, str):
        return
    for word in ("all", "any"):
        for index, part in enumerate(document.get(word, ())):
            yield from comparisons_in(part, f"{place}/{word}/{index}")
    if "not" in document:
        yield from comparisons_in(document["not"], f"{place}/not")
    if "question" in document:
        comparison = build_condition(document)
        assert isinstance(comparison, Comparison)
        yield place, comparison


def expressions_in(document: Mapping[str, Any] | str, place: str) -> Iterator[tuple[str, str]]:
    """Every expression of a condition document with the JSON pointer to it."""
    if isinstance(document, str):
        yield place, document
        return
    for word in ("all", "any"):
        for index, part in enumerate(document.get(word, ())):
            yield from expressions_in(part, f"{place}/{word}/{index}")
    if "not" in document:
        yield from expressions_in(document["not"], f"{place}/not")


def _compare(comparison: Comparison, given: Any) -> bool:
    wanted = comparison.value
    if comparison.operator == "answered":
        return (given is not None) is wanted
    return _COMPARISONS[comparison.operator](given, wanted)


def _is_in_order(low: Any, high: Any) -> bool:
    """Whether both are numbers, or both dates with the year first, and ``low`` is no higher."""
    if isinstance(low, str) and isinstance(high, str):
        return low <= high
    if isinstance(low, int | float) and isinstance(high, int | float):
        return low <= high
    return False


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda given, wanted: bool(given == wanted),
    "is_not": lambda given, wanted: bool(given != wanted),
    "includes": lambda given, wanted: isinstance(given, list) and wanted in given,
    "first": lambda given, wanted: isinstance(given, list) and given[:1] == [wanted],
    "at_least": lambda given, wanted: _is_in_order(wanted, given),
    "at_most": _is_in_order,
}
