"""The same theme in several languages, found through sentences that exist in all of them.

Pooling languages finds language instead of topic. So each language is clustered alone, and two
themes are taken for one when their classifiers lean to the same anchors: the translated pages,
questions and options of the consultation itself.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from engage.engines.clustering.one_language import OneLanguage
from engage.engines.clustering.tokens import Tokeniser
from engage.engines.clustering.vocabulary import Floats, learn_vocabulary

Anchors = Mapping[str, Sequence[str]]
FEWEST_ANCHORS = 25
ALIKE = 0.2


def usable_anchors(anchors: Anchors | None, languages: Sequence[str]) -> Anchors:
    """The anchors of those languages, none when they are too few to go by.

    Raises ``ValueError`` when the languages do not hold the same number of sentences.
    """
    found = {code: anchors[code] for code in languages if anchors and code in anchors}
    lengths = sorted({len(sentences) for sentences in found.values()})
    if len(lengths) > 1:
        raise ValueError(f"anchors must be parallel sentences, not lists of {lengths} sentences")
    return found if len(found) > 1 and lengths[0] >= FEWEST_ANCHORS else {}


def matching_themes(main: OneLanguage, other: OneLanguage, anchors: Anchors) -> dict[int, int]:
    """Themes of ``other`` and the theme of ``main`` each one matches, one to one."""
    alike = _profile(other, anchors).T @ _profile(main, anchors)
    pairs = zip(*linear_sum_assignment(-alike), strict=True)
    return {int(here): int(there) for here, there in pairs if alike[here, there] >= ALIKE}


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


def _profile(model: OneLanguage, anchors: Anchors) -> Floats:
    outputs = model.classifier.outputs(model.vocabulary.rows(anchors[model.language]))
    centred = outputs - outputs.mean(axis=0)
    lengths = np.linalg.norm(centred, axis=0)
    return np.asarray(centred / np.where(lengths > 0, lengths, 1))
