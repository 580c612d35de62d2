"""Areas out of a GeoJSON file, as cities have them: their names and their outlines, made simpler.

Only what a survey needs is taken: names, in several languages where the file has them, and shapes
in longitude and latitude with as many points as a phone can load.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from engage.engines.messages import Message, message
from engage.engines.questionnaire.outlines import MOST_CHARACTERS, Outline, Ring, write_outline
from engage.engines.questionnaire.plain_text import clean_line

LARGEST_FILE = 5_000_000
MOST_AREAS = 300
FINEST, COARSEST = 0.00005, 0.1
_NAMES = ("name", "nom", "nombre", "label", "title", "district", "barrio", "area", "id")


class RefusedBoundaries(ValueError):
    """The file gives no areas; ``message`` says why and what to do."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.message = why


@dataclass(frozen=True)
class Boundary:
    """An area: its name by language ("" for the name without one), and its outline as a text."""

    names: Mapping[str, str]
    outline: str


def read_boundaries(content: bytes) -> tuple[Boundary, ...]:
    """The areas of a GeoJSON file in its order; raises ``RefusedBoundaries``."""
    features = _features(content)
    shapes = [tuple(_rings(feature)) for feature in features]
    drawn = [(feature, shape) for feature, shape in zip(features, shapes, strict=True) if shape]
    if not drawn:
        raise RefusedBoundaries(
            message("boundaries", "There are no areas in this file, only points or lines.")
        )
    names = _names([feature for feature, _ in drawn])
    outlines = _simple([shape for _, shape in drawn])
    return tuple(map(Boundary, names, outlines))


def _features(content: bytes) -> list[Mapping[str, Any]]:
    if len(content) > LARGEST_FILE:
        raise RefusedBoundaries(
            message("boundaries", "The file is too large. 5 MB at most can be read.")
        )
    no_geojson = message("boundaries", "This is no GeoJSON. Save the areas as a GeoJSON file.")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise RefusedBoundaries(no_geojson) from None
    if not isinstance(found, Mapping):
        raise RefusedBoundaries(no_geojson)
    listed = found.get("features") if found.get("type") == "FeatureCollection" else [found]
    features = [each for each in listed if isinstance(each, Mapping)] if listed else []
    if not features or not all("geometry" in each for each in features):
        raise RefusedBoundaries(no_geojson)
    if len(features) > MOST_AREAS:
        raise RefusedBoundaries(
            message(
                "boundaries",
                "There are %(num)s areas in this file. %(most)s at most can be shown.",
                num=len(features),
                most=MOST_AREAS,
            )
        )
    return features


def _rings(feature: Mapping[str, Any]) -> Iterator[Ring]:
    geometry = feature["geometry"] or {}
    parts = geometry.get("coordinates", ()) if isinstance(geometry, Mapping) else ()
    kind = geometry.get("type") if isinstance(geometry, Mapping) else ""
    polygons = {"Polygon": [parts], "MultiPolygon": parts}.get(str(kind), [])
    try:
        for polygon in polygons:
            for ring in polygon:
                points = tuple((float(point[0]), float(point[1])) for point in ring)
                if len(points) > 3:
                    yield points[:-1] if points[0] == points[-1] else points
                _refuse_other_maps(points)
    except RefusedBoundaries:
        raise
    except (TypeError, ValueError, IndexError, KeyError):
        raise RefusedBoundaries(
            message("boundaries", "The shape of an area cannot be read. Save the file anew.")
        ) from None


def _refuse_other_maps(points: Ring) -> None:
    if any(not (abs(lon) <= 180 and abs(lat) <= 90) for lon, lat in points):
        told = message(
            "boundaries",
            "The areas are not in longitude and latitude. Save the file in WGS 84 (EPSG:4326).",
        )
        raise RefusedBoundaries(told)


def _names(features: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The names of areas, from the property that tells them apart."""
    tables = [feature.get("properties") or {} for feature in features]
    key = _telling_apart(tables)
    names = []
    for number, table in enumerate(tables, start=1):
        found = {"": clean_line(str(table[key]))[:200] if key else str(number)}
        for name, value in table.items():
            base, _, language = str(name).replace(":", "_").partition("_")
            if base == "name" and language and isinstance(value, str) and value.strip():
                found[language] = clean_line(value)[:200]
        names.append(found)
    return names


def _telling_apart(tables: Sequence[Mapping[str, Any]]) -> str | None:
    """The property with another text for each area; one that is called like a name first."""
    keys = [key for key in tables[0] if all(_is_name(table.get(key)) for table in tables)]
    apart = [key for key in keys if len({str(table[key]) for table in tables}) == len(tables)]
    worded = [key for key in apart if not isinstance(tables[0][key], int | float)]
    by_name = {key.lower(): key for key in reversed(apart)}
    known = (by_name[name] for name in _NAMES if name in by_name)
    return next(known, None) or next(iter(worded), None)


def _is_name(value: object) -> bool:
    return (isinstance(value, str) and bool(value.strip())) or (
        isinstance(value, int) and not isinstance(value, bool)
    )


def _simple(shapes: Sequence[Outline]) -> list[str]:
    """The outlines as texts, with as few points as it takes to stay below the limit together."""
    tolerance = FINEST
    while tolerance < COARSEST:
        texts = [write_outline(_simpler(shape, tolerance)) for shape in shapes]
        if sum(map(len, texts)) <= MOST_CHARACTERS:
            return texts
        tolerance *= 1.5
    raise RefusedBoundaries(
        message("boundaries", "The areas have too many parts. Save the file with simpler shapes.")
    )


def _simpler(outline: Outline, tolerance: float) -> Outline:
    """Rings without the points that hardly matter; small ones fall away, the largest stays."""
    rings = sorted((_thin(ring, tolerance) for ring in outline), key=len, reverse=True)
    kept = [ring for ring in rings if len(ring) > 2 and _extent(ring) > 2 * tolerance]
    return tuple(kept or rings[:1])


def _extent(ring: Ring) -> float:
    lons, lats = zip(*ring, strict=True)
    return float(max(max(lons) - min(lons), max(lats) - min(lats)))


def _thin(ring: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker's way, without recursion, on both halves of the ring."""
    middle = max(range(len(ring)), key=lambda at: _far(ring[at], ring[0]))
    closed = (*ring, ring[0])
    kept = {0, middle}
    spans = [(0, middle), (middle, len(ring))]
    while spans:
        start, end = spans.pop()
        if end - start < 2:
            continue
        distances = [_off(closed[at], closed[start], closed[end]) for at in range(start + 1, end)]
        farthest = max(range(len(distances)), key=distances.__getitem__)
        if distances[farthest] > tolerance:
            at = start + 1 + farthest
            kept.add(at)
            spans += [(start, at), (at, end)]
    if len(kept) < 3:
        kept |= {len(ring) // 3, 2 * len(ring) // 3}
    return tuple(ring[at] for at in sorted(kept) if at < len(ring))


def _far(point: tuple[float, float], other: tuple[float, float]) -> float:
    return (point[0] - other[0]) ** 2 + (point[1] - other[1]) ** 2


def _off(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """How far a point is from the line between two others, in degrees of latitude."""
    narrow = cos(radians(point[1]))
    x, y = (end[0] - start[0]) * narrow, end[1] - start[1]
    px, py = (point[0] - start[0]) * narrow, point[1] - start[1]
    length = (x * x + y * y) ** 0.5
    return float(abs(x * py - y * px) / length if length else (px * px + py * py) ** 0.5)
