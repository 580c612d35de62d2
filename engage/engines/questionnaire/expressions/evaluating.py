"""What an expression comes to under some answers: one evaluator for every channel.

It follows XPath as forms use it, and is total: whatever the answers are, it gives a value or
``None``, which stands for no answer and for what cannot be computed. Days are text
(``2026-11-20``); where they are computed with, they are days since 1970, as in forms. Nothing that
people wrote is run: patterns are matched by RE2, in time that grows with the text alone.
"""

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import re2

from engage.engines.questionnaire.expressions.arithmetic import OF_NUMBERS, calculated
from engage.engines.questionnaire.expressions.calendar import today
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Compared,
    Computed,
    Expression,
    Here,
    Joined,
    Number,
    Reference,
    Text,
)

LARGEST = 1e15
LONGEST_PATTERN = 500
_DAY = re.compile("[1-9][0-9]{3}-[01][0-9]-[0-3][0-9]")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_EPOCH = date(1970, 1, 1).toordinal()
_QUIET = re2.Options()
_QUIET.log_errors = False
_QUIET.max_mem = 1 << 20


@dataclass(frozen=True)
class _Given:
    answers: Mapping[str, Any]
    here: Any


def evaluate(found: Expression, answers: Mapping[str, Any], here: Any = None) -> Any:
    """The value of an expression: ``bool``, number, text, list of codes, or ``None``.

    ``here`` is the answer that ``.`` stands for.
    """
    return _value(found, _Given(answers, here))


def holds_true(found: Expression, answers: Mapping[str, Any], here: Any = None) -> bool:
    """Whether an expression holds."""
    return evaluate(found, answers, here) is True


@lru_cache(maxsize=256)
def pattern_of(text: str) -> Any:
    """The pattern, ready to match; ``None`` for one that cannot be used."""
    if len(text) > LONGEST_PATTERN:
        return None
    try:
        return re2.compile(text, _QUIET)
    except re2.error:
        return None


def as_day(value: Any) -> date | None:
    """The day that a text names."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def as_number(value: Any) -> int | float | None:
    """The number that a value is, or is written in it; a day is its days since 1970."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _kept(value)
    day = as_day(value)
    if day is not None:
        return day.toordinal() - _EPOCH
    is_number = isinstance(value, str) and _NUMBER.fullmatch(value)
    return _kept(float(value)) if is_number else None


def _kept(number: int | float) -> int | float | None:
    """A number as it is kept: twelve digits, whole where it is; ``None`` for none or too large."""
    if not math.isfinite(number) or abs(number) >= LARGEST:
        return None
    if isinstance(number, int):
        return number
    tidy = float(f"{number:.12g}")
    return int(tidy) if tidy == int(tidy) else tidy


def _value(found: Expression, given: _Given) -> Any:
    return _VALUES[type(found)](found, given)


def _joined(found: Joined, given: _Given) -> bool:
    join = all if found.operator == "and" else any
    return join(_value(part, given) is True for part in found.parts)


def _compared(found: Compared, given: _Given) -> bool:
    return _compare(found.operator, _value(found.left, given), _value(found.right, given))


def _computed(found: Computed, given: _Given) -> int | float | None:
    return _compute(found.operator, _value(found.left, given), _value(found.right, given))


def _is_blank(value: Any) -> bool:
    return value is None or value in ("", [])


def _compare(sign: str, left: Any, right: Any) -> bool:
    if sign in ("=", "!="):
        return _is_same(left, right) is (sign == "=")
    if _is_blank(left) or _is_blank(right):
        return False
    low, high = as_number(left), as_number(right)
    return low is not None and high is not None and bool(_ORDERS[sign](low, high))


def _is_same(left: Any, right: Any) -> bool:
    if _is_blank(left) or _is_blank(right):
        return _is_blank(left) and _is_blank(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    low, high = as_number(left), as_number(right)
    return low == high if low is not None and high is not None else bool(left == right)


_ORDERS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": operator.truediv,
    "mod": math.fmod,
}


def _compute(sign: str, left: Any, right: Any) -> int | float | None:
    low, high = as_number(left), as_number(right)
    if low is None or high is None or (sign in ("div", "mod") and high == 0):
        return None
    return _kept(_ARITHMETIC[sign](low, high))


def _call(found: Call, given: _Given) -> Any:
    if found.name == "if":
        chosen = 1 if _value(found.arguments[0], given) is True else 2
        return _value(found.arguments[chosen], given)
    values = [_value(each, given) for each in found.arguments]
    if found.name in OF_NUMBERS:
        number = calculated(found.name, [as_number(each) for each in values])
        return None if number is None else _kept(number)
    return _FUNCTIONS[found.name](*values)


def _codes(value: Any) -> list[Any]:
    if _is_blank(value):
        return []
    return value if isinstance(value, list) else [value]


def _selected_at(value: Any, place: Any) -> Any:
    codes = _codes(value)
    return codes[place] if isinstance(place, int) and 0 <= place < len(codes) else None


def _matches(value: Any, text: Any) -> bool:
    pattern = pattern_of(text) if isinstance(text, str) else None
    words = _words(value)
    return pattern is not None and pattern.fullmatch(words) is not None


def _words(value: Any) -> str:
    if _is_blank(value):
        return ""
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value)


def _day(value: Any) -> str | None:
    if isinstance(value, str):
        return value if as_day(value) else None
    number = as_number(value)
    try:
        return None if number is None else date.fromordinal(int(number) + _EPOCH).isoformat()
    except (ValueError, OverflowError):
        return None


def _today() -> str | None:
    day = today()
    return None if day is None else day.isoformat()


def _coalesce(*values: Any) -> Any:
    return next((value for value in values if not _is_blank(value)), None)


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "not": lambda value: value is not True,
    "selected": lambda value, code: code in _codes(value),
    "selected-at": _selected_at,
    "count-selected": lambda value: len(_codes(value)),
    "coalesce": _coalesce,
    "sum": lambda value: as_number(value) or 0,  # the walk adds up entry by entry
    "regex": _matches,
    "string-length": lambda value: len(_words(value)),
    "today": _today,
    "number": as_number,
    "date": _day,
}
_VALUES: Mapping[type, Callable[[Any, _Given], Any]] = {
    Number: lambda found, _given: found.value,
    Text: lambda found, _given: found.value,
    Reference: lambda found, given: given.answers.get(found.name),
    Here: lambda _found, given: given.here,
    Joined: _joined,
    Compared: _compared,
    Computed: _computed,
    Call: _call,
}
