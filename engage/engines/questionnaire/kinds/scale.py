"""A whole number between two ends, or that one does not know."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds.kind import (
    CODE,
    TEXT,
    Cell,
    Entry,
    Kind,
    Shown,
    Tally,
    Unreadable,
)
from engage.engines.questionnaire.kinds.words import I_DONT_KNOW, own_or
from engage.engines.questionnaire.model import DONT_KNOW, LocaleText, Question, Value, in_locale
from engage.engines.questionnaire.numerals import read_number
from engage.engines.questionnaire.problems import Problem

MOST_POINTS = 21


class Scale(Kind):
    """A whole number between two ends."""

    name = "scale"
    sort = "number"
    is_closed = True
    is_counted = True
    operators = frozenset({"is", "is_not", "at_least", "at_most"})
    properties: ClassVar[Mapping[str, Any]] = {
        "minimum": {"type": "integer"},
        "maximum": {"type": "integer"},
        "labels": {
            "type": "object",
            "properties": {"low": TEXT, "high": TEXT, "dont_know": TEXT},
            "additionalProperties": False,
        },
        "dont_know": {"type": "boolean"},
        "about": CODE,
    }
    needed = ("minimum", "maximum")

    def problems(self, document: Mapping[str, Any], place: str) -> Iterator[Problem]:
        low, high = document["minimum"], document["maximum"]
        if high <= low:
            yield Problem(
                f"{place}/maximum",
                message(
                    "survey document",
                    "Write a number above the minimum, which is %(low)s.",
                    low=low,
                ),
            )
        if high - low >= MOST_POINTS:
            yield Problem(
                f"{place}/maximum",
                message(
                    "survey document",
                    "Bring the ends closer: a scale has %(most)s points at most.",
                    most=MOST_POINTS,
                ),
            )

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        labels = document.get("labels", {})
        return {
            "minimum": int(document["minimum"]),
            "maximum": int(document["maximum"]),
            "is_integer": True,
            "low_label": dict(labels.get("low", {})),
            "high_label": dict(labels.get("high", {})),
            "has_dont_know": document.get(DONT_KNOW, False),
            "dont_know_label": own_or(I_DONT_KNOW, labels.get(DONT_KNOW, {})),
            "about": document.get("about", ""),
        }

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        given = [text for text in map(str.strip, raw) if text]
        if not given:
            return None
        if len(set(given)) > 1:
            raise Unreadable(message("answer", "Choose one answer only"))
        if given[0] == DONT_KNOW:
            return DONT_KNOW
        try:
            return read_number(given[0])
        except ValueError:
            raise Unreadable(_wanted(question)) from None

    def write(self, question: Question, value: Value) -> list[str]:
        return [str(value)]

    def check(self, question: Question, value: object) -> Message | None:
        if value == DONT_KNOW and question.has_dont_know:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value in points_of(question):
            return None
        return _wanted(question)

    def show(
        self, question: Question, value: Value, locale: str, languages: Sequence[str]
    ) -> Shown:
        if value == DONT_KNOW:
            return (in_locale(question.dont_know_label, locale, languages),)
        return ((str(value), locale),)

    def key(self, question: Question, text: str) -> Entry:
        values = {self.read(question, [word]) for word in re.split(r"[\s,;+،]+", text) if word}
        for value in values:
            if value is not None and (problem := self.check(question, value)):
                raise Unreadable(problem)
        if len(values) > 1:
            return Entry(None, "multiple_marked")
        return Entry(values.pop() if values else None)

    def tally(self, question: Question, values: Iterable[Value]) -> Tally:
        counts = Counter(value for value in values if self.check(question, value) is None)
        points: list[tuple[int | str, LocaleText]] = [
            (point, {locale: str(point) for locale in question.label})
            for point in points_of(question)
        ]
        if question.has_dont_know:
            points.append((DONT_KNOW, question.dont_know_label))
        cells = tuple(Cell(str(point), label, counts[point]) for point, label in points)
        return Tally(cells, counts.total())


def points_of(question: Question) -> range:
    """The points of a scale, in order."""
    assert isinstance(question.minimum, int)
    assert isinstance(question.maximum, int)
    return range(question.minimum, question.maximum + 1)


def _wanted(question: Question) -> Message:
    return message(
        "answer",
        "Choose a number from %(minimum)s to %(maximum)s",
        minimum=question.minimum,
        maximum=question.maximum,
    )
