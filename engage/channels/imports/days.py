"""Days and moments as spreadsheets write them, made plain."""

import re
import unicodedata
from datetime import UTC, date, datetime

ORDERS = ("ymd", "dmy", "mdy")
_DAY = re.compile(r"(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})\b(.*)", re.DOTALL)
_MARKS = re.compile("[\u200e\u200f\u061c]")


def in_iso(words: str, order: str) -> str:
    """A day or moment in ISO 8601, of numbers in this order; raises ``ValueError``.

    What begins with a year is read as year, month, day whatever the order.
    """
    plain = "".join(_digit(char) for char in _MARKS.sub("", words)).strip()
    found = _DAY.fullmatch(plain)
    if found is None:
        return datetime.fromisoformat(plain).isoformat()
    *numbers, rest = found.groups()
    if len(numbers[0]) > 2:
        order = "ymd"
    of = dict(zip(order, map(int, numbers), strict=True))
    year = of["y"] + 2000 if of["y"] < 100 else of["y"]
    day = date(year, of["m"], of["d"]).isoformat()
    rest = rest.strip().lstrip("Tt,").strip()
    if not rest:
        return day
    at = f"0{rest}" if re.match(r"\d:", rest) else rest
    return datetime.fromisoformat(f"{day}T{at}").isoformat()


def as_day(words: str) -> date | None:
    """A date in ISO form, or None."""
    return date.fromisoformat(words[:10]) if words else None


def as_moment(words: str) -> datetime | None:
    """A moment in ISO form, in UTC where it names no zone, or None."""
    if not words:
        return None
    found = datetime.fromisoformat(words)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _digit(char: str) -> str:
    return str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char
