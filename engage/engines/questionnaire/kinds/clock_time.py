"""A time of day, typed on one line. The value is the time as ``14:30``."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from babel import Locale

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds.kind import Cell, Kind, Shown, Tally, Unreadable
from engage.engines.questionnaire.model import Question, Value

# What stands around the numbers of a time and says nothing of it: 14h30, 14 Uhr, 14点30分.
_SILENT = frozenset({"", "h", "hr", "hrs", "uhr", "点分", "点", "时分", "时"})
_HALVES = ("am", "pm")
_SHAPE = re.compile(
    r"(\d{1,2})(?:[:.,\s]+(\d{2})(?::\d{2}(?:\.\d+)?)?)?"  # with seconds where a program wrote it
    r"|(\d{1,2})(\d{2})"
)
_VALUE = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
# The languages whose words for the halves of the day are understood: those of the public pages.
_LANGUAGES = ("en", "es", "ar", "fr", "de", "pt", "pl", "uk", "tr", "ur", "hi", "zh_Hans")


class ClockTime(Kind):
    """A time of day, to the minute."""

    name = "time"
    sort = "text"
    is_counted = True

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        text = _tidy(" ".join(raw))
        if not text:
            return None
        words = "".join(char for char in text if char.isalpha())
        half = _words_of_halves().get(words, "")
        digits = "".join(char if not char.isalpha() else " " for char in text).strip(" .")
        found = _SHAPE.fullmatch(digits)
        if found is None or not (half or words in _SILENT):
            raise Unreadable(_wanted())
        hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
        if half and hour <= len(_CLOCK):
            hour = _CLOCK[hour - 1] + 12 * (half == "pm") if hour else 24
        elif half == "am":
            raise Unreadable(_wanted())
        value = f"{hour:02}:{minute:02}"
        if not _VALUE.fullmatch(value):
            raise Unreadable(_wanted())
        return value

    def write(self, question: Question, value: Value) -> list[str]:
        return [str(value)]

    def check(self, question: Question, value: object) -> Message | None:
        is_time = isinstance(value, str) and _VALUE.fullmatch(value)
        return None if is_time else _wanted()

    def missing(self, question: Question) -> Message:
        return _wanted()

    def show(
        self, question: Question, value: Value, locale: str, languages: Sequence[str]
    ) -> Shown:
        return ((str(value), ""),)

    def tally(self, question: Question, values: Iterable[Value]) -> Tally:
        hours = sorted(str(each)[:2] for each in values if self.check(question, each) is None)
        cells = (
            Cell(hour, dict.fromkeys(question.label, f"{hour}:00–{hour}:59"), count)
            for hour, count in Counter(hours).items()
        )
        return Tally(tuple(cells), len(hours))


# The hours of half a day as they are called, from 1 on: twelve is the first.
_CLOCK = (*range(1, 12), 0)


def _tidy(text: str) -> str:
    """Small letters without marks or spaces at the ends, digits of any script as ASCII."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (char for char in plain if unicodedata.category(char) not in ("Mn", "Cf"))
    return "".join(str(unicodedata.decimal(char, char)) for char in kept).strip()


@cache
def _words_of_halves() -> Mapping[str, str]:
    """``am`` or ``pm`` by the words that the Unicode locale data has for it."""
    found = {}
    for code in _LANGUAGES:
        for widths in Locale.parse(code).day_periods.values():
            for names in widths.values():
                for half in _HALVES:
                    name = _tidy(names.get(half, ""))
                    found["".join(filter(str.isalpha, name))] = half
    found.pop("", None)
    return found


def _wanted() -> Message:
    return message("answer", "Enter a time of day, like 8:15 or 14:30")
