"""How many themes, and how far each theme survives a change of sample.

Overlapping samples are clustered apart; where two samples agree on the comments they share
(adjusted mutual information), the number of themes is a property of the comments and not of chance
(Lange et al. 2004). A theme's own stability is its mean best Jaccard overlap with a theme of each
sample (Hennig 2007); below 0.6 it should not be trusted without reading it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from engage.engines.clustering.ensemble import quick
from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.views import views

N_SAMPLES = 4
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


@dataclass(frozen=True)
class Resampling:
    """The samples (places of their comments) and, by number of themes, the labels of each."""

    samples: list[Labels]
    labels: dict[int, list[Labels]]

    def candidates(self) -> tuple[Candidate, ...]:
        """The tried numbers of themes, fewest first."""
        return tuple(
            Candidate(n_themes, self._agreement(labels) * _filled(labels, n_themes))
            for n_themes, labels in sorted(self.labels.items())
        )

    def theme_stabilities(self, labels: Labels, n_themes: int) -> list[float]:
        """Per theme of ``labels``, the mean best overlap with a theme of each sample."""
        overlaps = [
            _best_overlaps(labels[sample], found, n_themes)
            for sample, found in zip(self.samples, self.labels[n_themes], strict=True)
        ]
        return [float(value) for value in np.mean(overlaps, axis=0)]

    def _agreement(self, labels: list[Labels]) -> float:
        scores = []
        for one, other in combinations(range(len(self.samples)), 2):
            _, here, there = np.intersect1d(
                self.samples[one], self.samples[other], return_indices=True
            )
            scores.append(adjusted_mutual_info_score(labels[one][here], labels[other][there]))
        return float(np.clip(np.mean(scores), 0, 1))


def resample(
    rows: Any, words: Any, sizes: Sequence[int], seed: int, tick: Callable[[float], None]
) -> Resampling:
    """Cluster overlapping samples of the comments into each number of themes in ``sizes``."""
    total = rows.shape[0]
    size = min(int(np.ceil(total * SAMPLE_SHARE)), LARGEST_SAMPLE)
    draws = np.random.default_rng(seed)
    pool = draws.permutation(total)[: int(np.ceil(size / SAMPLE_SHARE))]
    result = Resampling([], {n_themes: [] for n_themes in sizes})
    for turn in range(N_SAMPLES):
        sample = np.sort(draws.permutation(pool)[:size])
        result.samples.append(sample)
        seen = views(rows[sample], max(sizes), seed)
        for place, n_themes in enumerate(sizes):
            tick((turn + place / len(sizes)) / N_SAMPLES)
            result.labels[n_themes].append(quick(words[sample], seen, n_themes, seed))
    return result


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
