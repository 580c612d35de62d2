"""What may be answered: the limits of the survey language as XPath constraints, and back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.engines.questionnaire.expressions.checking import TRUTH
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Compared,
    Expression,
    Here,
    Joined,
    Number,
    Text,
)
from engage.engines.questionnaire.expressions.parsing import read_expression
from engage.engines.questionnaire.expressions.trees import (
    Asked,
    Names,
    as_day,
    as_number,
    renamed,
    turned,
)
from engage.engines.questionnaire.expressions.writing import plain, write_expression
from engage.engines.questionnaire.xlsform.expressing import take_tree

# The limits that a kind has, each with the subject that a constraint compares.
LIMITS: Mapping[str, tuple[str, str, str]] = {
    "short_text": ("string-length(.)", "min_length", "max_length"),
    "long_text": ("string-length(.)", "min_length", "max_length"),
    "multiple_choice": ("count-selected(.)", "min_choices", "max_choices"),
    "ranking": ("count-selected(.)", "min_choices", "max_choices"),
    "number": (".", "minimum", "maximum"),
    "amount": (".", "minimum", "maximum"),
    "date": (".", "earliest", "latest"),
}


@dataclass
class Limits:
    """What a constraint says: limits by names, options that stand alone, the rest of it."""

    limits: dict[str, Any] = field(default_factory=dict)
    exclusive: list[str] = field(default_factory=list)
    rest: list[Expression] = field(default_factory=list)

    @property
    def is_partial(self) -> bool:
        """Whether the constraint says more than limits do."""
        return bool(self.rest)


def write_constraint(question: Mapping[str, Any]) -> str:
    """The constraint of a question document; empty where anything may be answered."""
    return " and ".join(_parts(question))


def _parts(question: Mapping[str, Any]) -> Iterator[str]:
    options = question.get("options", ())
    exclusive = [each["code"] for each in options if each.get("exclusive")]
    for code in exclusive:
        yield f"not(selected(., '{code}') and count-selected(.) > 1)"
    if question["kind"] not in LIMITS:
        return
    subject, low, high = LIMITS[question["kind"]]
    if low in question:
        least = f"{subject} >= {_limit(question[low])}"
        if exclusive and low == "min_choices":
            alone = " or ".join(f"selected(., '{code}')" for code in exclusive)
            least = f"({alone} or {least})"
        yield least
    if high in question:
        yield f"{subject} <= {_limit(question[high])}"


def _limit(value: Any) -> str:
    return f"date('{value}')" if isinstance(value, str) else plain(value)


def read_limits(
    found: Expression, kind: str, *, is_whole: bool, choices: Mapping[str, str]
) -> Limits:
    """The limits in a constraint."""
    limits = Limits()
    for part in _conjunction(found):
        if not _read_part(part, kind, limits, is_whole=is_whole, choices=choices):
            limits.rest.append(part)
    return limits


def join_constraint(limits: str, own: str, names: Names) -> str:
    """Limits and the constraint of a question document in one cell."""
    found = renamed(read_expression(own), names)
    text = write_expression(found)
    if not limits:
        return text
    return f"{limits} and ({text})" if isinstance(found, Joined) else f"{limits} and {text}"


def part_constraint(text: str, own: str, names: Names) -> str | None:
    """The limits in a cell where ``own`` is the rest of it; ``None`` where it is not."""
    whole = join_constraint("", own, names)
    if text == whole:
        return ""
    end = join_constraint("x", own, names)[1:]
    return text.removesuffix(end) if text.endswith(end) else None


def take_rest(limits: Limits, asked: Mapping[str, Asked], here: Asked) -> str | None:
    """What a constraint says beside the limits, as one of the document; raises ``CannotSay``."""
    if not limits.rest:
        return None
    parts = tuple(limits.rest)
    return take_tree(parts[0] if len(parts) == 1 else Joined("and", parts), asked, TRUTH, here)


def _conjunction(found: Expression) -> Iterator[Expression]:
    if isinstance(found, Joined) and found.operator == "and":
        for part in found.parts:
            yield from _conjunction(part)
    else:
        yield found


def _read_part(
    part: Expression, kind: str, limits: Limits, *, is_whole: bool, choices: Mapping[str, str]
) -> bool:
    if kind == "multiple_choice":
        code = _stands_alone(part)
        if code in choices:
            limits.exclusive.append(choices[code])
            return True
        part = _without_exclusive(part, limits, choices)
    if not isinstance(part, Compared) or kind not in LIMITS:
        return False
    subject, low, high = LIMITS[kind]
    part = turned(part, lambda side: _subject(side) == subject)
    if _subject(part.left) != subject:
        return False
    value = as_day(part.right) if kind == "date" else as_number(part.right)
    if value is None:
        return False
    return _set(limits.limits, (low, high), part.operator, value, is_whole or subject != ".")


def _set(
    limits: dict[str, Any],
    names: tuple[str, str],
    operator: str,
    value: int | float | str,
    is_whole: bool,
) -> bool:
    low, high = names
    if operator in (">", "<"):
        if not (is_whole and isinstance(value, int)):
            return False
        value = value + 1 if operator == ">" else value - 1
    if not isinstance(value, str) and low != "minimum" and value < 1:
        return operator in (">", ">=")  # at least nothing at all: no limit
    wanted = {">=": (low,), ">": (low,), "<=": (high,), "<": (high,), "=": (low, high)}
    for name in wanted.get(operator, ()):
        known = limits.get(name, value)
        limits[name] = max(known, value) if name == low else min(known, value)
    return operator in wanted


def _subject(side: Expression) -> str:
    if isinstance(side, Here):
        return "."
    if isinstance(side, Call) and side.arguments == (Here(),):
        return f"{side.name}(.)"
    return ""


def _selected(part: Expression) -> str:
    if isinstance(part, Call) and part.name == "selected" and len(part.arguments) == 2:
        here, name = part.arguments
        if isinstance(here, Here) and isinstance(name, Text):
            return name.value
    return ""


def _stands_alone(part: Expression) -> str:
    """The option of ``not(selected(., 'none') and count-selected(.) > 1)``."""
    if not (isinstance(part, Call) and part.name == "not" and len(part.arguments) == 1):
        return ""
    inner = part.arguments[0]
    if not (isinstance(inner, Joined) and inner.operator == "and" and len(inner.parts) == 2):
        return ""
    several = (
        Compared(">", Call("count-selected", (Here(),)), Number(1)),
        Compared(">=", Call("count-selected", (Here(),)), Number(2)),
    )
    for one, other in (inner.parts, inner.parts[::-1]):
        if _selected(one) and other in several:
            return _selected(one)
    return ""


def _without_exclusive(part: Expression, limits: Limits, choices: Mapping[str, str]) -> Expression:
    """The last part of ``selected(., 'none') or count-selected(.) >= 2``."""
    if isinstance(part, Joined) and part.operator == "or":
        codes = [choices.get(_selected(each), "") for each in part.parts[:-1]]
        if sorted(codes) == sorted(limits.exclusive):
            return part.parts[-1]
    return part
