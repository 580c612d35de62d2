"""How many themes, and how far each theme survives a change of sample.

Overlapping samples are clustered apart; where two samples agree on the comments they share
(adjusted mutual information), the number of themes is a property of the comments and not of chance
(Lange et al. 2004). A theme is looked for again in ten samples: by the best Jaccard overlap with a
theme of each (Hennig 2007). It fell apart in those where no theme has half of their comments in
common with it, which is Hennig's point of dissolution.

Of few comments each repeat is the whole method again, and the numbers are tried by small
consensuses on two of the views: a single k-means is so unsteady there that few themes come out as
steadiest. Of many that would take minutes: the numbers are tried by one k-means each, and the
repeats are small consensuses.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from engage.engines.clustering.classifier import straighten
from engage.engines.clustering.ensemble import careful
from engage.engines.clustering.partitions import Labels, consensus, k_means, refine_by_words
from engage.engines.clustering.views import light_view, views
from engage.engines.clustering.vocabulary import Floats

REPEATS = 10
TRIALS = 4
STARTS = 3
FELL_APART = 0.5
SAMPLE_SHARE = 0.7
FEW = 2_000
LARGEST_SAMPLE = 3_000
LARGEST_REPEAT = 2_000
CLOSE_ENOUGH = 0.01


@dataclass(frozen=True)
class Candidate:
    """A number of themes and the mean agreement (0..1) between samples clustered with it.

    Agreement on fewer themes than asked for counts only in part: themes that stayed empty agree.
    """

    n_themes: int
    stability: float


class Resampling:
    """Overlapping samples of the comments, clustered into some number of themes.

    ``rows`` are the weighted terms of the comments, ``words`` the counts of their single words.
    """

    def __init__(self, rows: Any, words: Any, seed: int) -> None:
        self._rows, self._words, self._seed = rows, words, seed
        self._are_few = rows.shape[0] <= FEW

    def candidates(
        self, sizes: Sequence[int], tick: Callable[[float], None]
    ) -> tuple[Candidate, ...]:
        """Try the numbers of themes, fewest first; ``tick`` hears the share done (0..1)."""
        samples = self._samples(TRIALS, LARGEST_SAMPLE)
        tried: dict[int, list[Labels]] = {n_themes: [] for n_themes in sizes}
        for turn, sample in enumerate(samples):
            tick(turn / TRIALS)
            points = light_view(self._rows[sample], max(sizes), self._seed)
            for n_themes, found in tried.items():
                if self._are_few:
                    found.append(self._small_consensus(sample, points, n_themes))
                else:
                    start = k_means(points, n_themes, self._seed)
                    found.append(refine_by_words(self._words[sample], start, n_themes))
        return tuple(
            Candidate(n_themes, _agreement(samples, found) * _filled(found, n_themes))
            for n_themes, found in sorted(tried.items())
        )

    def overlaps(self, labels: Labels, n_themes: int, tick: Callable[[float], None]) -> Floats:
        """Shape (``REPEATS``, themes): each theme's best overlap with one found in the sample."""
        found = []
        for turn, sample in enumerate(self._samples(REPEATS, LARGEST_REPEAT)):
            tick(turn / REPEATS)
            again = self._again(sample, n_themes)
            found.append(_best_overlaps(labels[sample], again, n_themes))
        return np.array(found)

    def _samples(self, count: int, largest: int) -> list[Labels]:
        total = self._rows.shape[0]
        size = min(int(np.ceil(total * SAMPLE_SHARE)), largest)
        draws = np.random.default_rng(self._seed)
        pool = draws.permutation(total)[: int(np.ceil(size / SAMPLE_SHARE))]
        return [np.sort(draws.permutation(pool)[:size]) for _ in range(count)]

    def _again(self, sample: Labels, n_themes: int) -> Labels:
        rows = self._rows[sample]
        if self._are_few:
            seen = views(rows, n_themes, self._seed)
            return careful(rows, self._words[sample], seen, n_themes, self._seed)
        return self._small_consensus(sample, light_view(rows, n_themes, self._seed), n_themes)

    def _small_consensus(self, sample: Labels, points: Floats, n_themes: int) -> Labels:
        words = self._words[sample]
        partitions = []
        for offset in range(STARTS):
            start = k_means(points, n_themes, self._seed + offset)
            partitions += [start, refine_by_words(words, start, n_themes)]
        agreed = consensus(partitions, n_themes, self._seed, STARTS)
        return straighten(self._rows[sample], agreed, n_themes)


def _agreement(samples: Sequence[Labels], labels: Sequence[Labels]) -> float:
    scores = []
    for one, other in combinations(range(len(samples)), 2):
        _, here, there = np.intersect1d(samples[one], samples[other], return_indices=True)
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
