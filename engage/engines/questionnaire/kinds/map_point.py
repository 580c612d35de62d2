"""A point on a map of areas, with the areas as a list and words for the place beside it.

The point, the area and the words are questions of their own, under the code of the question and
``area`` or ``place``: whoever has no map, no mouse or no script answers the other two. A point is
``latitude longitude``; the area it lies in is answered with it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds.kind import CODE, Entry, Kind, Shown, Unreadable
from engage.engines.questionnaire.kinds.long_list import LongList
from engage.engines.questionnaire.kinds.options import options_schema, repeated_codes
from engage.engines.questionnaire.kinds.short_text import ShortText
from engage.engines.questionnaire.kinds.single_choice import SingleChoice
from engage.engines.questionnaire.kinds.words import AREA, PLACE_IN_WORDS
from engage.engines.questionnaire.model import Answers, Question, Survey, Value
from engage.engines.questionnaire.outlines import (
    MOST_CHARACTERS,
    OUTLINE,
    Outline,
    area_at,
    read_outline,
)
from engage.engines.questionnaire.problems import Problem

MOST_IN_VIEW = 12
PLACES = 5
LONGEST_PLACE = 200
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d+)?)[\s,;]+(-?\d{1,3}(?:\.\d+)?)(?:\s.*)?")


class MapPoint(Kind):
    """A point within areas; ``options`` are the areas."""

    name = "map_point"
    properties: ClassVar[Mapping[str, Any]] = {
        "options": options_schema(outline={"type": "string", "pattern": OUTLINE}),
        "about": CODE,
    }

    def problems(self, document: Mapping[str, Any], place: str) -> Iterator[Problem]:
        areas = document.get("options", [])
        yield from repeated_codes(areas, f"{place}/options")
        outlines = [(at, each["outline"]) for at, each in enumerate(areas) if "outline" in each]
        for at, outline in outlines:
            try:
                read_outline(outline)
            except ValueError:
                told = message("survey document", "Write longitude and latitude of each corner.")
                yield Problem(f"{place}/options/{at}/outline", told)
        if sum(len(outline) for _, outline in outlines) > MOST_CHARACTERS:
            told = message("survey document", "Make the outlines simpler: they are too long.")
            yield Problem(f"{place}/options", told)
        if not outlines:
            told = message("survey document", "Without the outlines of areas no map is shown.")
            yield Problem(place, told, "warning")

    def build(self, document: Mapping[str, Any], numbers: Iterator[int]) -> tuple[Question, ...]:
        required = document.get("required", False)
        (point,) = super().build({**document, "required": False}, numbers)
        point = replace(point, extra={**point.extra, "is_required": required})
        parts = [self._place(document, point, required=required and not document.get("options"))]
        if document.get("options"):
            parts.insert(0, self._area(document, point, required=required))
        return (point, *parts)

    def _area(self, document: Mapping[str, Any], point: Question, *, required: bool) -> Question:
        areas = [{"code": each["code"], "label": each["label"]} for each in document["options"]]
        kind: Kind = LongList() if len(areas) > MOST_IN_VIEW else SingleChoice()
        about = {"about": document["about"]} if "about" in document else {}
        return _beside(kind, "area", AREA, point, {"options": areas, "required": required, **about})

    def _place(self, document: Mapping[str, Any], point: Question, *, required: bool) -> Question:
        more = {"max_length": LONGEST_PLACE, "required": required}
        return _beside(ShortText(), "place", PLACE_IN_WORDS, point, more)

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        outlines = {
            each["code"]: read_outline(each["outline"])
            for each in document.get("options", ())
            if "outline" in each
        }
        return {"extra": {"outlines": outlines}, "is_shown_blank": False}

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        typed = " ".join(raw).strip()
        return (_normal(typed) or typed) if typed else None

    def write(self, question: Question, value: Value) -> list[str]:
        return [str(value)]

    def check(self, question: Question, value: object) -> Message | None:
        if not isinstance(value, str) or _normal(value) != value:
            return message("answer", "Put the pin on the map, or choose an area from the list")
        outlines = outlines_of(question)
        if outlines and area_at(outlines, *_numbers(value)) is None:
            return message("answer", "Put the pin inside the areas that the map shows")
        return None

    def show(
        self, question: Question, value: Value, locale: str, languages: Sequence[str]
    ) -> Shown:
        return ((str(value).replace(" ", ", "), ""),)

    def key(self, question: Question, text: str) -> Entry:
        if _normal(text) is None:
            told = message("keyed entry", "Type latitude and longitude, like 41.3874 2.1686.")
            raise Unreadable(told)
        return super().key(question, text)


def outlines_of(question: Question) -> Mapping[str, Outline]:
    """The outlines of the areas by their codes; those of other kinds have none."""
    found: Mapping[str, Outline] = question.extra.get("outlines", {})
    return found


def area_of_point(survey: Survey, code: str, answers: Answers) -> tuple[str, str] | None:
    """The question about the area and the area's code, where ``code`` was answered by a point."""
    question = survey.question_by_code.get(code)
    value = answers.get(code)
    beside = f"{code}_area"
    if question is None or question.kind != MapPoint.name or not isinstance(value, str):
        return None
    if beside not in survey.question_by_code or _normal(value) is None:
        return None
    area = area_at(outlines_of(question), *_numbers(value))
    return (beside, area) if area else None


def _beside(
    kind: Kind, code: str, words: Mapping[str, str], point: Question, more: Mapping[str, Any]
) -> Question:
    """A question that belongs to a point; it has the number of the one it belongs to."""

    label = {
        locale: f"{said} – {words.get(locale, words['en'])}" for locale, said in point.label.items()
    }
    document = {"code": f"{point.code}_{code}", "label": label, **more}
    built = kind.build(document, iter((point.number,)))[0]
    short = {locale: words.get(locale, words["en"]) for locale in point.label}
    return replace(built, within=point.code, short_label=short, condition=point.condition)


def _normal(typed: str) -> str | None:
    """``41.38740 2.16860`` for what was typed, if that is a place on Earth."""
    found = _POINT.fullmatch(typed.strip())
    if found is None:
        return None
    lat, lon = float(found[1]), float(found[2])
    return f"{lat:.{PLACES}f} {lon:.{PLACES}f}" if abs(lat) <= 90 and abs(lon) <= 180 else None


def _numbers(value: str) -> tuple[float, float]:
    lat, lon = value.split()
    return float(lat), float(lon)
