"""New comments join the themes that people settled; what fits none waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from threadpoolctl import threadpool_limits

from engage.engines.clustering.classifier import train
from engage.engines.clustering.describing import telling_spans
from engage.engines.clustering.detection import base_language
from engage.engines.clustering.one_language import (
    OneLanguage,
    best_sharpness,
    chances_of,
    unseen_outputs,
)
from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.tokens import Tokeniser
from engage.engines.clustering.vocabulary import Floats, learn_vocabulary

FEWEST_EXAMPLES = 12
NO_THEME = -1


@dataclass(frozen=True)
class _Learned:
    """One language: its model, which theme each of its classes is, and the score that is enough."""

    model: OneLanguage
    themes: Labels
    enough: float


class ThemeAssigner(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships without types
    """Places comments in themes learned from comments that people have placed.

    Nothing that was placed moves. A comment is placed where held-out comments with its score were
    placed as people did at least ``min_agreement`` of the time; else it is left without a theme.

    Learned: ``agreement_`` (share of the placed comments that, held out, went where people had put
    them), ``unplaced_`` (share of them that would have been left), ``examples_`` (per language).
    """

    def __init__(self, random_state: int = 0, *, min_agreement: float = 0.6) -> None:
        self.random_state = random_state
        self.min_agreement = min_agreement

    def fit(
        self, texts: Sequence[str], themes: Sequence[int], languages: Sequence[str]
    ) -> "ThemeAssigner":
        """Learn from comments with their theme (-1: people said it has none) and language code.

        A language with fewer than ``FEWEST_EXAMPLES`` comments is not learned. Raises
        ``ValueError`` where the three do not have one length.
        """
        if not len(texts) == len(themes) == len(languages):
            raise ValueError("texts, themes and languages must have one length")
        spoken = [base_language(code) for code in languages]
        self.learned_: dict[str, _Learned] = {}
        self.examples_: dict[str, int] = {}
        right = left = total = 0
        with threadpool_limits(limits=1):
            for code in sorted(set(spoken)):
                rows = sorted(
                    (texts[at], int(themes[at])) for at, c in enumerate(spoken) if c == code
                )
                if len(rows) < FEWEST_EXAMPLES or not any(theme >= 0 for _, theme in rows):
                    continue
                learned, found = self._fit_language(code, rows)
                self.learned_[code], self.examples_[code] = learned, len(rows)
                right += sum(theme == own for theme, (_, own) in zip(found, rows, strict=True))
                left += int((found == NO_THEME).sum())
                total += len(rows)
        self.agreement_ = right / total if total else 0.0
        self.unplaced_ = left / total if total else 0.0
        return self

    def predict(self, texts: Sequence[str], languages: Sequence[str]) -> tuple[Labels, Floats]:
        """The theme of each text (-1: none is near enough) and its score (0..1)."""
        if not hasattr(self, "learned_"):
            raise NotFittedError("fit the assigner before asking it about comments")
        labels = np.full(len(texts), NO_THEME, dtype=np.int64)
        scores = np.zeros(len(texts))
        spoken = np.array([base_language(code) for code in languages], dtype=object)
        with threadpool_limits(limits=1):
            for code, learned in self.learned_.items():
                places = np.flatnonzero(spoken == code)
                if len(places):
                    chances = learned.model.place([texts[int(place)] for place in places])
                    labels[places] = _decided(chances, learned.themes, learned.enough)
                    scores[places] = chances.max(axis=1)
        return labels, scores

    def candidates(
        self, texts: Sequence[str], languages: Sequence[str], most: int = 3
    ) -> list[list[tuple[int, float]]]:
        """For each text up to ``most`` (theme, score) pairs that it leans to, the best first."""
        found: list[list[tuple[int, float]]] = [[] for _ in texts]
        spoken = [base_language(code) for code in languages]
        with threadpool_limits(limits=1):
            for code, learned in self.learned_.items():
                places = [at for at, own in enumerate(spoken) if own == code]
                chances = learned.model.place([texts[at] for at in places])
                best = np.argsort(-chances, axis=1, kind="stable")[:, :most]
                for at, row, order in zip(places, chances, best, strict=True):
                    found[at] = [
                        (int(learned.themes[column]), round(float(row[column]), 3))
                        for column in order
                        if learned.themes[column] != NO_THEME and row[column] > 0
                    ]
        return found

    def marked_words(self, text: str, theme: int, language: str) -> tuple[tuple[int, int], ...]:
        """Spans of characters (end excluded) that speak for putting the text in the theme."""
        learned = self.learned_.get(base_language(language))
        if learned is None or theme not in learned.themes:
            return ()
        columns = np.flatnonzero(learned.themes == theme)
        return telling_spans(learned.model, text, int(columns[0]))

    def drift(self, texts: Sequence[str], languages: Sequence[str]) -> float:
        """How much more often these comments fit no theme than the learned ones did (0..1)."""
        if not len(texts):
            return 0.0
        labels, _ = self.predict(texts, languages)
        return max(0.0, float((labels == NO_THEME).mean()) - self.unplaced_)

    def _fit_language(self, code: str, rows: list[tuple[str, int]]) -> tuple[_Learned, Labels]:
        texts = [text for text, _ in rows]
        tokeniser = Tokeniser(code)
        documents = [tokeniser.terms(text) for text in texts]
        vocabulary = learn_vocabulary(tokeniser, documents)
        points = vocabulary.weigh(vocabulary.counts(documents))
        themes, own = np.unique([theme for _, theme in rows], return_inverse=True)
        own = own.astype(np.int64)
        outputs = unseen_outputs(points, own, len(themes), texts, self.random_state)
        sharpness = best_sharpness(outputs, own)
        held_out = chances_of(points, outputs, sharpness)
        enough = _enough(held_out, own, self.min_agreement)
        model = OneLanguage(code, vocabulary, train(points, own, len(themes)), sharpness)
        return _Learned(model, themes, enough), _decided(held_out, themes, enough)


def _decided(chances: Floats, themes: Labels, enough: float) -> Labels:
    best = themes[chances.argmax(axis=1)]
    return np.where(chances.max(axis=1) >= max(enough, 1e-12), best, NO_THEME).astype(np.int64)


def _enough(chances: Floats, own: Labels, min_agreement: float) -> float:
    """The lowest score above which held-out comments agree with people often enough."""
    scores = chances.max(axis=1)
    order = np.argsort(-scores, kind="stable")
    is_right = (chances.argmax(axis=1) == own)[order]
    agreement = np.cumsum(is_right) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(agreement >= min_agreement)
    return float(scores[order][good[-1]]) if len(good) else float("inf")
