"""Where circles and their labels stand in a picture so that all can be read.

Everything is worked out from the points alone, in one order, so the same themes always make the
same picture. Units are those of the drawing.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ROUNDS = 60
GAP = 6  # between circles
LINE, LETTER = 22, 10  # the height of a label, and about how wide a letter is
EVEN = 0.65  # how much of the room each theme gets alike, however far the others are
RINGS = 14


@dataclass(frozen=True)
class Box:
    """A rectangle by its middle."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box") -> bool:
        """Whether they share any room."""
        return (
            abs(self.x - other.x) * 2 < self.width + other.width
            and abs(self.y - other.y) * 2 < self.height + other.height
        )


@dataclass(frozen=True)
class Disc:
    """A circle with its label's width to come."""

    x: float
    y: float
    radius: float

    def overlaps(self, box: Box) -> bool:
        """Whether a rectangle reaches into the circle."""
        across = max(abs(self.x - box.x) - box.width / 2, 0)
        down = max(abs(self.y - box.y) - box.height / 2, 0)
        return across**2 + down**2 < self.radius**2


class Spread:
    """Makes one axis of a picture even: order stays, crowds get room, and voids are narrowed."""

    def __init__(self, places: Sequence[float]) -> None:
        self._known = sorted(set(places)) or [0.0]
        low, high = self._known[0], self._known[-1]
        last = max(len(self._known) - 1, 1)
        self._put = [
            EVEN * (2 * at / last - 1) + (1 - EVEN) * (2 * (place - low) / ((high - low) or 1) - 1)
            for at, place in enumerate(self._known)
        ]
        if len(self._known) == 1:
            self._put = [0.0]

    def at(self, place: float) -> float:
        """Where it goes, between -1 and 1 for what lies among the known, a little more outside."""
        after = bisect_right(self._known, place)
        if after == 0:
            return max(self._put[0] + place - self._known[0], -1.2)
        if after == len(self._known):
            return min(self._put[-1] + place - self._known[-1], 1.2)
        before = after - 1
        part = (place - self._known[before]) / (self._known[after] - self._known[before])
        return self._put[before] + part * (self._put[after] - self._put[before])


def push_apart(discs: Sequence[Disc], wide: float, high: float) -> tuple[Disc, ...]:
    """The circles moved as little as it takes that none covers another, inside the drawing."""
    places = [[disc.x, disc.y] for disc in discs]
    for _round in range(ROUNDS):
        if not _step(places, discs):
            break
        for place, disc in zip(places, discs, strict=True):
            place[0] = min(max(place[0], disc.radius + GAP), wide - disc.radius - GAP)
            place[1] = min(max(place[1], disc.radius + GAP), high - disc.radius - GAP - LINE)
    return tuple(
        Disc(round(x), round(y), disc.radius) for (x, y), disc in zip(places, discs, strict=True)
    )


def _step(places: list[list[float]], discs: Sequence[Disc]) -> bool:
    """Move each pair that is too near by half of what lacks; whether any was."""
    has_moved = False
    for one in range(len(discs)):
        for other in range(one + 1, len(discs)):
            least = discs[one].radius + discs[other].radius + GAP
            across = places[other][0] - places[one][0]
            down = places[other][1] - places[one][1]
            distance = (across**2 + down**2) ** 0.5
            if distance >= least:
                continue
            has_moved = True
            if distance < 1e-6:
                across, down, distance = 1.0, 0.5, 1.12
            push = (least - distance) / 2 / distance
            for place, sign in ((places[one], -1), (places[other], 1)):
                place[0] += sign * across * push
                place[1] += sign * down * push
    return has_moved


def place_labels(
    discs: Sequence[Disc], letters: Sequence[int], wide: float, high: float
) -> tuple[Box, ...]:
    """A label for each circle, as near as it finds room; the first circles choose first.

    No label covers another or leaves the drawing; none covers a circle unless there is no room.
    """
    taken: list[Box] = []
    for disc, count in zip(discs, letters, strict=True):
        tries = [box for box in _around(disc, LETTER * count) if _is_inside(box, wide, high)]
        free = [box for box in tries if not any(box.overlaps(other) for other in taken)]
        clear = (box for box in free if not any(each.overlaps(box) for each in discs))
        taken.append(next(clear, (free or tries or [_under(disc, LETTER * count)])[0]))
    return tuple(taken)


def _around(disc: Disc, width: float) -> Iterator[Box]:
    """Places for a label, the best first: below, above, beside, then further and further off."""
    for ring in range(RINGS):
        off = disc.radius + LINE / 2 + 2 + ring * LINE * 0.6
        beside = disc.radius + width / 2 + 6 + ring * LINE * 0.6
        yield Box(disc.x, disc.y + off, width, LINE)
        yield Box(disc.x, disc.y - off, width, LINE)
        yield Box(disc.x + beside, disc.y, width, LINE)
        yield Box(disc.x - beside, disc.y, width, LINE)
        for down in (off, -off):
            yield Box(disc.x + width / 2, disc.y + down, width, LINE)
            yield Box(disc.x - width / 2, disc.y + down, width, LINE)


def _under(disc: Disc, width: float) -> Box:
    return Box(disc.x, disc.y + disc.radius + LINE / 2 + 2, width, LINE)


def _is_inside(box: Box, wide: float, high: float) -> bool:
    return (
        box.width / 2 + 4 <= box.x <= wide - box.width / 2 - 4
        and LINE / 2 <= box.y <= high - LINE / 2 - 2
    )
