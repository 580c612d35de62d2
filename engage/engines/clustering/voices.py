"""Small voices: a few comments that say one thing nobody else says, too few to be a theme.

Groups are cliques-like knots in the graph of mutual likeness: each member is near to the others and
far from what is common. Near-copies count as one text, so that a campaign is not a voice; the words
of a voice must be its own, seldom said outside it. Deterministic, whatever the order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from threadpoolctl import threadpool_limits

from engage.engines.clustering.campaigns import find_campaigns
from engage.engines.clustering.describing import pick_keywords, surfaces
from engage.engines.clustering.detection import base_language
from engage.engines.clustering.tokens import Tokeniser
from engage.engines.clustering.vocabulary import Floats, learn_vocabulary

FEWEST = 3
MOST_SHARE = 0.02  # of a language's comments: what is more frequent is no small voice
FEWEST_MOST = 8  # but among few comments a voice may have this many
NEAR = 0.2
DENSE = 0.28  # looser groups are a shared word rather than a shared wish
OWN = 0.5
NEIGHBOURS = 12
MOST_READ = 20_000
CHUNK = 1_000
UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})


@dataclass(frozen=True)
class SmallGroup:
    """Places of comments that say one thing, their own words, and how dense it is (0..1)."""

    places: tuple[int, ...]
    keywords: tuple[str, ...]
    density: float


@dataclass(frozen=True)
class _Knot:
    rows: tuple[int, ...]
    density: float


def find_small_voices(
    texts: Sequence[str], languages: Sequence[str], most: int = 10
) -> tuple[SmallGroup, ...]:
    """At most ``most`` groups of ``FEWEST`` comments or more, the most distinct first.

    Comments of a campaign count as one text; two comments alike to the letter count as one too.
    """
    spoken = [base_language(code) for code in languages]
    found: list[SmallGroup] = []
    with threadpool_limits(limits=1):
        for code in sorted(set(spoken)):
            places = [at for at, own in enumerate(spoken) if own == code]
            found += _of_language(code, texts, _distinct(texts, places))
    found.sort(key=lambda group: (-_weight(group), texts[group.places[0]]))
    return tuple(found[:most])


def _weight(group: SmallGroup) -> float:
    """Of two groups as dense, the larger one has less likely come about by chance."""
    return group.density * float(np.sqrt(len(group.places)))


def _distinct(texts: Sequence[str], places: Sequence[int]) -> list[int]:
    """One place for each text and each campaign, in the order of the texts."""
    ordered = sorted(places, key=lambda at: (texts[at], at))
    first: dict[str, int] = {}
    for place in ordered:
        first.setdefault(" ".join(texts[place].lower().split()), place)
    kept = list(first.values())[:MOST_READ]
    for copies in find_campaigns([texts[at] for at in kept]):
        for copy in copies[1:]:
            kept[copy] = -1
    return [place for place in kept if place >= 0]


def _of_language(code: str, texts: Sequence[str], places: list[int]) -> list[SmallGroup]:
    if len(places) < FEWEST:
        return []
    tokeniser = Tokeniser(code)
    documents = [tokeniser.terms(texts[place]) for place in places]
    vocabulary = learn_vocabulary(tokeniser, documents)
    counts = vocabulary.counts(documents)
    rows = vocabulary.weigh(counts)
    largest = max(FEWEST_MOST, round(MOST_SHARE * len(places)))
    spread = np.asarray((counts > 0).sum(axis=0)).ravel()
    names = vocabulary.terms
    # pairs of common words are rare by chance; where characters stand alone, pairs are the words
    is_unspaced = code in UNSPACED
    telling = np.array([at for at, term in enumerate(names) if (" " in term) == is_unspaced])
    telling = telling.astype(np.int64)
    groups = []
    for knot in _knots(_near(rows), largest):
        members = list(knot.rows)
        terms = _own_terms(counts[:, telling], spread[telling], members, vocabulary.rarity[telling])
        if terms:
            own = [(names[int(telling[at])], worth) for at, worth in terms]
            surface = surfaces(
                tokeniser, [texts[places[m]] for m in members], [term for term, _ in own]
            )
            chosen = tuple(places[member] for member in members)
            groups.append(SmallGroup(chosen, pick_keywords(own, surface), knot.density))
    return groups


def _near(rows: Any) -> Any:
    """Each text with its nearest others (cosine), both ways; nothing under ``NEAR``."""
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


def _knots(near: Any, largest: int) -> list[_Knot]:
    """Grow a group around each text, the densest first; no text twice."""
    strength = np.asarray(near.sum(axis=1)).ravel()
    taken = np.zeros(near.shape[0], dtype=bool)
    knots = []
    for seed in np.argsort(-strength, kind="stable"):
        if strength[seed] == 0 or taken[seed]:
            continue
        members = _grown(near, int(seed), taken, largest)
        if FEWEST <= len(members) <= largest:
            inside = near[members][:, members]
            density = float(inside.sum() / (len(members) * (len(members) - 1)))
            if density >= DENSE:
                knots.append(_Knot(tuple(sorted(members)), density))
                taken[members] = True
    return knots


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


def _own_terms(
    counts: Any, spread: npt.NDArray[Any], members: list[int], rarity: Floats
) -> list[tuple[int, float]]:
    """Terms that most members use and few others do, best first."""
    inside = np.asarray((counts[members] > 0).sum(axis=0)).ravel()
    often = np.flatnonzero(inside >= max(2, 0.6 * len(members)))
    own = [
        (int(at), float(inside[at] / len(members) * rarity[at]))
        for at in often
        if inside[at] / spread[at] >= OWN
    ]
    return sorted(own, key=lambda pair: (-pair[1], pair[0]))


def nearest(
    texts: Sequence[str], languages: Sequence[str], examples: Sequence[int], most: int = 50
) -> tuple[tuple[int, float], ...]:
    """Places of the comments most like the ``examples``, with their likeness (0..1), best first.

    Comments are compared within the languages of the examples: likeness is of words.
    """
    spoken = [base_language(code) for code in languages]
    chosen = set(examples)
    found: list[tuple[int, float]] = []
    with threadpool_limits(limits=1):
        for code in sorted({spoken[at] for at in chosen}):
            places = [at for at, own in enumerate(spoken) if own == code]
            tokeniser = Tokeniser(code)
            documents = [tokeniser.terms(texts[place]) for place in places]
            vocabulary = learn_vocabulary(tokeniser, documents)
            rows = vocabulary.weigh(vocabulary.counts(documents))
            given = [row for row, place in enumerate(places) if place in chosen]
            centre = np.asarray(rows[given].mean(axis=0)).ravel()
            length = float(np.linalg.norm(centre)) or 1.0
            likeness = np.asarray(rows @ centre).ravel() / length
            found += [
                (place, round(float(value), 4))
                for place, value in zip(places, likeness, strict=True)
                if value > 0 and place not in chosen
            ]
    found.sort(key=lambda pair: (-pair[1], texts[pair[0]], pair[0]))
    return tuple(found[:most])
