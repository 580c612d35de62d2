"""Knots: comments each of which is linked to most of the others by words they share.

The graph links a comment to its nearest others, where these are near in return. Besides knots it
gives each comment with the few that are nearest to it: three people who say one thing share one
word, and another with one of them, which is too little for a knot.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

NEAR = 0.2
NEIGHBOURS = 12
LINKED = 0.28  # in a looser group the links are too few to hold all of it together
CHUNK = 1_000
FEWEST = 3
COMPANY = (2, 3)  # the nearest ones that a comment is put together with


def knots(near: Any, largest: int) -> list[tuple[int, ...]]:
    """Groups of ``FEWEST`` to ``largest`` rows of the graph, the most strongly linked first.

    A group is grown around each row; none is in two.
    """
    strength = np.asarray(near.sum(axis=1)).ravel()
    taken = np.zeros(near.shape[0], dtype=bool)
    found = []
    for seed in np.argsort(-strength, kind="stable"):
        if strength[seed] == 0 or taken[seed]:
            continue
        members = _grown(near, int(seed), taken, largest)
        if FEWEST <= len(members) <= largest and _density(near, members) >= LINKED:
            found.append(tuple(sorted(members)))
            taken[members] = True
    return found


def with_nearest(near: Any) -> list[tuple[int, ...]]:
    """Each row of the graph with the ``COMPANY`` that it is linked to most strongly."""
    found: set[tuple[int, ...]] = set()
    for row in range(near.shape[0]):
        span = slice(near.indptr[row], near.indptr[row + 1])
        best = near.indices[span][np.lexsort((near.indices[span], -near.data[span]))]
        found.update(
            tuple(sorted([row, *best[:count].tolist()])) for count in COMPANY if len(best) >= count
        )
    return sorted(found)


def _density(near: Any, members: list[int]) -> float:
    links = float(near[members][:, members].sum())
    return links / (len(members) * (len(members) - 1))


def graph(rows: Any) -> Any:
    """Each weighted row with its nearest others (cosine), both ways; nothing under ``NEAR``."""
    transposed = rows.T.tocsc()
    size = rows.shape[0]
    kept: list[Any] = []
    for start in range(0, size, CHUNK):
        likeness = (rows[start : start + CHUNK] @ transposed).tocsr()
        likeness.data[likeness.data < NEAR] = 0
        likeness.eliminate_zeros()
        kept.append(_nearest_only(likeness, start))
    near = sparse.vstack(kept).tocsr()
    return near.minimum(near.T).tocsr()


def _nearest_only(likeness: Any, start: int) -> Any:
    data, columns, ends = [], [], [0]
    for row in range(likeness.shape[0]):
        span = slice(likeness.indptr[row], likeness.indptr[row + 1])
        others = likeness.indices[span] != start + row
        values, at = likeness.data[span][others], likeness.indices[span][others]
        best = np.lexsort((at, -values))[:NEIGHBOURS]
        data.append(values[best])
        columns.append(at[best])
        ends.append(ends[-1] + len(best))
    return sparse.csr_matrix(
        (np.concatenate(data), np.concatenate(columns), ends), shape=likeness.shape
    )


def _grown(near: Any, seed: int, taken: npt.NDArray[np.bool_], largest: int) -> list[int]:
    """Add who is linked to at least half of the members, as long as there is somebody."""
    members = [seed]
    links: dict[int, float] = {}
    linked: dict[int, int] = {}
    at = seed
    while len(members) <= largest:
        span = slice(near.indptr[at], near.indptr[at + 1])
        for other, value in zip(near.indices[span], near.data[span], strict=True):
            links[other] = links.get(other, 0.0) + float(value)
            linked[other] = linked.get(other, 0) + 1
        open_ = [
            other
            for other in links
            if other not in members and not taken[other] and 2 * linked[other] >= len(members)
        ]
        if not open_:
            break
        at = max(open_, key=lambda other: (links[other], -other))
        members.append(int(at))
    return members
