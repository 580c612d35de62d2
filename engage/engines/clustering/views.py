"""Five ways to see the same comments as points, each good where the others fail.

Latent semantic analysis; bipartite spectral embedding (Dhillon 2001), regularised, which carries
short texts; vectors of words that share a document (positive pointwise mutual information, Levy et
al. 2015), which joins comments without a word in common; and two concatenations.

All in single precision: the factors agree with those in double to four digits in under half the
time, and where a comment lies is no surer than that.
"""

from typing import Any

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from engage.engines.clustering.vocabulary import Floats

WORD_DIMENSIONS = 100
CONTEXT_SMOOTHING = 0.75


def views(rows: Any, n_themes: int, seed: int) -> list[Floats]:
    """Each view is an array of shape (comments, dimensions) with rows of length 1."""
    dimensions = min(n_themes + 5, 100, min(rows.shape) - 1)
    rows = rows.astype(np.float32)
    semantic = _unit(_latent(rows, dimensions, seed))
    spectral = _unit(_spectral(rows, dimensions, seed))
    neighbours = _unit(_word_neighbours(rows, seed))
    return [
        semantic,
        spectral,
        neighbours,
        np.hstack([semantic, spectral, neighbours]),
        np.hstack([spectral, neighbours]),
    ]


def light_view(rows: Any, n_themes: int, seed: int) -> Floats:
    """The two views that cost least, side by side, rows to length 1 each."""
    dimensions = min(n_themes + 5, 100, min(rows.shape) - 1)
    rows = rows.astype(np.float32)
    return np.hstack(
        [_unit(_latent(rows, dimensions, seed)), _unit(_spectral(rows, dimensions, seed))]
    )


def _latent(rows: Any, dimensions: int, seed: int) -> Floats:
    left, strengths, _ = randomized_svd(rows, dimensions, random_state=seed)
    return np.asarray(left * strengths)


def _spectral(rows: Any, dimensions: int, seed: int) -> Floats:
    of_rows = np.asarray(rows.sum(axis=1)).ravel()
    of_terms = np.asarray(rows.sum(axis=0)).ravel()
    row_scale = 1 / np.sqrt(of_rows + of_rows.mean())
    term_scale = 1 / np.sqrt(of_terms + of_terms.mean())
    scaled = sparse.diags(row_scale) @ rows @ sparse.diags(term_scale)
    left, _, _ = randomized_svd(scaled, dimensions + 1, random_state=seed)
    return np.asarray(left[:, 1:] * row_scale[:, None])


def _word_neighbours(rows: Any, seed: int) -> Floats:
    present = (rows > 0).astype(np.float32)  # exact: no two words share 16 million comments
    together = present.T @ present
    together.setdiag(0)
    together.eliminate_zeros()
    together = together.tocoo()
    totals = np.asarray(together.sum(axis=0, dtype=np.float64)).ravel()
    context = totals**CONTEXT_SMOOTHING
    expected = totals[together.row] * context[together.col] / context.sum()
    information = np.maximum(np.log(together.data / expected), 0)
    places = (together.row, together.col)
    matrix = sparse.csr_matrix((information.astype(np.float32), places), shape=together.shape)
    matrix.eliminate_zeros()
    dimensions = min(WORD_DIMENSIONS, matrix.shape[0] - 1)
    left, strengths, _ = randomized_svd(matrix, dimensions, random_state=seed)
    documents = np.asarray(rows @ (left * strengths))
    return np.asarray(documents - documents.mean(axis=0))


def _unit(points: Floats) -> Floats:
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / np.where(lengths > 0, lengths, 1))
