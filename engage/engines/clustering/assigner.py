"""New comments join the themes that people settled; what fits none waits for a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from threadpoolctl import threadpool_limits

from engage.engines.clustering.classifier import learn
from engage.engines.clustering.describing import telling_spans
from engage.engines.clustering.detection import base_language
from engage.engines.clustering.one_language import (
    OneLanguage,
    best_sharpness,
    chances_of,
    unseen_outputs,
)
from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.several import FurtherThemes, learn_further, lowest_enough
from engage.engines.clustering.tokens import Tokeniser
from engage.engines.clustering.vocabulary import Floats, learn_vocabulary

FEWEST_EXAMPLES = 12
NO_THEME = -1

Several = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class _Learned:
    """One language: its model, which theme each of its classes is, and what score is enough."""

    model: OneLanguage
    themes: Labels
    enough: float
    beside_read: FurtherThemes

    def read(self, texts: Sequence[str]) -> tuple[Floats, Floats, Labels]:
        """Outputs, chances and the first theme of new comments."""
        rows = self.model.vocabulary.rows(texts)
        outputs = self.model.classifier.outputs(rows)
        chances = chances_of(rows, outputs, self.model.sharpness)
        return outputs, chances, self.decided(outputs, chances)

    def decided(self, outputs: Floats, chances: Floats) -> Labels:
        """The best theme where its chance is enough, or that of two which the comment both has."""
        best = chances.argmax(axis=1)
        lean = chances.max(axis=1)
        if len(self.themes) > 1:
            second = np.argsort(-chances, axis=1, kind="stable")[:, 1]
            rows = np.arange(len(best))
            is_both = outputs[rows, second] >= self.beside_read.enough
            is_both &= (self.themes[best] != NO_THEME) & (self.themes[second] != NO_THEME)
            lean = lean + is_both * chances[rows, second]
        is_placed = lean >= max(self.enough, 1e-12)
        return np.where(is_placed, self.themes[best], NO_THEME).astype(np.int64)

    def several(
        self, outputs: Floats, chances: Floats, first: Labels, further: FurtherThemes
    ) -> list[Several]:
        """The themes of comments by outputs and chances beside their ``first`` one, which leads."""
        is_theme = np.flatnonzero(self.themes != NO_THEME)
        own = np.searchsorted(self.themes, first)
        columns = np.where(first == NO_THEME, NO_THEME, np.searchsorted(is_theme, own))
        beside = further.beside(outputs[:, is_theme], columns.astype(np.int64))
        scores = np.round(chances[np.arange(len(own)), own], 3).tolist()
        return [
            ((theme, score), *((int(self.themes[is_theme[at]]), share) for at, share in more))
            if theme != NO_THEME
            else ()
            for theme, score, more in zip(first.tolist(), scores, beside, strict=True)
        ]


class ThemeAssigner(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships without types
    """Places comments in themes learned from comments that people have placed.

    Nothing that was placed moves. A comment is placed where held-out comments with its score were
    placed as people did at least ``min_agreement`` of the time; else it is left without a theme.
    The score of a comment with two themes is the sum of both.
    A comment with a theme may have further ones, suggested where held-out comments with such a
    reading, real ones and pairs laid end to end, did have that theme at least
    ``min_further_agreement`` of the time (see ``several``).

    Learned: ``agreement_`` (share of the placed comments that, held out, went where people had put
    them), ``unplaced_`` (share of them that would have been left), ``examples_`` (per language),
    ``several_`` (per learned comment its given theme and what held-out reading suggests besides,
    as in ``predict_several``), ``further_`` (by language, how well further themes were read).
    """

    def __init__(
        self,
        random_state: int = 0,
        *,
        min_agreement: float = 0.6,
        min_further_agreement: float = 0.7,
    ) -> None:
        self.random_state = random_state
        self.min_agreement = min_agreement
        self.min_further_agreement = min_further_agreement

    def fit(
        self,
        texts: Sequence[str],
        themes: Sequence[int],
        languages: Sequence[str],
        further: Sequence[Collection[int]] | None = None,
    ) -> "ThemeAssigner":
        """Learn from comments with their theme (-1: people said it has none) and language code.

        ``further`` are the other themes that people said a comment has. A language with fewer than
        ``FEWEST_EXAMPLES`` comments is not learned. Raises ``ValueError`` where the lengths differ.
        """
        also = [()] * len(texts) if further is None else [tuple(sorted(own)) for own in further]
        if not len(texts) == len(themes) == len(languages) == len(also):
            raise ValueError("texts, themes and languages must have one length")
        self.several_: list[Several] = [()] * len(texts)
        self.further_: dict[str, FurtherThemes] = {}
        spoken = [base_language(code) for code in languages]
        self.learned_: dict[str, _Learned] = {}
        self.examples_: dict[str, int] = {}
        right = left = total = 0
        with threadpool_limits(limits=1):
            for code in sorted(set(spoken)):
                rows = sorted(
                    (texts[at], int(themes[at]), also[at], at)
                    for at, own in enumerate(spoken)
                    if own == code
                )
                if len(rows) < FEWEST_EXAMPLES or all(theme < 0 for _, theme, *_ in rows):
                    continue
                learned, found = self._fit_language(code, rows)
                self.learned_[code], self.examples_[code] = learned, len(rows)
                self.further_[code] = learned.beside_read
                right += sum(theme == own[1] for theme, own in zip(found, rows, strict=True))
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
                    _, chances, first = learned.read([texts[int(place)] for place in places])
                    labels[places] = first
                    scores[places] = chances.max(axis=1)
        return labels, scores

    def predict_several(self, texts: Sequence[str], languages: Sequence[str]) -> list[Several]:
        """For each text its (theme, score) pairs: that of ``predict``, then up to two further.

        Empty where no theme is near enough. The first score is as in ``predict``, the others are
        how often held-out comments with such a reading had the theme. A text that was learned from
        is read more surely than a new one: use ``several_`` for those.
        """
        if not hasattr(self, "learned_"):
            raise NotFittedError("fit the assigner before asking it about comments")
        found: list[Several] = [()] * len(texts)
        spoken = [base_language(code) for code in languages]
        with threadpool_limits(limits=1):
            for code, learned in self.learned_.items():
                places = [at for at, own in enumerate(spoken) if own == code]
                outputs, chances, first = learned.read([texts[at] for at in places])
                read = learned.several(outputs, chances, first, learned.beside_read)
                for at, themes in zip(places, read, strict=True):
                    found[at] = themes
        return found

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

    def _fit_language(
        self, code: str, rows: list[tuple[str, int, tuple[int, ...], int]]
    ) -> tuple[_Learned, Labels]:
        texts = [text for text, *_ in rows]
        tokeniser = Tokeniser(code)
        documents = [tokeniser.terms(text) for text in texts]
        vocabulary = learn_vocabulary(tokeniser, documents)
        counts = vocabulary.counts(documents)
        points = vocabulary.weigh(counts)
        themes = np.unique([theme for _, first, also, _ in rows for theme in (first, *also)])
        own = np.searchsorted(themes, [first for _, first, *_ in rows]).astype(np.int64)
        targets = np.eye(len(themes))[own]
        for row, (_, _, also, _) in enumerate(rows):
            targets[row, np.searchsorted(themes, also).astype(np.int64)] = 1
        outputs = unseen_outputs(points, targets, texts, self.random_state)
        sharpness = best_sharpness(outputs, own)
        held_out = chances_of(points, outputs, sharpness)
        enough = _enough(held_out, own, self.min_agreement)
        _, distinct = np.unique(np.array(texts, dtype=object), return_index=True)
        of_themes = targets[distinct][:, themes != NO_THEME]
        given, seen = learn_further(
            vocabulary, counts[distinct], of_themes, self.random_state, self.min_further_agreement
        )
        model = OneLanguage(code, vocabulary, learn(points, targets), sharpness)
        learned = _Learned(model, themes, enough, seen)
        read = learned.several(outputs, held_out, themes[own], given)
        for (*_, at), several in zip(rows, read, strict=True):
            self.several_[at] = several
        return learned, learned.decided(outputs, held_out)


def _enough(chances: Floats, own: Labels, min_agreement: float) -> float:
    """The lowest score above which held-out comments agree with people often enough.

    Where that is the lowest score of all, lower ones are trusted as the chances they stand for.
    """
    scores = chances.max(axis=1)
    enough = lowest_enough(scores, chances.argmax(axis=1) == own, min_agreement)
    return min(enough, min_agreement) if enough == scores.min(initial=np.inf) else enough
