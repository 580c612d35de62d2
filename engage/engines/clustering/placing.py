"""Comments of one language, fitted and placed, before the themes of all languages are numbered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
import numpy.typing as npt

from engage.engines.clustering.one_language import Fitted, OneLanguage
from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.sampling import Sample
from engage.engines.clustering.vocabulary import Floats

N_CANDIDATES = 3

Pairs = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Placed:
    """Candidate themes of comments (-1 for none) with their chances, best first.

    ``places`` are the comments in the input; the two arrays have one row for each of them. The
    first candidate is the theme the comment is in.
    """

    places: Labels
    themes: npt.NDArray[np.int32]
    chances: npt.NDArray[np.float32]

    def renumbered(self, numbers: Sequence[int]) -> "Placed":
        """The same with theme ``t`` called ``numbers[t]``."""
        return replace(self, themes=np.array([*numbers, -1], dtype=np.int32)[self.themes])


class Placings(Sequence[Pairs]):
    """The placed comments by place: for each the (theme, score) pairs it leans to, best first.

    Two arrays of three columns: a million comments take 24 megabytes.
    """

    def __init__(self, total: int) -> None:
        self.themes = np.full((total, N_CANDIDATES), -1, dtype=np.int32)
        self.chances = np.zeros((total, N_CANDIDATES), dtype=np.float32)

    def put(self, placed: Placed) -> None:
        self.themes[placed.places] = placed.themes
        self.chances[placed.places] = placed.chances

    def renumber(self, places: npt.NDArray[np.bool_], numbers: Sequence[int]) -> None:
        """Call theme ``t`` of the comments at ``places`` ``numbers[t]``."""
        self.themes[places] = np.array([*numbers, -1], dtype=np.int32)[self.themes[places]]

    def sizes(self, places: npt.NDArray[np.bool_], n_themes: int, min_score: float) -> list[int]:
        """How many of the comments at ``places`` are in each theme."""
        is_sure = places & (self.chances[:, 0] >= min_score) & (self.themes[:, 0] >= 0)
        return [int(size) for size in np.bincount(self.themes[is_sure, 0], minlength=n_themes)]

    def decided(self, min_score: float) -> tuple[Labels, Floats]:
        """Theme and score by place; the theme is -1 where the score is under ``min_score``."""
        scores = self.chances[:, 0].astype(np.float64)
        return np.where(scores >= min_score, self.themes[:, 0], -1).astype(np.int64), scores

    def __len__(self) -> int:
        return len(self.themes)

    @overload
    def __getitem__(self, place: int) -> Pairs: ...

    @overload
    def __getitem__(self, place: slice) -> list[Pairs]: ...

    def __getitem__(self, place: int | slice) -> Pairs | list[Pairs]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        pairs = zip(self.themes[place].tolist(), self.chances[place].tolist(), strict=True)
        return tuple((theme, score) for theme, score in pairs if theme >= 0)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Placings)
            and np.array_equal(self.themes, other.themes)
            and np.array_equal(self.chances, other.chances)
        )

    __hash__ = None  # type: ignore[assignment]  # what changes has no hash; mypy knows no other way


@dataclass(frozen=True)
class Part:
    """A language's model with the comments it was fitted on."""

    fitted: Fitted
    sample: Sample

    @property
    def language(self) -> str:
        return self.fitted.model.language

    def known(self) -> Placed:
        """All comments whose words were learned from, where the fit put them."""
        placed = rank(self.sample.places, self.fitted.chances, self.fitted.labels)
        rows = self.sample.rows
        return Placed(self.sample.known, placed.themes[rows], placed.chances[rows])


def place_new(model: OneLanguage, texts: Sequence[str], places: Labels) -> Placed:
    """Comments the model was not fitted on, in the themes their words speak for most."""
    chances = model.place(texts)
    return rank(places, chances, best_themes(chances))


def best_themes(chances: Floats) -> Labels:
    """The theme of the highest chance, -1 where all are zero."""
    if not chances.shape[1]:
        return np.full(len(chances), -1, dtype=np.int64)
    return np.where(chances.max(axis=1) > 0, chances.argmax(axis=1), -1).astype(np.int64)


def rank(places: Labels, chances: Floats, labels: Labels) -> Placed:
    """The label first, then the other themes by chance, ``N_CANDIDATES`` columns in all."""
    total, n_themes = chances.shape
    order = np.full((total, N_CANDIDATES), -1, dtype=np.int32)
    preferred = chances.copy()
    has_theme = np.flatnonzero(labels >= 0)
    preferred[has_theme, labels[has_theme]] += 1
    best = np.argsort(-preferred, axis=1, kind="stable")[:, : min(N_CANDIDATES, n_themes)]
    order[has_theme, : best.shape[1]] = best[has_theme]
    padded = np.hstack([chances, np.zeros((total, 1))])
    found = np.take_along_axis(padded, order.astype(np.int64), axis=1)
    return Placed(places, order, found.astype(np.float32))


def nowhere(places: Labels) -> Placed:
    """Comments without a theme."""
    return rank(places, np.zeros((len(places), 0)), np.full(len(places), -1, dtype=np.int64))
