"""Functions of numbers; what has no value, or none that is a number, gives none."""

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

MOST_PLACES = 12


def _rounded(number: float, places: float = 0) -> float | None:
    """Half away from zero, as people round, and not half to even."""
    if not 0 <= places <= MOST_PLACES:
        return None
    return float(Decimal(str(number)).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP))


def calculated(name: str, numbers: list[int | float | None]) -> Any:
    """The value of a function of numbers, not yet in the form in which it is kept.

    ``min`` and ``max`` pass over what has no value; for others it means that there is none.
    """
    there = [number for number in numbers if number is not None]
    if name in ("min", "max"):
        return _LIMITS[name](there) if there else None
    if len(there) < len(numbers):
        return None
    try:
        return _FUNCTIONS[name](*there)
    except (ValueError, ArithmeticError):
        return None


_LIMITS: Mapping[str, Callable[[list[int | float]], Any]] = {"min": min, "max": max}
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "round": _rounded,
    "int": math.trunc,
    "abs": abs,
    "pow": math.pow,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "atan": math.atan,
}
OF_NUMBERS = frozenset({*_LIMITS, *_FUNCTIONS})
