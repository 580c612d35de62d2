"""Where in a JSON text the places are that problems name: line and column, as an editor counts."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from engage.engines.questionnaire.problems import Problem, below

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


@dataclass(frozen=True, order=True)
class TextPlace:
    """A line and a column in a text, both counted from 1."""

    line: int
    column: int


@dataclass
class _Container:
    """An object or a list being read; ``step`` is the key or the number of its next part."""

    place: str
    is_object: bool
    step: str | int = 0
    is_key_next: bool = True


def lines_of(text: str, problems: Iterable[Problem]) -> tuple[tuple[TextPlace, Problem], ...]:
    """The problems of a JSON document with where each stands in its text, from top to bottom.

    A member of an object stands where its key does. Something that is not there, such as a missing
    translation, stands where the nearest part around it does. The text must be JSON.
    """
    offsets = _offsets(text)
    ends = [-1, *(found.start() for found in re.finditer("\n", text))]
    placed = []
    for problem in problems:
        place = problem.place
        while place not in offsets and place:
            place = place.rpartition("/")[0]
        placed.append((_text_place(offsets.get(place, 0), ends), problem))
    return tuple(sorted(placed, key=lambda each: each[0]))


def _text_place(offset: int, ends: list[int]) -> TextPlace:
    line = bisect_left(ends, offset)
    return TextPlace(line, offset - ends[line - 1])


def _offsets(text: str) -> dict[str, int]:
    """JSON pointer to the offset of its key or, in a list and at the root, of its value.

    Without recursion: the text may be nested as deeply as the reader of JSON allows. Where a key
    stands twice in an object the last one counts, as it does for that reader.
    """
    offsets: dict[str, int] = {}
    inside: list[_Container] = []
    for token in _TOKEN.finditer(text):
        mark, around = token[0], inside[-1] if inside else None
        if mark in "}]":
            inside.pop()
        elif mark == ",":
            assert around is not None
            if around.is_object:
                around.is_key_next = True
            else:
                around.step = int(around.step) + 1
        elif mark == ":":
            assert around is not None
            around.is_key_next = False
        elif around is not None and around.is_object and around.is_key_next:
            around.step = json.loads(mark, strict=False)
            offsets[below(around.place, around.step)] = token.start()
        else:
            place = below(around.place, around.step) if around is not None else ""
            if around is None or not around.is_object:
                offsets[place] = token.start()
            if mark in "{[":
                inside.append(_Container(place, mark == "{"))
    return offsets
