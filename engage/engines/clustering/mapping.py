"""A picture of what is near what: themes and comments as points on a plane, stable between runs.

Themes lie as far apart as people's comments keep them (classical scaling, Torgerson 1952); a
comment lies among the themes it leans to. The picture is turned and mirrored onto an earlier one
where there is one (orthogonal Procrustes), so that a theme stays where a person remembers it.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import orthogonal_procrustes

from engage.engines.clustering.vocabulary import Floats

Point = tuple[float, float]
SCATTER = 0.09


@dataclass(frozen=True)
class Picture:
    """Points between -1 and 1: one for each theme, by its number, and one for each comment."""

    themes: Mapping[int, Point]
    comments: tuple[Point, ...]


def draw(
    candidates: Sequence[Sequence[tuple[int, float]]],
    keys: Sequence[str],
    earlier: Mapping[int, Point] | None = None,
) -> Picture:
    """Place comments by the (theme, score) pairs each one leans to.

    ``keys`` scatters the comments of a theme, the same key always the same way. ``earlier`` holds
    the points of themes in a former picture, by number; two in common are enough to turn it.
    """
    numbers = sorted({theme for leaning in candidates for theme, _ in leaning})
    if not numbers:
        return Picture({}, tuple((0.0, 0.0) for _ in candidates))
    column = {theme: at for at, theme in enumerate(numbers)}
    leanings = np.zeros((len(candidates), len(numbers)))
    for row, leaning in enumerate(candidates):
        for theme, score in leaning:
            leanings[row, column[theme]] = max(score, 0.0)
    places = _turned(_scaled_apart(leanings), numbers, earlier or {})
    totals = leanings.sum(axis=1, keepdims=True)
    points = (leanings / np.where(totals > 0, totals, 1)) @ places
    points = np.clip(points + _scatter(keys), -1, 1)
    return Picture(
        {theme: (float(places[at, 0]), float(places[at, 1])) for theme, at in column.items()},
        tuple((float(x), float(y)) for x, y in points),
    )


def _scaled_apart(leanings: Floats) -> Floats:
    """Theme points whose distances follow how seldom two themes are leaned to together."""
    n_themes = leanings.shape[1]
    if n_themes == 1:
        return np.zeros((1, 2))
    lengths = np.linalg.norm(leanings, axis=0)
    unit = leanings / np.where(lengths > 0, lengths, 1)
    apart = 1 - np.clip(unit.T @ unit, 0, 1)
    np.fill_diagonal(apart, 0)
    centring = np.eye(n_themes) - 1 / n_themes
    strengths, directions = np.linalg.eigh(-0.5 * centring @ apart**2 @ centring)
    points = directions[:, ::-1][:, :2] * np.sqrt(np.maximum(strengths[::-1][:2], 0))
    if points.shape[1] < 2:
        points = np.hstack([points, np.zeros((n_themes, 1))])
    # An eigenvector's sign is chance: let its largest part be positive.
    heaviest = np.abs(points).argmax(axis=0)
    points = points * np.where(points[heaviest, [0, 1]] < 0, -1, 1)
    return _filled(points)


def _filled(points: Floats) -> Floats:
    """The same picture, as large as the frame allows."""
    largest = float(np.abs(points).max(initial=0))
    return points / largest * 0.9 if largest > 0 else points


def _turned(points: Floats, numbers: Sequence[int], earlier: Mapping[int, Point]) -> Floats:
    known = [at for at, theme in enumerate(numbers) if theme in earlier]
    if len(known) < 2:
        return points
    wanted = np.array([earlier[numbers[at]] for at in known])
    here = points[known]
    turn, _ = orthogonal_procrustes(here - here.mean(axis=0), wanted - wanted.mean(axis=0))
    return _filled((points - here.mean(axis=0)) @ turn + wanted.mean(axis=0))


def _scatter(keys: Sequence[str]) -> Floats:
    """A small step for each key, even over a disc."""
    draws = np.array([zlib.crc32(key.encode()) for key in keys], dtype=np.uint64)
    angle = 2 * np.pi * (draws % 65_536) / 65_536
    radius = SCATTER * np.sqrt((draws >> 16) / 65_536)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
