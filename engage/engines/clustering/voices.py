"""Small voices: a few comments that say one thing nobody else says, too few to be a theme.

Looked at are comments that share a word which few others use, knots of comments that share several,
and each comment with those nearest to it. What counts is how much more alike the members are among
themselves than to all other comments: rare words alone make no voice, nor do comments that say what
everybody says. Near-copies count as one text, so that a campaign is not a voice; the words of a
voice must be its own, seldom said outside it. Deterministic, whatever the order.
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
from engage.engines.clustering.knots import FEWEST, graph, knots, with_nearest
from engage.engines.clustering.tokens import Tokeniser
from engage.engines.clustering.vocabulary import Floats, learn_vocabulary

MOST_SHARE = 0.02  # of a language's comments: what is more frequent is no small voice
FEWEST_MOST = 8  # but among few comments a voice may have this many
DENSE = 0.2  # looser groups are a shared word rather than a shared wish
OWN = 0.5
MOST_READ = 20_000
CHUNK = 1_000
UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})


@dataclass(frozen=True)
class SmallGroup:
    """Places of comments that say one thing, and their own words.

    ``density`` (0..1) is how alike they are, ``distinctness`` how many times more so than they are
    to all other comments of their language.
    """

    places: tuple[int, ...]
    keywords: tuple[str, ...]
    density: float
    distinctness: float


@dataclass(frozen=True)
class _Read:
    """The distinct comments of a language, by row, and the terms that may tell a voice.

    Pairs of common words are rare by chance, so words tell; where characters stand alone, pairs do.
    ``counts`` has a column for each of ``names``, which ``rarity`` weighs and ``spread`` comments
    have; ``rows`` has all terms.
    """

    tokeniser: Tokeniser
    names: list[str]
    rarity: Floats
    counts: Any
    rows: Any
    spread: npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Candidate:
    members: tuple[int, ...]
    density: float
    distinctness: float

    @property
    def weight(self) -> float:
        """Of two groups as distinct, the larger one has less likely come about by chance."""
        return self.distinctness * float(np.sqrt(len(self.members)))


def find_small_voices(
    texts: Sequence[str], languages: Sequence[str], most: int = 10
) -> tuple[SmallGroup, ...]:
    """At most ``most`` groups of ``FEWEST`` comments or more, the most dense and distinct first.

    Comments of a campaign count as one text; two comments alike to the letter count as one too.
    A comment may be in two groups; less than half of a group is in those that come before it.
    Languages take turns, by the root of their sizes: how distinct a group is among ten thousand
    comments says nothing of one among a hundred.
    """
    spoken = [base_language(code) for code in languages]
    found: list[tuple[float, str, SmallGroup]] = []
    with threadpool_limits(limits=1):
        for code in sorted(set(spoken)):
            places = _distinct(texts, [at for at, own in enumerate(spoken) if own == code])
            groups = _of_language(code, texts, places, most)
            turns = np.arange(1, len(groups) + 1) / np.sqrt(len(places))
            found += zip(turns.tolist(), [code] * len(groups), groups, strict=True)
    found.sort(key=lambda one: one[:2])
    return tuple(group for *_turn, group in found[:most])


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


def _of_language(code: str, texts: Sequence[str], places: list[int], most: int) -> list[SmallGroup]:
    """Groups, the best first."""
    if len(places) < FEWEST:
        return []
    read = _read(code, [texts[place] for place in places])
    largest = max(FEWEST_MOST, round(MOST_SHARE * len(places)))
    near = graph(read.rows)
    groups = sorted({*_sharing_a_word(read, largest), *knots(near, largest), *with_nearest(near)})
    heard = np.zeros(len(places), dtype=bool)
    found: list[SmallGroup] = []
    for one in _best_first(read.rows, groups):
        members = list(one.members)
        if len(found) == most:
            break
        if 2 * heard[members].sum() >= len(members):
            continue
        words = _own_words(read, members, [texts[places[member]] for member in members])
        if words:
            heard[members] = True
            chosen = tuple(places[member] for member in members)
            found.append(SmallGroup(chosen, words, one.density, one.distinctness))
    return found


def _read(code: str, texts: Sequence[str]) -> _Read:
    tokeniser = Tokeniser(code)
    documents = [tokeniser.terms(text) for text in texts]
    vocabulary = learn_vocabulary(tokeniser, documents)
    counts = vocabulary.counts(documents)
    is_unspaced = code in UNSPACED
    telling = [at for at, term in enumerate(vocabulary.terms) if (" " in term) == is_unspaced]
    names = [vocabulary.terms[at] for at in telling]
    rows = vocabulary.weigh(counts)
    told = counts[:, telling]
    spread = np.diff(told.tocsc().indptr).astype(np.int64)
    return _Read(tokeniser, names, vocabulary.rarity[telling], told, rows, spread)


def _sharing_a_word(read: _Read, largest: int) -> list[tuple[int, ...]]:
    """The comments of each word that few use, but no word that would name nothing."""
    users = read.counts.tocsc()
    spans = map(slice, users.indptr[:-1], users.indptr[1:])
    return [
        tuple(sorted(users.indices[span].tolist()))
        for term, span in zip(read.names, spans, strict=True)
        if FEWEST <= span.stop - span.start <= largest and not read.tokeniser.is_slight(term)
    ]


def _best_first(rows: Any, groups: Sequence[tuple[int, ...]]) -> list[_Candidate]:
    """The groups that are dense, those that are most distinct for their size first."""
    found: list[_Candidate] = []
    everything = np.asarray(rows.sum(axis=0)).ravel()
    for start in range(0, len(groups), CHUNK):
        chunk = groups[start : start + CHUNK]
        sizes = np.array([len(group) for group in chunk])
        ends = np.append(0, np.cumsum(sizes))
        places = np.concatenate(chunk)
        shape = (len(chunk), rows.shape[0])
        sums = sparse.csr_matrix((np.ones(len(places)), places, ends), shape=shape) @ rows
        inside = np.asarray(sums.multiply(sums).sum(axis=1)).ravel()
        density = (inside - sizes) / (sizes * (sizes - 1))
        # as if one more comment were wholly like theirs: among few, none like theirs means little
        outside = ((sums @ everything - inside) / sizes + 1) / (rows.shape[0] - sizes + 1)
        measured = zip(chunk, density.tolist(), (density / outside).tolist(), strict=True)
        found += [_Candidate(*one) for one in measured if one[1] >= DENSE]
    return sorted(found, key=lambda one: (-one.weight, one.members))


def _own_words(read: _Read, members: list[int], texts: Sequence[str]) -> tuple[str, ...]:
    """Words that most members use and few others do, as people wrote them, best first."""
    inside = np.diff(read.counts[members].tocsc().indptr)
    often = np.flatnonzero(inside >= max(2, 0.6 * len(members)))
    worth = inside[often] / len(members) * read.rarity[often]
    own = [
        (read.names[at], float(worth[place]))
        for place, at in enumerate(often.tolist())
        if inside[at] / read.spread[at] >= OWN
    ]
    own.sort(key=lambda pair: (-pair[1], pair[0]))
    return pick_keywords(own, surfaces(read.tokeniser, texts, [term for term, _worth in own]))


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
