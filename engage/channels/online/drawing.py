"""Areas as shapes on a page: small whole numbers that a script turns back into places."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from engage.engines.questionnaire import Outline

LONGER_SIDE = 2_000


@dataclass(frozen=True)
class Drawing:
    """Shapes by area code as SVG paths.

    ``x = (longitude - west) * across`` and ``y = (north - latitude) * down``.
    """

    west: float
    north: float
    across: float
    down: float
    width: int
    height: int
    shapes: tuple[tuple[str, str], ...]


def draw(outlines: Mapping[str, Outline]) -> Drawing | None:
    """The areas side by side; nothing where none has an outline."""
    points = [point for outline in outlines.values() for ring in outline for point in ring]
    if not points:
        return None
    lons, lats = zip(*points, strict=True)
    west, north, south = min(lons), max(lats), min(lats)
    narrow = cos(radians((north + south) / 2)) or 1.0
    extent = max((max(lons) - west) * narrow, north - south) or 1.0
    down = LONGER_SIDE / extent
    across = down * narrow
    return Drawing(
        west,
        north,
        round(across, 3),
        round(down, 3),
        round((max(lons) - west) * across),
        round((north - south) * down),
        tuple(
            (code, "".join(_path(ring, west, north, across, down) for ring in outline))
            for code, outline in outlines.items()
        ),
    )


def _path(
    ring: tuple[tuple[float, float], ...], west: float, north: float, across: float, down: float
) -> str:
    at = [(round((lon - west) * across), round((north - lat) * down)) for lon, lat in ring]
    steps = [f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(at)]
    return f"M{at[0][0]} {at[0][1]}l{' '.join(steps)}z"
