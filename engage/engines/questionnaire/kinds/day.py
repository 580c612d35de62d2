"""A date, typed as three numbers. The value is the date as ``2026-11-20``."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds.kind import Cell, Entry, Kind, Shown, Tally, Unreadable
from engage.engines.questionnaire.model import Question, Value
from engage.engines.questionnaire.numerals import read_number
from engage.engines.questionnaire.problems import Problem

FIELDS = ("day", "month", "year")
FIRST_YEAR = 1000
MOST_CELLS = 12
_DAY = {
    "type": "string",
    "pattern": "^[1-9][0-9]{3}-[01][0-9]-[0-3][0-9]$",
    "description": "year-month-day, for example 2026-11-20",
}


class Day(Kind):
    """A date. Form fields are named ``CODE.day``, ``CODE.month`` and ``CODE.year``."""

    name = "date"
    sort = "day"
    is_counted = True
    operators = frozenset({"is", "is_not", "at_least", "at_most"})
    properties: ClassVar[Mapping[str, Any]] = {"earliest": _DAY, "latest": _DAY}

    def problems(self, document: Mapping[str, Any], place: str) -> Iterator[Problem]:
        given = [name for name in ("earliest", "latest") if name in document]
        wrong = [name for name in given if _parsed(document[name]) is None]
        for name in wrong:
            yield Problem(f"{place}/{name}", message("survey document", "There is no such day."))
        if not wrong and len(given) == 2 and document["latest"] < document["earliest"]:
            text = message("survey document", "Write a day that is not before “earliest”.")
            yield Problem(f"{place}/latest", text)

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        return {"extra": {name: document.get(name, "") for name in ("earliest", "latest")}}

    def accepts_comparison(self, question: Question, operator: str, value: Any) -> bool:
        return operator in self.operators and _parsed(value) is not None

    def gather(self, question: Question, form: Mapping[str, list[str]]) -> list[str] | None:
        names = [f"{question.code}.{field}" for field in FIELDS]
        if any(name in form for name in names):
            return [" ".join(form.get(name, ())) for name in names]
        return super().gather(question, form)

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        given = [text.strip() for text in raw]
        if not any(given):
            return None
        if len(given) == 1:
            return _written(given[0].split("-")[::-1])
        return _written(given)

    def write(self, question: Question, value: Value) -> list[str]:
        found = _parsed(value)
        return [str(found.day), str(found.month), str(found.year)] if found else [str(value)]

    def check(self, question: Question, value: object) -> Message | None:
        if _parsed(value) is None:
            return _wanted()
        earliest, latest = question.extra["earliest"], question.extra["latest"]
        if earliest and str(value) < earliest:
            return message("answer", "Enter a date that is %(day)s or later", day=_day(earliest))
        if latest and str(value) > latest:
            return message("answer", "Enter a date that is %(day)s or earlier", day=_day(latest))
        return None

    def missing(self, question: Question) -> Message:
        return _wanted()

    def show(
        self, question: Question, value: Value, locale: str, languages: Sequence[str]
    ) -> Shown:
        return ((str(value), ""),)

    def key(self, question: Question, text: str) -> Entry:
        parts = [part for part in re.split(r"[\s./,-]+", text) if part]
        if len(parts) == 3 and len(parts[0]) == 4:
            parts.reverse()
        value = _written(parts)
        return Entry(None, "out_of_range") if self.check(question, value) else Entry(value)

    def tally(self, question: Question, values: Iterable[Value]) -> Tally:
        days = sorted(str(value) for value in values if self.check(question, value) is None)
        if not days:
            return Tally((), 0)
        counts = Counter(map(_name_of_period(days[0], days[-1]), days))
        cells = (Cell(name, dict.fromkeys(question.label, name), counts[name]) for name in counts)
        return Tally(tuple(cells), len(days))


def _parsed(value: object) -> date | None:
    if not isinstance(value, str) or not re.fullmatch(_DAY["pattern"], value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _written(parts: Sequence[str]) -> str:
    """The value for day, month and year as typed; raises ``Unreadable`` and says what is amiss."""
    if len(parts) != len(FIELDS):
        raise Unreadable(_wanted())
    try:
        day, month, year = (_whole(part) for part in parts)
    except ValueError:
        raise Unreadable(_wanted()) from None
    if year < FIRST_YEAR:
        raise Unreadable(message("answer", "Write the year with four digits, like 1984"))
    try:
        return date(year, month, day).isoformat()
    except (ValueError, OverflowError):
        raise Unreadable(
            message("answer", "There is no such day. Look at the day and the month again")
        ) from None


def _whole(text: str) -> int:
    number = read_number(text)
    if not isinstance(number, int):
        raise ValueError(text)
    return number


def _wanted() -> Message:
    return message("answer", "Enter a day, a month and a year, like 27 3 2026")


def _day(value: str) -> str:
    """A date in digits as they are typed: 27 3 2026."""
    year, month, day = value.split("-")
    return f"{int(day)} {int(month)} {year}"


def _name_of_period(first: str, last: str) -> Any:
    """How the month, year or decade of a day is called, so that there are few of them."""
    months = int(last[:4]) * 12 + int(last[5:7]) - int(first[:4]) * 12 - int(first[5:7])
    if months < MOST_CELLS:
        return lambda day: day[:7]
    if months < MOST_CELLS * 12:
        return lambda day: day[:4]
    return lambda day: f"{day[:3]}0–{day[:3]}9"
