"""Words that everybody uses whatever they speak about: "people", "need", the name of the city.

They are frequent, no list can know them all, and rarity alone does not silence them: they come out
as the names of themes. What gives them away is the company they keep: comments that share "traffic"
are alike in their other words, too; comments that share the city's name are no more alike than any.

A name of several words ("bowling green") even draws comments together that have only it in common:
it counts twice and as a pair. So it is weighed down where themes are sought; other words are so
only where themes are named, because some of them tell a little ("tell me", "how can I").

Characters of scripts without spaces are left as they are: parts of words keep other company.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from engage.engines.clustering.tokens import is_character
from engage.engines.clustering.vocabulary import Floats, Vocabulary

FREQUENT = 0.02  # of the comments; what fewer say cannot draw many together
FEWEST_USERS = 30  # of fewer, how alike they are is chance: "traffic" came out as said by everybody
COMPANION = 0.6  # a word in so many of another's comments is one name with it
UNTELLING, TELLING = 1.0, 2.0  # times as alike as any two comments
QUIETEST = 0.1
ASKED = 0.25


def quieted(vocabulary: Vocabulary, rows: Any, asked: Iterable[str] = ()) -> Vocabulary:
    """The vocabulary with its ``loudness``, and names that everybody uses weighed down.

    ``rows`` are the weighted rows of the comments it was learned from, ``asked`` texts of the
    consultation itself, such as the question: who repeats them says nothing of their own.
    """
    loudness: dict[str, float] = {}
    names: dict[str, float] = {}
    for word, loud, is_name in _frequent(vocabulary, rows):
        loudness[word] = loud
        if is_name and loud < 1:
            names[word] = QUIETEST
    for token in (token for text in asked for token in vocabulary.tokeniser.words(text)):
        if not is_character(token.term):
            loudness[token.term] = min(ASKED, loudness.get(token.term, 1.0))
    weights = [max(names.get(word, 1.0) for word in term.split()) for term in vocabulary.places]
    return replace(vocabulary, rarity=vocabulary.rarity * np.array(weights), loudness=loudness)


def _frequent(vocabulary: Vocabulary, rows: Any) -> Iterable[tuple[str, float, bool]]:
    """Frequent words: ``TELLING`` ones are 1 loud; and whether a word is part of a name."""
    total, terms = rows.shape[0], vocabulary.terms
    columns_of: dict[str, list[int]] = defaultdict(list)
    for column, term in enumerate(terms):
        for word in term.split():
            columns_of[word].append(column)
    users = rows.tocsc()
    spread = np.diff(users.indptr)
    everything = np.asarray(rows.sum(axis=0)).ravel()
    for column in vocabulary.words:
        is_frequent = max(FEWEST_USERS, FREQUENT * total) <= spread[column] < total
        if is_frequent and not is_character(terms[column]):
            own = rows[users.indices[users.indptr[column] : users.indptr[column + 1]]]
            shared = np.bincount(own.indices, minlength=len(terms)) >= COMPANION * own.shape[0]
            companions = {word for at in np.flatnonzero(shared) for word in terms[at].split()}
            left_out = [at for word in companions for at in columns_of[word]]
            ratio = _likeness(own, everything, total, left_out)
            loud = np.clip((ratio - UNTELLING) / (TELLING - UNTELLING), QUIETEST, 1)
            yield terms[column], float(loud), len(companions) > 1


def _likeness(own: Any, everything: Floats, total: int, left_out: list[int]) -> float:
    """How many times as alike the rows are to one another as to all others."""
    size = own.shape[0]
    sums = np.asarray(own.sum(axis=0)).ravel()
    inside = sums**2 - np.asarray(own.multiply(own).sum(axis=0)).ravel()
    outside = sums * (everything - sums)
    inside[left_out] = outside[left_out] = 0
    within = inside.sum() / (size * (size - 1))
    across = outside.sum() / (size * (total - size))
    return float(within / across) if across > 0 else UNTELLING
