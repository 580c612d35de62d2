"""A ridge classifier: it straightens the themes out, names them and places new comments."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.vocabulary import Floats

PENALTY = 1.0
ROUNDS = 3
MAX_STEPS = 50
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Classifier:
    """One column of term weights per theme, and each theme's share of the comments."""

    weights: Floats
    shares: Floats

    def outputs(self, rows: Any) -> Floats:
        """How far each row leans to each theme; about 1 for a typical member, 0 elsewhere."""
        return np.asarray(rows @ self.weights) + self.shares


def train(rows: Any, labels: Labels, n_themes: int) -> Classifier:
    """What tells the themes apart, from rows that are in one theme each."""
    return learn(rows, np.eye(n_themes)[labels])


def learn(rows: Any, targets: Floats) -> Classifier:
    """Least squares on the themes as 0 and 1, with a quadratic penalty; a row may have several."""
    shares = targets.sum(axis=0) / max(len(targets), 1)
    return Classifier(_solve(rows, targets - shares), shares)


def straighten(rows: Any, labels: Labels, n_themes: int) -> Labels:
    """Let the classifier move the comments it reads otherwise, for a few rounds."""
    for _ in range(ROUNDS):
        read = train(rows, labels, n_themes).outputs(rows).argmax(axis=1)
        if (read == labels).all():
            break
        labels = read
    return labels


def _solve(rows: Any, targets: Floats) -> Floats:
    """Conjugate gradients on the normal equations, all themes at once, in single precision.

    The tolerance is a thousand times what rounding leaves, and it takes half the time.
    """
    rows = rows.astype(np.float32)
    transposed = rows.T.tocsr()
    residual = np.asarray(transposed @ targets.astype(np.float32))
    answer = np.zeros_like(residual)
    direction = residual.copy()
    size = (residual**2).sum(axis=0)
    enough = size.max(initial=0) * TOLERANCE**2
    for _ in range(MAX_STEPS):
        if size.max(initial=0) <= enough:
            break
        image = np.asarray(transposed @ (rows @ direction)) + PENALTY * direction
        curve = (direction * image).sum(axis=0)
        step = size / np.where(curve > 0, curve, 1)
        answer += step * direction
        residual -= step * image
        new_size = (residual**2).sum(axis=0)
        direction = residual + new_size / np.where(size > 0, size, 1) * direction
        size = new_size
    return answer.astype(np.float64)
