"""Outlines of areas: rings of longitude and latitude, and where a point lies among them.

An outline is a text of rings apart by ``|``, each of points like ``2.1731,41.3874``. What lies
within an odd number of rings is inside, so that holes and islands need no more.
"""

import re
from collections.abc import Iterator, Mapping
from math import cos, hypot, radians

Ring = tuple[tuple[float, float], ...]
Outline = tuple[Ring, ...]

_POINT = "-?[0-9.]+,-?[0-9.]+"
_RING = f"{_POINT}( {_POINT}){{2,}}"
OUTLINE = rf"^{_RING}( \| {_RING})*$"
MOST_CHARACTERS = 20_000
PLACES = 4
NEAR_METRES = 300
METRES_A_DEGREE = 111_320
_NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,9})?")


def read_outline(text: str) -> Outline:
    """The rings that a text stands for; raises ``ValueError`` for what is no place on Earth."""
    return tuple(tuple(map(_point, ring.split())) for ring in text.split(" | "))


def write_outline(outline: Outline) -> str:
    """The text for rings, each coordinate to about ten metres."""
    return " | ".join(
        " ".join(f"{_short(lon)},{_short(lat)}" for lon, lat in ring) for ring in outline
    )


def area_at(outlines: Mapping[str, Outline], lat: float, lon: float) -> str | None:
    """The code of the area in which a point lies, or the nearest where borders were simplified."""
    for code, outline in outlines.items():
        if _is_within(outline, lat, lon):
            return code
    distances = {code: _metres_to(outline, lat, lon) for code, outline in outlines.items()}
    nearest = min(distances, key=lambda code: distances[code], default=None)
    return nearest if nearest is not None and distances[nearest] <= NEAR_METRES else None


def _point(text: str) -> tuple[float, float]:
    lon, _, lat = text.partition(",")
    if not (_NUMBER.fullmatch(lon) and _NUMBER.fullmatch(lat)):
        raise ValueError(text)
    found = float(lon), float(lat)
    if abs(found[0]) > 180 or abs(found[1]) > 90:
        raise ValueError(text)
    return found


def _short(number: float) -> str:
    return f"{number:.{PLACES}f}".rstrip("0").rstrip(".")


def _is_within(outline: Outline, lat: float, lon: float) -> bool:
    return sum(_crossings(ring, lat, lon) for ring in outline) % 2 == 1


def _crossings(ring: Ring, lat: float, lon: float) -> int:
    """How often a line eastward from the point crosses the ring."""
    count = 0
    for (lon1, lat1), (lon2, lat2) in _edges(ring):
        if (lat1 > lat) != (lat2 > lat):
            count += lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1
    return count


def _edges(ring: Ring) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _metres_to(outline: Outline, lat: float, lon: float) -> float:
    """The distance to the nearest edge, on a plane: good enough for a few hundred metres."""
    narrow = cos(radians(lat))
    return min(
        _to_edge(
            ((lon1 - lon) * narrow, lat1 - lat),
            ((lon2 - lon) * narrow, lat2 - lat),
        )
        * METRES_A_DEGREE
        for ring in outline
        for (lon1, lat1), (lon2, lat2) in _edges(ring)
    )


def _to_edge(start: tuple[float, float], end: tuple[float, float]) -> float:
    """The distance from the origin to a stretch between two points."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    share = -(start[0] * along[0] + start[1] * along[1]) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return hypot(start[0] + share * along[0], start[1] + share * along[1])
