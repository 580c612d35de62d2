"""The functions of expressions: what they take, what they give, and how they are written."""

from collections.abc import Mapping
from typing import Literal

# ``opaque``: of such an answer can only be asked whether it was given.
Sort = Literal["number", "text", "day", "choice", "choices", "truth", "opaque"]

TRUTH: frozenset[Sort] = frozenset({"truth"})
VALUES: frozenset[Sort] = frozenset({"number", "text", "day", "choice"})
SELECTABLE: frozenset[Sort] = frozenset({"choice", "choices"})
_LISTED: frozenset[Sort] = frozenset({"choices"})
A_NUMBER: frozenset[Sort] = frozenset({"number"})
A_TEXT: frozenset[Sort] = frozenset({"text", "choice"})


# How many values a function takes, of which sorts (over and over), and the sort of its own.
SIGNATURES: Mapping[str, tuple[int, int, tuple[frozenset[Sort], ...], Sort]] = {
    "not": (1, 1, (TRUTH,), "truth"),
    "selected": (2, 2, (SELECTABLE, A_TEXT), "truth"),
    "selected-at": (2, 2, (_LISTED, A_NUMBER), "text"),
    "count-selected": (1, 1, (SELECTABLE,), "number"),
    "if": (3, 3, (TRUTH, VALUES, VALUES), "text"),
    "coalesce": (2, 9, (VALUES,), "text"),
    "regex": (2, 2, (A_TEXT, A_TEXT), "truth"),
    "string-length": (1, 1, (A_TEXT,), "number"),
    "today": (0, 0, (), "day"),
    "number": (1, 1, (VALUES,), "number"),
    "date": (1, 1, (VALUES,), "day"),
    "sum": (1, 1, (A_NUMBER,), "number"),
    "round": (1, 2, (A_NUMBER,), "number"),
    "int": (1, 1, (A_NUMBER,), "number"),
    "abs": (1, 1, (A_NUMBER,), "number"),
    "min": (2, 9, (A_NUMBER,), "number"),
    "max": (2, 9, (A_NUMBER,), "number"),
    "pow": (2, 2, (A_NUMBER,), "number"),
    "sqrt": (1, 1, (A_NUMBER,), "number"),
    "sin": (1, 1, (A_NUMBER,), "number"),
    "cos": (1, 1, (A_NUMBER,), "number"),
    "tan": (1, 1, (A_NUMBER,), "number"),
    "atan": (1, 1, (A_NUMBER,), "number"),
}

EXAMPLES: Mapping[str, str] = {
    "not": "not(${q_1} = 'o_1')",
    "selected": "selected(${q_1}, 'o_1')",
    "selected-at": "selected-at(${q_1}, 0)",
    "count-selected": "count-selected(${q_1})",
    "if": "if(${q_1} > 2, 'many', 'few')",
    "coalesce": "coalesce(${q_1}, ${q_2})",
    "regex": "regex(., '[0-9]{5}')",
    "string-length": "string-length(.)",
    "today": "today()",
    "number": "number(${q_1})",
    "date": "date('2026-11-20')",
    "sum": "sum(${q_age})",
    "round": "round(${q_1}, 2)",
    "int": "int(${q_1})",
    "abs": "abs(${q_1})",
    "min": "min(${q_1}, ${q_2})",
    "max": "max(${q_1}, ${q_2})",
    "pow": "pow(${q_1}, 2)",
    "sqrt": "sqrt(${q_1})",
    "sin": "sin(${q_1})",
    "cos": "cos(${q_1})",
    "tan": "tan(${q_1})",
    "atan": "atan(${q_1})",
}
