"""Many partitions of the same comments, and one on which they agree."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.extmath import randomized_svd

from engage.engines.clustering.vocabulary import Floats

Labels = npt.NDArray[np.int64]
EM_ROUNDS = 10
CONSENSUS_STARTS = 10


def k_means(points: Floats, n_themes: int, seed: int, starts: int = 1) -> Labels:
    """Lloyd's algorithm, the best of some k-means++ starts."""
    model = KMeans(n_themes, n_init=starts, random_state=seed)
    with warnings.catch_warnings():
        # Fewer distinct points than themes is an answer, not an accident: some themes stay empty.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return np.asarray(model.fit_predict(points), dtype=np.int64)


def refine_by_words(counts: Any, labels: Labels, n_themes: int) -> Labels:
    """Expectation maximisation for a mixture of multinomials (Nigam et al. 2000) from a start."""
    counts = counts.astype(np.float32)
    belief = np.eye(n_themes, dtype=np.float32)[labels]
    for _ in range(EM_ROUNDS):
        words = np.asarray((counts.T @ belief).T) + 1
        log_words = np.log(words / words.sum(axis=1, keepdims=True))
        log_share = np.log((belief.sum(axis=0) + 1) / (len(labels) + n_themes))
        joint = np.asarray(counts @ log_words.T) + log_share
        joint -= joint.max(axis=1, keepdims=True)
        belief = np.exp(joint)
        belief /= belief.sum(axis=1, keepdims=True)
    return np.asarray(belief.argmax(axis=1), dtype=np.int64)


def consensus(
    partitions: Sequence[Labels], n_themes: int, seed: int, starts: int = CONSENSUS_STARTS
) -> Labels:
    """k-means on the partitions themselves, each weighted by how well it agrees with the others."""
    weights = (_agreement(partitions, n_themes) ** 2).astype(np.float32)
    members = sparse.hstack(
        [
            weight * _members(labels, n_themes)
            for labels, weight in zip(partitions, weights, strict=True)
        ]
    ).tocsr()
    left, strengths, _ = randomized_svd(members, n_themes, random_state=seed)
    points = left * strengths
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return k_means(points / np.where(lengths > 0, lengths, 1), n_themes, seed, starts)


def _agreement(partitions: Sequence[Labels], n_themes: int) -> Floats:
    """Of each its mean normalised mutual information with the others.

    All pairs from one table of counts: a library's function counts anew for each, ten times slower.
    """
    size, total = len(partitions), len(partitions[0])
    members = sparse.hstack([_members(labels, n_themes) for labels in partitions]).tocsr()
    both = (members.T @ members).toarray().reshape(size, n_themes, size, n_themes) / total
    joint = _entropies(both.transpose(0, 2, 1, 3).reshape(size, size, -1))
    alone = np.diag(joint)
    mean = (alone[:, None] + alone) / 2
    shared = np.where(mean > 0, (2 * mean - joint) / np.where(mean > 0, mean, 1), 1)
    return np.asarray((shared.sum(axis=1) - np.diag(shared)) / max(size - 1, 1))


def _entropies(shares: Floats) -> Floats:
    """Along the last axis, of shares that add up to one."""
    return np.asarray(-(shares * np.log(np.where(shares > 0, shares, 1))).sum(axis=-1))


def _members(labels: Labels, n_themes: int) -> Any:
    """Shape (comments, themes): 1 where a comment is in a theme."""
    ends = np.arange(len(labels) + 1)
    ones = np.ones(len(labels), dtype=np.float32)
    return sparse.csr_matrix((ones, labels, ends), shape=(len(labels), n_themes))
