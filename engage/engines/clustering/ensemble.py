"""The method for one language and one number of themes: views, partitions, consensus, ridge."""

from typing import Any

from engage.engines.clustering.classifier import straighten
from engage.engines.clustering.partitions import Labels, consensus, k_means, refine_by_words
from engage.engines.clustering.vocabulary import Floats

SEEDS = 2


def careful(rows: Any, words: Any, seen: list[Floats], n_themes: int, seed: int) -> Labels:
    """Labels 0..n_themes-1 from twenty partitions over the five views in ``seen``.

    ``rows`` are the weighted terms of the comments, ``words`` the counts of their single words.
    """
    partitions = []
    for offset in range(SEEDS):
        for points in seen:
            labels = k_means(points, n_themes, seed + offset)
            partitions += [labels, refine_by_words(words, labels, n_themes)]
    return straighten(rows, consensus(partitions, n_themes, seed), n_themes)
