"""What a theme is about: its words as people wrote them, and comments to read first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import regex

from engage.engines.clustering.everywhere import QUIETEST
from engage.engines.clustering.one_language import Fitted, OneLanguage
from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.sampling import evenly
from engage.engines.clustering.tokens import Tokeniser
from engage.engines.clustering.vocabulary import Floats, Vocabulary

N_KEYWORDS = 8
N_CONSIDERED = 40
LONGEST_SURFACE = 40
LONGEST_PAIR = 3  # words, with one between the two: "indoor pools", but not "gas does my car"
FEW = 3_000
N_SHOWING = 12
PHRASE_WORTH = 0.5
MARK_WORTH = 0.25
SLIGHT_WORTH = 0.25
_PARTING = regex.compile(r"[.!?…;:,()\[\]\n،؛؟。！？；：，、（）।۔]")


@dataclass(frozen=True)
class FoundTheme:
    """A theme as the machine found it.

    ``number`` is the label its comments carry. ``label`` is a suggestion; ``keywords`` are its
    telling words and phrases, best first, also by language. ``typical`` and ``unusual`` are places
    of comments in the input. ``stability`` (0..1) is how much of it comes together again in another
    sample, on average over repeats; ``fell_apart`` counts the repeats in which less than half did.
    """

    number: int
    size: int
    label: str
    keywords: tuple[str, ...]
    keywords_by_language: Mapping[str, tuple[str, ...]]
    languages: tuple[str, ...]
    typical: tuple[int, ...]
    unusual: tuple[int, ...]
    stability: float
    fell_apart: int


def telling_terms(fitted: Fitted) -> list[list[tuple[str, float]]]:
    """Per theme, terms and their worth, best first."""
    placed = fitted.labels >= 0
    model = fitted.model
    labels = fitted.labels[placed]
    return telling_groups(model.vocabulary, fitted.counts[placed], labels, model.n_themes)


def telling_groups(
    vocabulary: Vocabulary, counts: Any, labels: Labels, n_groups: int
) -> list[list[tuple[str, float]]]:
    """Per group (0 up), terms and worth by class-based TF-IDF (Grootendorst 2022), best first.

    Worth less are slight words, those that are used whatever people speak about, and those that
    other groups use as often for their size.
    """
    by_group = np.asarray((counts.T @ np.eye(n_groups)[labels]).T)
    sizes = by_group.sum(axis=1, keepdims=True)
    rarity = np.log1p(sizes.mean() / np.maximum(by_group.sum(axis=0), 1)) if n_groups else 0
    terms = vocabulary.terms
    weights = np.array([_naming_weight(vocabulary, term) for term in terms])
    rates = by_group / np.maximum(sizes, 1)
    own = rates / np.maximum(rates.sum(axis=0), 1e-12)
    worth = rates * rarity * weights * np.sqrt(own)
    best = np.argsort(-worth, axis=1, kind="stable")[:, :N_CONSIDERED]
    return [
        [(terms[term], float(row[term])) for term in order if row[term] > 0]
        for row, order in zip(worth, best, strict=True)
    ]


def _naming_weight(vocabulary: Vocabulary, term: str) -> float:
    """A phrase names no more than the slightest of its words, signs of a word as the best of them.

    So "green needs" and "can I transfer" name nothing, though people often write them.
    """
    words = term.split()
    weights = [_loudness(vocabulary, word) for word in words]
    return max(weights) if all(len(word) == 1 for word in words) else min(weights)


def _loudness(vocabulary: Vocabulary, word: str) -> float:
    if word not in vocabulary.places:  # too common to be a term, or its pair would not be one
        return QUIETEST
    slight = SLIGHT_WORTH if vocabulary.tokeniser.is_slight(word) else 1.0
    return vocabulary.loudness.get(word, 1.0) * slight


def surfaces(tokeniser: Tokeniser, texts: Iterable[str], wanted: Iterable[str]) -> dict[str, str]:
    """Each wanted term as people most often wrote it, in lower case.

    Left out are terms whose words were only written on both sides of a full stop or a comma.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    looked_for = frozenset(wanted)
    for text in texts:
        for term, start, end in tokeniser.tokens(text):
            if term in looked_for and end - start <= LONGEST_SURFACE:
                written = text[start:end]
                if _PARTING.search(written) is None:
                    forms[term][" ".join(written.lower().split())] += 1
    return {
        term: min(found, key=lambda form: (-found[form], form)) for term, found in forms.items()
    }


def using(fitted: Fitted, wanted: Sequence[str]) -> Labels:
    """Rows of comments that show how the terms are written: all of few, ``N_SHOWING`` of a term."""
    if len(fitted.labels) <= FEW:
        return np.arange(len(fitted.labels))
    vocabulary, users = fitted.model.vocabulary, fitted.counts.tocsc()
    rows: set[int] = set()
    for column in (vocabulary.places[term] for term in wanted):
        own = users.indices[users.indptr[column] : users.indptr[column + 1]].tolist()
        rows.update(evenly(sorted(own), N_SHOWING))
    return np.array(sorted(rows), dtype=np.int64)


def pick_keywords(
    telling: Sequence[tuple[str, float]], surface: Mapping[str, str]
) -> tuple[str, ...]:
    """The best terms in surface form, leaving out those that repeat the words of a better one."""
    said: set[str] = set()
    picked: list[str] = []
    for term, _ in telling:
        words = set(term.split())
        if term in surface and not words <= said:
            said |= words
            picked.append(surface[term])
    return tuple(picked[:N_KEYWORDS])


def suggest_label(
    telling: Sequence[tuple[str, float]], surface: Mapping[str, str], taken: set[str]
) -> str:
    """A phrase nearly as telling as the best word, else the two best words; never one twice.

    Where people wrote the two best words as one phrase, it is written as they did.
    """
    known = [(term, worth) for term, worth in telling if term in surface and _has_letters(term)]
    known = known or [(term, worth) for term, worth in telling if term in surface]
    if not known:
        return ""
    enough = known[0][1] * PHRASE_WORTH
    phrases = [surface[term] for term, worth in known if " " in term and worth >= enough]
    best = [term for term, _ in known if " " not in term]
    words = [surface[term] for term in best]
    pairs = [surface[term] for term, _ in known if sorted(term.split()) == sorted(best[:2])]
    pairs = [pair for pair in pairs if len(pair.split()) <= LONGEST_PAIR]
    choices = [*phrases[:2], *pairs[:1], " · ".join(words[:2]), " · ".join(words[:3])]
    return next((choice for choice in choices if choice and choice not in taken), choices[-1])


def _has_letters(term: str) -> bool:
    """Whether each word has one: "30" and "cents 100" name nothing."""
    return all(any(sign.isalpha() for sign in word) for word in term.split())


def to_read(
    rows: Any, members: Labels, chances: Floats, copies: npt.NDArray[Any], count: int
) -> tuple[list[int], list[int]]:
    """Places of the most typical and of the most unusual members, no text twice."""
    centre = np.asarray(rows[members].mean(axis=0)).ravel()
    closeness = np.asarray(rows[members] @ centre).ravel() * chances
    _, first = np.unique(copies[members], return_index=True)
    typical = first[np.argsort(-closeness[first], kind="stable")][:count]
    unusual = first[np.argsort(chances[first], kind="stable")][:count]
    read = set(typical.tolist())
    return (
        [int(members[place]) for place in typical],
        [int(members[place]) for place in unusual if place not in read],
    )


def telling_spans(model: OneLanguage, text: str, theme: int) -> tuple[tuple[int, int], ...]:
    """Spans of the characters that speak for a theme, in order and apart from one another."""
    vocabulary, weights = model.vocabulary, model.classifier.weights[:, theme]
    speaking = [
        (vocabulary.rarity[place] * weights[place], token)
        for token in vocabulary.tokeniser.tokens(text)
        if (place := vocabulary.places.get(token.term)) is not None and weights[place] > 0
    ]
    enough = max((worth for worth, _ in speaking), default=0) * MARK_WORTH
    marked = sorted((token.start, token.end) for worth, token in speaking if worth >= enough)
    return tuple(_merged(marked))


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current is None or start > current[1]:
            if current is not None:
                yield current
            current = (start, end)
        else:
            current = (current[0], max(current[1], end))
    if current is not None:
        yield current
