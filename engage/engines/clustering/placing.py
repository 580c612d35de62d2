"""Comments of one language, fitted and placed, before the themes of all languages are numbered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engage.engines.clustering.one_language import Fitted, OneLanguage, fit_one_language
from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.vocabulary import Floats

Candidates = tuple[tuple[tuple[int, float], ...], ...]
CHUNK = 5_000
N_CANDIDATES = 3


@dataclass(frozen=True)
class Placed:
    """Candidate themes of comments (-1 for none) with their chances, best first.

    ``places`` are the comments in the input; the two arrays have one row for each of them. The
    first candidate is the theme the comment is in.
    """

    places: Labels
    themes: Labels
    chances: Floats

    def renumbered(self, numbers: Sequence[int]) -> "Placed":
        """The same with theme ``t`` called ``numbers[t]``."""
        return replace(self, themes=np.array([*numbers, -1], dtype=np.int64)[self.themes])

    def decided(self, min_score: float) -> tuple[Labels, Floats]:
        """Theme and score by place; the theme is -1 where the score is under ``min_score``."""
        labels = np.full(len(self.places), -1, dtype=np.int64)
        scores = np.zeros(len(self.places))
        scores[self.places] = self.chances[:, 0]
        labels[self.places] = np.where(self.chances[:, 0] >= min_score, self.themes[:, 0], -1)
        return labels, scores

    def candidates(self) -> Candidates:
        """(theme, score) pairs by place, the theme a comment is in first."""
        order = np.argsort(self.places)
        rows = zip(self.themes[order].tolist(), self.chances[order].tolist(), strict=True)
        return tuple(
            tuple((t, s) for t, s in zip(themes, scores, strict=True) if t >= 0)
            for themes, scores in rows
        )


@dataclass(frozen=True)
class Part:
    """A language's model, the comments it was fitted on, and all its comments, placed."""

    fitted: Fitted
    fitted_places: Labels
    placed: Placed

    @property
    def language(self) -> str:
        return self.fitted.model.language


@dataclass(frozen=True)
class FitSettings:
    """What a language is fitted with; ``tick`` hears the share done (0..1)."""

    n_themes: int | None
    sample_size: int
    seed: int
    tick: Callable[[float], None]


def fit_part(language: str, texts: Sequence[str], places: Labels, settings: FitSettings) -> Part:
    """Fit the comments at ``places`` (sorted by text), or a seeded sample, and place the rest."""
    chosen = _sample([texts[place] for place in places], settings.sample_size, settings.seed)
    learned, rest = places[chosen], places[~chosen]
    fitted = fit_one_language(
        language,
        [texts[place] for place in learned],
        settings.n_themes,
        settings.seed,
        settings.tick,
    )
    blocks = [rank(learned, fitted.chances, fitted.labels)]
    for start in range(0, len(rest), CHUNK):
        chunk = rest[start : start + CHUNK]
        blocks.append(place_new(fitted.model, [texts[place] for place in chunk], chunk))
        settings.tick(0.95 + 0.05 * start / len(rest))
    settings.tick(1.0)
    return Part(fitted, learned, joined(blocks))


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
    order = np.full((total, N_CANDIDATES), -1, dtype=np.int64)
    preferred = chances.copy()
    has_theme = np.flatnonzero(labels >= 0)
    preferred[has_theme, labels[has_theme]] += 1
    best = np.argsort(-preferred, axis=1, kind="stable")[:, : min(N_CANDIDATES, n_themes)]
    order[has_theme, : best.shape[1]] = best[has_theme]
    padded = np.hstack([chances, np.zeros((total, 1))])
    return Placed(places, order, np.take_along_axis(padded, order, axis=1))


def nowhere(places: Labels) -> Placed:
    """Comments without a theme."""
    return rank(places, np.zeros((len(places), 0)), np.full(len(places), -1, dtype=np.int64))


def joined(blocks: Sequence[Placed]) -> Placed:
    """Several blocks of placed comments as one."""
    if not blocks:
        return nowhere(np.empty(0, dtype=np.int64))
    return Placed(
        np.concatenate([block.places for block in blocks]),
        np.vstack([block.themes for block in blocks]),
        np.vstack([block.chances for block in blocks]),
    )


def _sample(texts: Sequence[str], size: int, seed: int) -> npt.NDArray[np.bool_]:
    """Which texts to fit on: whole sets of copies, so that copies meet one fate."""
    if len(texts) <= size:
        return np.ones(len(texts), dtype=bool)
    _, copies, counts = np.unique(
        np.array(texts, dtype=object), return_inverse=True, return_counts=True
    )
    order = np.random.default_rng(seed).permutation(len(counts))
    taken = np.zeros(len(counts), dtype=bool)
    taken[order] = np.cumsum(counts[order]) <= size
    return np.asarray(taken[copies])
