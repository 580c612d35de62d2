"""How many themes, and how far each theme survives a change of sample.

Overlapping samples are clustered apart; where two samples agree on the comments they share
(adjusted mutual information), the number of themes is a property of the comments and not of chance
(Lange et al. 2004). A theme is looked for again in ten samples: by the best Jaccard overlap with a
theme of each (Hennig 2007). It fell apart in those where no theme has half of their comments in
common with it, which is Hennig's point of dissolution.

The samples are clustered once each, on two of the views: against three refined partitions and their
consensus on all views this tells the same themes from the same others in a sixth of the time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from engage.engines.clustering.partitions import Labels, k_means, refine_by_words
from engage.engines.clustering.views import light_view
from engage.engines.clustering.vocabulary import Floats

REPEATS = 10
TRIALS = 4  # of the repeats: those in which every number of themes is tried
FELL_APART = 0.5
SAMPLE_SHARE = 0.7
LARGEST_SAMPLE = 3_000
CLOSE_ENOUGH = 0.01


@dataclass(frozen=True)
class Candidate:
    """A number of themes and the mean agreement (0..1) between samples clustered with it.

    Agreement on fewer themes than asked for counts only in part: themes that stayed empty agree.
    """

    n_themes: int
    stability: float


class Resampling:
    """Overlapping samples of the comments, clustered into each of some numbers of themes.

    ``rows`` are the weighted terms of the comments, ``words`` the counts of their single words.
    """

    def __init__(self, rows: Any, words: Any, sizes: Sequence[int], seed: int) -> None:
        self._rows, self._words, self._sizes, self._seed = rows, words, sizes, seed
        total = rows.shape[0]
        size = min(int(np.ceil(total * SAMPLE_SHARE)), LARGEST_SAMPLE)
        draws = np.random.default_rng(seed)
        pool = draws.permutation(total)[: int(np.ceil(size / SAMPLE_SHARE))]
        self._samples = [np.sort(draws.permutation(pool)[:size]) for _ in range(REPEATS)]
        self._tried: dict[int, list[Labels]] = {n_themes: [] for n_themes in sizes}

    def candidates(self, tick: Callable[[float], None]) -> tuple[Candidate, ...]:
        """Try the numbers of themes, fewest first; ``tick`` hears the share done (0..1)."""
        for turn, sample in enumerate(self._samples[:TRIALS]):
            tick(turn / TRIALS)
            self._cluster(sample, self._sizes)
        return tuple(
            Candidate(n_themes, self._agreement(labels) * _filled(labels, n_themes))
            for n_themes, labels in sorted(self._tried.items())
        )

    def overlaps(self, labels: Labels, n_themes: int, tick: Callable[[float], None]) -> Floats:
        """Shape (``REPEATS``, themes): each theme's best overlap with one found in the sample.

        ``n_themes`` is one of the numbers that were tried.
        """
        found = self._tried[n_themes]
        for turn, sample in enumerate(self._samples[len(found) :]):
            tick(turn / REPEATS)
            self._cluster(sample, [n_themes])
        pairs = zip(self._samples, found, strict=True)
        return np.array([_best_overlaps(labels[sample], own, n_themes) for sample, own in pairs])

    def _cluster(self, sample: Labels, sizes: Sequence[int]) -> None:
        points = light_view(self._rows[sample], max(self._sizes), self._seed)
        words = self._words[sample]
        for n_themes in sizes:
            labels = refine_by_words(words, k_means(points, n_themes, self._seed), n_themes)
            self._tried[n_themes].append(labels)

    def _agreement(self, labels: list[Labels]) -> float:
        scores = []
        for one, other in combinations(range(TRIALS), 2):
            _, here, there = np.intersect1d(
                self._samples[one], self._samples[other], return_indices=True
            )
            scores.append(adjusted_mutual_info_score(labels[one][here], labels[other][there]))
        return float(np.clip(np.mean(scores), 0, 1))


def fell_apart(overlaps: Floats) -> int:
    """In how many of the repeats a theme had less than half in common with any."""
    return int((overlaps < FELL_APART).sum())


def sizes_to_try(n_comments: int) -> list[int]:
    """Numbers of themes a person can review: about 5 to 25 for 900 comments, 40 at most."""
    root = np.sqrt(n_comments)
    fewest, most = int(np.clip(root / 6, 2, 10)), int(np.clip(root * 0.85, 2, 40))
    return sorted({round(float(size)) for size in np.geomspace(fewest, most, 8)})


def choose(candidates: Sequence[Candidate]) -> int:
    """The largest number of themes whose stability is within a hair of the best."""
    best = max(candidate.stability for candidate in candidates)
    return max(c.n_themes for c in candidates if c.stability >= best - CLOSE_ENOUGH)


def _filled(labels: Sequence[Labels], n_themes: int) -> float:
    """The share of the themes asked for that the samples hold."""
    return float(np.mean([len(np.unique(found)) for found in labels]) / n_themes)


def _best_overlaps(labels: Labels, found: Labels, n_themes: int) -> Any:
    both = np.zeros((n_themes, n_themes))
    np.add.at(both, (labels, found), 1)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
    return (both / np.maximum(either, 1)).max(axis=1)
