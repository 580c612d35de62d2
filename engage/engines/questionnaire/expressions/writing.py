"""From a tree to the text of the expression, with no more brackets than it needs."""

from decimal import Decimal

from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Compared,
    Computed,
    Expression,
    Joined,
    Number,
    Reference,
    Text,
)

_OR, _AND, _COMPARISON, _SUM, _PRODUCT, _SINGLE = range(6)


def write_expression(found: Expression) -> str:
    """The text of an expression; ``read_expression`` gives the same tree back."""
    return _written(found, _OR)


def plain(value: int | float) -> str:
    """A number as XPath writes it: never with an exponent."""
    return format(Decimal(repr(value)), "f")


def _written(found: Expression, around: int) -> str:
    strength = _strength(found)
    text = _bare(found, strength)
    return f"({text})" if strength < around else text


def _strength(found: Expression) -> int:
    if isinstance(found, Joined):
        return _OR if found.operator == "or" else _AND
    if isinstance(found, Compared):
        return _COMPARISON
    if isinstance(found, Computed):
        return _SUM if found.operator in "+-" else _PRODUCT
    return _SINGLE


def _bare(found: Expression, strength: int) -> str:
    if isinstance(found, Joined):
        return f" {found.operator} ".join(_written(each, strength + 1) for each in found.parts)
    if isinstance(found, Compared | Computed):
        # 1 - (2 - 3) needs its brackets, (1 - 2) - 3 does not.
        weakest = (_SUM, _SUM) if isinstance(found, Compared) else (strength, strength + 1)
        left, right = _written(found.left, weakest[0]), _written(found.right, weakest[1])
        return f"{left} {found.operator} {right}"
    if isinstance(found, Call):
        return f"{found.name}({', '.join(_written(each, _OR) for each in found.arguments)})"
    return _leaf(found)


def _leaf(found: Expression) -> str:
    if isinstance(found, Number):
        return plain(found.value)
    if isinstance(found, Text):
        return f'"{found.value}"' if "'" in found.value else f"'{found.value}'"
    return f"${{{found.name}}}" if isinstance(found, Reference) else "."
