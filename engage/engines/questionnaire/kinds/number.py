"""A number, whole or not."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any, ClassVar, TypeGuard

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds.kind import Cell, Kind, Shown, Tally, Unreadable
from engage.engines.questionnaire.model import Question, Value
from engage.engines.questionnaire.numerals import (
    AmbiguousNumber,
    looks_like_thousands,
    plain_number,
    read_number,
    whole_if_whole,
)
from engage.engines.questionnaire.problems import Problem

BINS = 10
LARGEST = 1e15


class Number(Kind):
    """A number, whole or not."""

    name = "number"
    sort = "number"
    is_counted = True
    operators = frozenset({"is", "is_not", "at_least", "at_most"})
    properties: ClassVar[Mapping[str, Any]] = {
        "minimum": {"type": "number"},
        "maximum": {"type": "number"},
        "integer": {"type": "boolean"},
    }
    may_have_three_places: ClassVar[bool] = True

    def problems(self, document: Mapping[str, Any], place: str) -> Iterator[Problem]:
        low, high = document.get("minimum"), document.get("maximum")
        if low is not None and high is not None and low > high:
            yield Problem(
                f"{place}/maximum",
                message(
                    "survey document",
                    "Write %(low)s or more, so that it is not below the minimum.",
                    low=low,
                ),
            )

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "minimum": document.get("minimum"),
            "maximum": document.get("maximum"),
            "is_integer": document.get("integer", False),
        }

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        text = " ".join(raw).strip()
        if not text:
            return None
        try:
            is_whole = question.is_integer or not self.may_have_three_places
            if is_whole and looks_like_thousands(text):
                raise AmbiguousNumber(text)
            return read_number(text)
        except AmbiguousNumber:
            raise Unreadable(
                message(
                    "answer",
                    "Write the number without points or commas between thousands, like 1000",
                )
            ) from None
        except ValueError:
            raise Unreadable(self.wanted(question)) from None

    def write(self, question: Question, value: Value) -> list[str]:
        return [plain_number(value) if isinstance(value, int | float) else str(value)]

    def check(self, question: Question, value: object) -> Message | None:
        if not _is_number(value):
            return self.wanted(question)
        if question.is_integer and value != int(value):
            return self.wanted(question)
        if question.minimum is not None and value < question.minimum:
            least = plain_number(question.minimum)
            return message("answer", "Write a number that is %(minimum)s or more", minimum=least)
        if question.maximum is not None and value > question.maximum:
            most = plain_number(question.maximum)
            return message("answer", "Write a number that is %(maximum)s or less", maximum=most)
        return None

    def missing(self, question: Question) -> Message:
        return self.wanted(question)

    def wanted(self, question: Question) -> Message:
        """What to write."""
        if question.is_integer:
            return message("answer", "Write a whole number, like 12")
        return message("answer", "Write a number, like 12 or 7.5")

    def settle(self, question: Question, value: Value) -> Value:
        assert isinstance(value, int | float)
        return whole_if_whole(value)

    def show(
        self, question: Question, value: Value, locale: str, languages: Sequence[str]
    ) -> Shown:
        return ((self.write(question, value)[0], ""),)

    def tally(self, question: Question, values: Iterable[Value]) -> Tally:
        numbers = sorted(value for value in values if _is_number(value))
        if not numbers:
            return Tally((), 0)
        cells = _bins(numbers, question)
        return Tally(cells, len(numbers), numbers[0], float(median(numbers)), numbers[-1])


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST


def _bins(numbers: Sequence[Any], question: Question) -> tuple[Cell, ...]:
    """At most ``BINS + 1`` half-open bins of a round width that cover the numbers."""
    width = _round_width((numbers[-1] - numbers[0]) / BINS)
    if all(isinstance(number, int) for number in numbers):
        width = max(1, width)
    width = whole_if_whole(width)
    first, last = math.floor(numbers[0] / width), math.floor(numbers[-1] / width)
    counts = dict.fromkeys(range(first, last + 1), 0)
    for number in numbers:
        counts[math.floor(number / width)] += 1
    return tuple(_bin(at, width, count, question) for at, count in counts.items())


def _bin(at: int, width: int | float, count: int, question: Question) -> Cell:
    if width == 1 and question.is_integer:
        words = str(at)
    elif isinstance(width, int) and question.is_integer:
        words = f"{at * width}–{(at + 1) * width - 1}"
    else:
        words = f"[{_trim(at * width)}; {_trim((at + 1) * width)})"
    return Cell(_trim(at * width), dict.fromkeys(question.label, words), count)


def _trim(number: int | float) -> str:
    return plain_number(whole_if_whole(float(f"{number:.12g}")))


def _round_width(width: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    if width <= 0:
        return 1
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= width * (1 - 1e-9))
