"""What a theme says, in its people's own sentences: nothing is written, all is quoted.

Sentences are chosen by maximal marginal relevance (Carbonell and Goldstein 1998): near to what the
theme is about, far from what has been said already. Each carries its comment and its place in it,
so that every sentence of a summary leads to its source and is word for word by construction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import regex
from sklearn.feature_extraction.text import TfidfVectorizer

from engage.engines.clustering.detection import base_language
from engage.engines.clustering.tokens import Tokeniser

SHORTEST, LONGEST = 20, 260
RELEVANCE = 0.7
MOST_READ = 2_000
MOST_SENTENCES = 5
COMMENTS_PER_SENTENCE = 8
_SENTENCES = regex.compile(r"[^.!?؟۔।。！？\n]+[.!?؟۔।。！？]*")


@dataclass(frozen=True)
class QuotedSentence:
    """Characters ``start`` to ``end`` (excluded) of the comment at ``place`` in the input."""

    place: int
    start: int
    end: int


def summarise(
    texts: Sequence[str], languages: Sequence[str], most: int = MOST_SENTENCES
) -> tuple[QuotedSentence, ...]:
    """Up to ``most`` sentences that together cover the comments of one theme, most telling first.

    Short themes get fewer: about one for every ``COMMENTS_PER_SENTENCE`` comments, at least one. Of
    a comment at most one sentence is taken. The same comments give the same summary.
    """
    sentences = _sentences(texts)
    if not sentences:
        return ()
    wanted = min(most, max(1, -(-len(texts) // COMMENTS_PER_SENTENCE)))
    rows = _rows(sentences, texts, languages)
    centre = np.asarray(rows.mean(axis=0)).ravel()
    relevance = np.asarray(rows @ centre).ravel()
    likeness = np.zeros(len(sentences))
    is_open = relevance > 0
    picked: list[QuotedSentence] = []
    while len(picked) < wanted and is_open.any():
        worth = np.where(is_open, RELEVANCE * _scaled(relevance) - (1 - RELEVANCE) * likeness, -2)
        best = int(worth.argmax())
        chosen = sentences[best]
        picked.append(chosen)
        near = np.asarray((rows @ rows[best].T).todense()).ravel()
        likeness = np.maximum(likeness, near)
        is_open &= np.array([sentence.place != chosen.place for sentence in sentences])
        is_open &= near < 0.8
    return tuple(picked)


def _sentences(texts: Sequence[str]) -> list[QuotedSentence]:
    found = []
    order = sorted(range(len(texts)), key=lambda place: (texts[place], place))
    for place in order[:MOST_READ]:
        text = texts[place]
        for match in _SENTENCES.finditer(text):
            words = match.group()
            start = match.start() + len(words) - len(words.lstrip())
            end = match.end() - (len(words) - len(words.rstrip()))
            if SHORTEST <= end - start <= LONGEST:
                found.append(QuotedSentence(place, start, end))
    return found


def _rows(
    sentences: Sequence[QuotedSentence], texts: Sequence[str], languages: Sequence[str]
) -> Any:
    tokenisers = {code: Tokeniser(base_language(code)) for code in set(languages)}
    documents = [
        tokenisers[languages[s.place]].terms(texts[s.place][s.start : s.end]) for s in sentences
    ]
    if not any(documents):
        documents = [["?"] for _ in sentences]
    vectoriser = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    return vectoriser.fit_transform(documents)


def _scaled(values: Any) -> Any:
    return values / max(float(values.max()), 1e-12)
