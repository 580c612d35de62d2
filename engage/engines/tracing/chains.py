"""Walks the trace from one record towards the comments or towards the indicators."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from engage.engines.tracing.links import Link, Node

Place = TypeVar("Place", bound=Hashable)
Levels = tuple[tuple[Node, ...], ...]


def upstream(node: Node, links: Iterable[Link]) -> Levels:
    """Return what the record rests on, nearest level first.

    Each record stands once, as near as it can; the one asked about is left out.
    """
    return _levels(node, _neighbours((after, before) for before, after in _flows(links)))


def downstream(node: Node, links: Iterable[Link]) -> Levels:
    """Return what came of the record, in levels as ``upstream`` does."""
    return _levels(node, _neighbours(_flows(links)))


def has_cycle(edges: Iterable[tuple[Place, Place]]) -> bool:
    """Say whether following the edges can lead back to a start (Kahn 1962, CACM 5(11))."""
    after = _neighbours(edges)
    waiting: dict[Place, int] = defaultdict(int)
    for places in after.values():
        for place in places:
            waiting[place] += 1
    free = [place for place in after if not waiting[place]]
    while free:
        for place in after.get(free.pop(), ()):
            waiting[place] -= 1
            if not waiting[place]:
                free.append(place)
    return any(waiting.values())


def _flows(links: Iterable[Link]) -> Iterable[tuple[Node, Node]]:
    return (link.flow for link in links)


def _neighbours(edges: Iterable[tuple[Place, Place]]) -> dict[Place, list[Place]]:
    neighbours: dict[Place, list[Place]] = defaultdict(list)
    for start, end in edges:
        neighbours[start].append(end)
    return neighbours


def _levels(start: Node, neighbours: Mapping[Node, Sequence[Node]]) -> Levels:
    seen, levels, level = {start}, [], [start]
    while level:
        reached = dict.fromkeys(end for place in level for end in neighbours.get(place, ()))
        level = [place for place in reached if place not in seen]
        seen.update(level)
        levels.append(tuple(level))
    return tuple(levels[:-1])
