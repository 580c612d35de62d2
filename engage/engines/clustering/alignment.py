"""The same theme in several languages, found through sentences that exist in all of them.

Pooling languages finds language instead of topic. So each language is clustered alone, and themes
are taken for one when their classifiers lean to the same anchors: the translated pages, questions
and options of the consultation itself. What the matched languages lean to is added up, so that each
language is matched with all the others, whose mean is surer than any of them.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, count

import numpy as np
from scipy.optimize import linear_sum_assignment

from engage.engines.clustering.one_language import OneLanguage
from engage.engines.clustering.tokens import Tokeniser
from engage.engines.clustering.vocabulary import Floats, learn_vocabulary

Anchors = Mapping[str, Sequence[str]]
FEWEST_ANCHORS = 25
ALIKE = 0.1  # of unrelated themes hardly any sentence speaks for both


def usable_anchors(anchors: Anchors | None, languages: Sequence[str]) -> Anchors:
    """The anchors of those languages, none when they are too few to go by.

    Raises ``ValueError`` when the languages do not hold the same number of sentences.
    """
    found = {code: anchors[code] for code in languages if anchors and code in anchors}
    lengths = sorted({len(sentences) for sentences in found.values()})
    if len(lengths) > 1:
        raise ValueError(f"anchors must be parallel sentences, not lists of {lengths} sentences")
    return found if len(found) > 1 and lengths[0] >= FEWEST_ANCHORS else {}


def common_themes(models: Mapping[str, OneLanguage], anchors: Anchors) -> dict[str, list[int]]:
    """By language, the common theme that each of its own is; no two of one language are the same.

    Each language is matched with those before it, then once more with all the others.
    """
    leanings = {code: _leanings(models[code], anchors) for code in models if code in anchors}
    common: dict[str, list[int]] = {}
    for _ in range(2):
        for code, own in leanings.items():
            others = {other: themes for other, themes in common.items() if other != code}
            common[code] = _matched(own, _added_up(leanings, others, len(own)))
    return common


def _added_up(
    leanings: Mapping[str, Floats], common: Mapping[str, list[int]], n_anchors: int
) -> Floats:
    """Shape (anchors, common themes): what the themes of those languages lean to, to length 1."""
    total = np.zeros((n_anchors, 1 + max(chain.from_iterable(common.values()), default=-1)))
    for code, themes in common.items():
        total[:, themes] += leanings[code]
    lengths = np.linalg.norm(total, axis=0)
    return np.asarray(total / np.where(lengths > 0, lengths, 1))


def _matched(own: Floats, others: Floats) -> list[int]:
    """For each of a language's own themes the one it is among the others, or a new one."""
    alike = own.T @ others
    found: list[int] = [-1] * own.shape[1]
    for here, there in zip(*linear_sum_assignment(-alike), strict=True):
        if alike[here, there] >= ALIKE:
            found[here] = int(there)
    new = count(others.shape[1])
    return [theme if theme >= 0 else next(new) for theme in found]


def place_by_anchors(
    main: OneLanguage, language: str, texts: Sequence[str], anchors: Anchors
) -> Floats:
    """Shape (texts, themes of ``main``): the themes of the anchors each text resembles.

    For languages with too few comments to cluster. All zero where a text resembles none.
    """
    tokeniser = Tokeniser(language)
    documents = [tokeniser.terms(text) for text in [*texts, *anchors[language]]]
    rows = learn_vocabulary(tokeniser, documents).rows([*texts, *anchors[language]])
    likeness = (rows[: len(texts)] @ rows[len(texts) :].T).toarray()
    totals = likeness.sum(axis=1, keepdims=True)
    nearness = likeness / np.where(totals > 0, totals, 1)
    return np.asarray(nearness @ main.place(anchors[main.language]))


def _leanings(model: OneLanguage, anchors: Anchors) -> Floats:
    """Shape (anchors, themes): how far each sentence speaks for each theme, columns to length 1.

    What speaks against a theme does not count: all that a theme of one language alone shares with
    another is that the same sentences are about neither.
    """
    rows = model.vocabulary.rows(anchors[model.language])
    speaking = np.maximum(rows @ model.classifier.weights, 0)
    lengths = np.linalg.norm(speaking, axis=0)
    return np.asarray(speaking / np.where(lengths > 0, lengths, 1))
