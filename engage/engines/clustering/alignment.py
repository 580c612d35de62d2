"""The same theme in several languages, found through sentences that exist in all of them.

Pooling languages finds language instead of topic. So each language is clustered alone, and themes
are taken for one when their classifiers lean to the same anchors: the translated pages, questions
and options of the consultation itself, and a list of words for what cities and their people speak
about, which comes with the engine. What the matched languages lean to is added up, so that each
language is matched with all the others, whose mean is surer than any of them.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, count
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from engage.engines.clustering.one_language import OneLanguage
from engage.engines.clustering.tokens import Tokeniser
from engage.engines.clustering.vocabulary import Floats, learn_vocabulary

Anchors = Mapping[str, Sequence[str]]
FEWEST_ANCHORS = 25
ALIKE = 0.1  # of unrelated themes hardly any sentence speaks for both


def usable_anchors(anchors: Anchors | None, languages: Sequence[str]) -> Anchors:
    """The sentences of those languages and the shared words; none where one language has any.

    A language has an empty text for what exists in the others alone. Sentences too few to go by
    count beside words only. Raises ``ValueError`` when the languages do not hold the same number of
    sentences.
    """
    given = {code: anchors[code] for code in languages if anchors and code in anchors}
    lengths = sorted({len(sentences) for sentences in given.values()})
    if len(lengths) > 1:
        raise ValueError(f"anchors must be parallel sentences, not lists of {lengths} sentences")
    size, words = max(lengths, default=0), shared_words()
    are_enough = len(given) > 1 and size >= FEWEST_ANCHORS
    told = [code for code in languages if code in words or (are_enough and code in given)]
    if len(told) < 2:
        return {}
    no_sentences, no_words = [""] * size, [""] * len(words["en"])
    return {code: [*given.get(code, no_sentences), *words.get(code, no_words)] for code in told}


@cache
def shared_words() -> Anchors:
    """By language, the words for each of some subjects, in one order: "bus", "autobús", "حافلة"."""
    lines = (Path(__file__).parent / "shared_words.txt").read_text(encoding="utf-8").splitlines()
    codes, *rows = (line.split("|") for line in lines)
    return dict(zip(codes, zip(*rows, strict=True), strict=True))


def common_themes(models: Mapping[str, OneLanguage], anchors: Anchors) -> dict[str, list[int]]:
    """By language, the common theme that each of its own is; no two of one language are the same.

    Each language is matched with those before it, then once more with all the others.
    """
    leanings = {code: _leanings(models[code], anchors) for code in models if code in anchors}
    common: dict[str, list[int]] = {}
    for _ in range(2):
        for code, own in leanings.items():
            others = {other: themes for other, themes in common.items() if other != code}
            told = np.array([bool(text) for text in anchors[code]])
            common[code] = _matched(own, _added_up(leanings, others, told))
    return common


def _added_up(
    leanings: Mapping[str, Floats], common: Mapping[str, list[int]], told: npt.NDArray[np.bool_]
) -> Floats:
    """Shape (anchors, common themes): what the themes of those languages lean to, to length 1.

    Only by the anchors that are ``told`` in the language to match with.
    """
    total = np.zeros((len(told), 1 + max(chain.from_iterable(common.values()), default=-1)))
    for code, themes in common.items():
        total[:, themes] += leanings[code]
    total *= told[:, None]
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
