"""Campaigns: many near-identical comments made from one template.

MinHash on word pairs proposes pairs of texts, cosine similarity of character 4-grams confirms them.
Letters whose wording was rewritten escape; so do texts under twelve words, which may well agree by
chance.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import regex
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer

FEWEST_WORDS = 12
FEWEST_TEXTS = 3
PERMUTATIONS = 64
BAND = 2
HUBS = 8
SAME = 0.7  # short texts may agree by chance
LETTER_WORDS = 30
SAME_LETTER = 0.45
_PRIME = (1 << 31) - 1
_RUNS = regex.compile(r"\s*\S+\s*")
_WORDS = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*")

Pairs = npt.NDArray[np.int64]


def find_campaigns(texts: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Groups of places of near-identical texts, largest first; each has at least three texts."""
    long, sizes, signed = [], [], []
    for place, text in enumerate(texts):
        words = _WORDS.findall(text.lower())
        if len(words) >= FEWEST_WORDS:
            long.append(place)
            sizes.append(len(words))
            signed.append(_signature(words))
    if len(long) < FEWEST_TEXTS:
        return ()
    signatures = np.vstack(signed)
    del signed
    pairs = np.array(sorted(set(_proposals(signatures))), dtype=np.int64).reshape(-1, 2)
    is_letter = np.array(sizes)[pairs].min(axis=1) >= LETTER_WORDS
    enough = np.where(is_letter, SAME_LETTER, SAME)
    alike = pairs[_likeness([texts[place] for place in long], pairs) >= enough]
    links = sparse.coo_matrix(
        (np.ones(len(alike)), (alike[:, 0], alike[:, 1])), shape=(len(long), len(long))
    )
    _, groups = connected_components(links, directed=False)
    members: dict[int, list[int]] = defaultdict(list)
    for place, group in zip(long, groups.tolist(), strict=True):
        members[group].append(place)
    found = [tuple(group) for group in members.values() if len(group) >= FEWEST_TEXTS]
    return tuple(sorted(found, key=lambda group: (-len(group), group)))


def _permutations() -> tuple[Any, Any]:
    draws = np.random.default_rng(0)
    return (
        draws.integers(1, _PRIME, PERMUTATIONS, dtype=np.uint64),
        draws.integers(0, _PRIME, PERMUTATIONS, dtype=np.uint64),
    )


_FACTORS, _OFFSETS = _permutations()


def _signature(words: Sequence[str]) -> npt.NDArray[np.uint32]:
    shingles = {zlib.crc32(f"{one} {two}".encode()) % _PRIME for one, two in pairwise(words)}
    hashes = np.fromiter(sorted(shingles), dtype=np.uint64)
    lowest = ((hashes[:, None] * _FACTORS + _OFFSETS) % _PRIME).min(axis=0)
    return np.asarray(lowest, dtype=np.uint32)


def _proposals(signatures: npt.NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """Pairs whose signatures share a band; a large bucket is linked to a few hubs only."""
    for start in range(0, PERMUTATIONS, BAND):
        # two numbers under 2^32 as one: equal bands become neighbours by sorting
        band = signatures[:, start].astype(np.uint64) << np.uint64(32) | signatures[:, start + 1]
        order = np.argsort(band, kind="stable")
        starts = np.flatnonzero(np.diff(band[order], prepend=~band[order[0]]))
        ends = np.append(starts[1:], len(band))
        shared = ends - starts > 1
        spans = zip(starts[shared].tolist(), ends[shared].tolist(), strict=True)
        yield from _hub_pairs(order[first:end].tolist() for first, end in spans)


def _hub_pairs(buckets: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    for bucket in buckets:
        for hub in range(min(HUBS, len(bucket) - 1)):
            yield from ((bucket[hub], other) for other in bucket[hub + 1 :])


def _likeness(texts: Sequence[str], pairs: Pairs) -> npt.NDArray[np.float64]:
    if not len(pairs):
        return np.empty(0)
    used, places = np.unique(pairs, return_inverse=True)
    grams = _grams()
    rows = grams.fit_transform([texts[place] for place in used])
    first, second = places.reshape(pairs.shape).T
    likeness = [
        np.asarray(rows[first[at : at + 10_000]].multiply(rows[second[at : at + 10_000]]).sum(1))
        for at in range(0, len(pairs), 10_000)
    ]
    return np.concatenate(likeness).ravel()


def _grams() -> TfidfVectorizer:
    """Rare groups of letters weigh no more: an edit brings them, and it is the rest that counts."""
    return TfidfVectorizer(analyzer="char", ngram_range=(4, 4), sublinear_tf=True, use_idf=False)


def template_of(texts: Sequence[str]) -> int:
    """The place of the text that is most like all the others: what the campaign asked to send."""
    grams = _grams()
    rows = grams.fit_transform(texts)
    likeness = np.asarray(rows @ np.asarray(rows.sum(axis=0)).ravel()).ravel()
    return int(np.lexsort((np.arange(len(texts)), -likeness.round(9)))[0])


@dataclass(frozen=True)
class Piece:
    """A piece of a copy: as in the template (``same``), ``added`` to it, or ``removed`` from it."""

    text: str
    kind: str


def variations(template: str, copy: str) -> tuple[Piece, ...]:
    """A copy in pieces, whole words at a time; without the removed ones it is the copy."""
    ours, theirs = (_RUNS.findall(text) for text in (template, copy))
    bare_ours, bare_theirs = ([run.strip() for run in runs] for runs in (ours, theirs))
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, bare_ours, bare_theirs, autojunk=False)
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag in ("replace", "delete"):
            pieces.append(Piece("".join(ours[start:end]), "removed"))
        if to > from_:
            kind = "same" if tag == "equal" else "added"
            pieces.append(Piece("".join(theirs[from_:to]), kind))
    return tuple(pieces)
