"""Numbers as people write them: any script's digits, a decimal comma, spaces between thousands."""

import re
import unicodedata
from decimal import Decimal

_SHAPE = re.compile(r"[+-]?(\d{1,15})(?:\.(\d{1,20}))?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:[.,]\d{3})+")
_SPACES_AND_MARKS = re.compile("[\\s'’\u066c\u200e\u200f\u061c]")
_SIGNS = str.maketrans({"\u066b": ".", "\u2212": "-", "\u060c": ","})


class AmbiguousNumber(ValueError):
    """``1,000`` is a thousand to some and one to others."""


def read_number(text: str) -> int | float:
    """The number a text writes; whole ones as ``int``.

    A point is always a decimal point. A comma is a decimal comma, unless it could set thousands
    apart: then ``AmbiguousNumber``. What is no number raises ``ValueError``.
    """
    plain = "".join(_digit(char) for char in _SPACES_AND_MARKS.sub("", text).translate(_SIGNS))
    if _THOUSANDS.fullmatch(plain) and ("," in plain or plain.count(".") > 1):
        raise AmbiguousNumber(text)
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not _SHAPE.fullmatch(plain):
        raise ValueError(text)
    return whole_if_whole(float(plain) if "." in plain else int(plain))


def whole_if_whole(number: int | float) -> int | float:
    """The number as ``int`` where it has no fraction, so that 3 and 3.0 are kept alike."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def plain_number(number: int | float) -> str:
    """The number in ASCII digits with a decimal point and no exponent."""
    return str(number) if isinstance(number, int) else format(Decimal(repr(number)), "f")


def looks_like_thousands(text: str) -> bool:
    """Whether a point in the text may have been meant to set thousands apart, as in ``1.000``."""
    plain = "".join(_digit(char) for char in _SPACES_AND_MARKS.sub("", text))
    return _THOUSANDS.fullmatch(plain) is not None


def _digit(char: str) -> str:
    return char if char.isascii() else str(unicodedata.decimal(char, char))
