"""What LimeSurvey's functions and its single ticks are in expressions here."""

from collections.abc import Callable, Mapping
from functools import reduce

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Compared,
    Computed,
    Expression,
    Number,
    Reference,
    Text,
)
from engage.engines.questionnaire.expressions.trees import Asked, CannotSay

_NONE = Text("")
Known = Mapping[str, Asked]
Arguments = tuple[Expression, ...]


def compared(operator: str, left: Expression, right: Expression, asked: Known) -> Expression:
    """A comparison; ``Q2_SQ001 == "Y"`` asks whether one of several answers was given."""
    if operator in ("=", "!=") and _tick(right, asked) is not None:
        left, right = right, left
    tick = _tick(left, asked)
    if tick is None or operator not in ("=", "!=") or right not in (Text("Y"), _NONE):
        return Compared(operator, left, right)
    is_wanted = (operator == "=") == (right == Text("Y"))
    return tick if is_wanted else Call("not", (tick,))


def holding(found: Expression, asked: Known) -> Expression:
    """Where something has to be true, a tick by itself says that it was given."""
    return _tick(found, asked) or found


def said_by_us(name: str, given: Arguments, asked: Known) -> Expression:
    """A function in our words; one that is none of ours is left for the check to tell."""
    ours = _FUNCTIONS.get(name)
    return ours(given, asked) if ours is not None and given else Call(name, given)


def _tick(found: Expression, asked: Known) -> Call | None:
    """Whether one of several answers was given, where ``CODE_ANSWER`` names one."""
    if not isinstance(found, Reference) or found.name in asked:
        return None
    name, _, answer = found.name.rpartition("_")
    if name not in asked or asked[name].kind != "multiple_choice":
        return None
    return Call("selected", (Reference(name), Text(answer)))


def _given(each: Expression, asked: Known) -> Expression:
    return _tick(each, asked) or Compared("!=", each, _NONE)


def _is_empty(given: Arguments, asked: Known) -> Expression:
    return compared("=", given[0], _NONE, asked)


def _counted(conditions: list[Expression]) -> Expression:
    ones: list[Expression] = [Call("if", (each, Number(1), Number(0))) for each in conditions]
    return reduce(lambda one, other: Computed("+", one, other), ones)


def _count(given: Arguments, asked: Known) -> Expression:
    """How many are answered; of all ticks of a question, how many it has."""
    ticks = [_tick(each, asked) for each in given]
    named = {each.arguments[0] for each in ticks if each is not None}
    if all(ticks) and len(named) == 1:
        (question,) = named
        assert isinstance(question, Reference)
        if len(set(given)) == len(asked[question.name].choices):
            return _all_of(question)
    whole = given[0] if len(given) == 1 else None
    if isinstance(whole, Reference) and _is_several(whole, asked):
        return _all_of(whole)
    return _counted([_given(each, asked) for each in given])


def _all_of(question: Reference) -> Expression:
    """How many of its answers were given."""
    return Call("count-selected", (question,))


def _is_several(found: Reference, asked: Known) -> bool:
    return found.name in asked and asked[found.name].kind == "multiple_choice"


def _count_if(given: Arguments, asked: Known) -> Expression:
    return _counted([compared("=", each, given[0], asked) for each in given[1:]] or [*given])


def _sum(given: Arguments, asked: Known) -> Expression:  # noqa: ARG001 - one shape for all
    """What has no answer counts as nothing."""
    parts: list[Expression] = [
        each if isinstance(each, Number) else Call("coalesce", (each, Number(0))) for each in given
    ]
    return reduce(lambda one, other: Computed("+", one, other), parts)


def _matched(given: Arguments, asked: Known) -> Expression:  # noqa: ARG001 - one shape for all
    """``/^[0-9]+$/`` looks anywhere in an answer, where ours has to be the whole of it."""
    pattern = given[0].value if isinstance(given[0], Text) else ""
    body, slash, flags = pattern[1:].rpartition("/")
    if len(given) != 2 or not pattern.startswith("/") or not slash or flags not in ("", "i", "u"):
        raise CannotSay(message("survey file", "Its pattern cannot be read."))
    before = "" if body.startswith("^") else ".*"
    after = "" if body.endswith("$") and not body.endswith("\\$") else ".*"
    whole = f"{before}({body.removeprefix('^')[: None if after else -1]}){after}"
    return Call("regex", (given[1], Text(f"(?i){whole}" if flags == "i" else whole)))


def _renamed(name: str) -> Callable[[Arguments, Known], Expression]:
    return lambda given, _asked: Call(name, given)


_FUNCTIONS: Mapping[str, Callable[[Arguments, Known], Expression]] = {
    "is_empty": _is_empty,
    "count": _count,
    "countif": _count_if,
    "sum": _sum,
    "regexmatch": _matched,
    "strlen": _renamed("string-length"),
    "intval": lambda given, _asked: given[0],
    "floatval": lambda given, _asked: given[0],
}
