"""Which side a comment takes, learned from what people said of others; from no list of moods."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from engage.engines.clustering.detection import base_language
from engage.engines.clustering.tokens import Tokeniser
from engage.engines.clustering.vocabulary import Floats

FEWEST_EXAMPLES = 30
FEWEST_OF_A_STANCE = 5
FOLDS = 5


@dataclass(frozen=True)
class SuggestedStance:
    """A stance and its chance (0..1) as the reader sees it."""

    stance: str
    score: float


@dataclass(frozen=True)
class Held:
    """What held-out comments told: how many got a suggestion, how many of these were right."""

    comments: int
    suggested: int
    right: int


class StanceReader(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships without types
    """Suggests a stance for comments in themes, learned from comments whose stance people set.

    A logistic regression over words, pairs of words, and words within their theme; words that
    elsewhere say nothing ("not", "no") are kept. A stance is suggested only above the score from
    which held-out comments were read as people had read them ``min_agreement`` of the time, and
    nothing is suggested at all unless at least two stances can be told apart in that way.

    Learned: ``held_`` (a ``Held``), ``enough_`` (stance to the score from which it is suggested).
    """

    def __init__(self, random_state: int = 0, *, min_agreement: float = 0.75) -> None:
        self.random_state = random_state
        self.min_agreement = min_agreement

    def fit(
        self,
        texts: Sequence[str],
        themes: Sequence[int],
        languages: Sequence[str],
        stances: Sequence[str],
    ) -> "StanceReader":
        """Learn from comments with their theme, language code and stance; the order is no matter.

        Stances set fewer than ``FEWEST_OF_A_STANCE`` times are not learned, and nothing is from
        fewer than ``FEWEST_EXAMPLES`` comments. Raises ``ValueError`` where lengths differ.
        """
        rows = sorted(zip(texts, themes, languages, stances, strict=True))
        names = [stance for *_, stance in rows]
        learned = sorted(name for name in set(names) if names.count(name) >= FEWEST_OF_A_STANCE)
        rows = [row for row in rows if row[3] in learned]
        self.stances_ = tuple(learned)
        self.enough_: dict[str, float] = {}
        self.held_ = Held(len(rows), 0, 0)
        self.model_: LogisticRegression | None = None
        self.spoken_ = frozenset(base_language(language) for _, _, language, _ in rows)
        if len(rows) < FEWEST_EXAMPLES or len(learned) < 2:
            return self
        own = np.array([learned.index(row[3]) for row in rows], dtype=np.int64)
        self.columns_ = DictVectorizer()
        found = _terms([row[0] for row in rows], [r[1] for r in rows], [r[2] for r in rows])
        points = self.columns_.fit_transform(found)
        with threadpool_limits(limits=1):
            held_out = self._held_out(points, own, [row[0] for row in rows])
            self.model_ = self._train(points, own)
        self._find_enough(held_out, own)
        return self

    @property
    def can_suggest(self) -> bool:
        """Whether at least two stances can be told apart well enough to be suggested."""
        return len(self.enough_) > 1

    def suggest(
        self, texts: Sequence[str], themes: Sequence[int], languages: Sequence[str]
    ) -> list[SuggestedStance | None]:
        """A stance for each comment in its theme, or None where the reader is not sure enough."""
        if not hasattr(self, "held_"):
            raise NotFittedError("fit the reader before asking it about comments")
        if not len(texts) or not self.can_suggest or self.model_ is None:
            return [None] * len(texts)
        points = self.columns_.transform(_terms(texts, themes, languages))
        with threadpool_limits(limits=1):
            chances = self.model_.predict_proba(points)
        return [
            self._sure(row) if base_language(language) in self.spoken_ else None
            for row, language in zip(chances, languages, strict=True)
        ]

    def _sure(self, chances: Floats) -> SuggestedStance | None:
        best = int(chances.argmax())
        stance, score = self.stances_[best], float(chances[best])
        enough = self.enough_.get(stance)
        return None if enough is None or score < enough else SuggestedStance(stance, score)

    def _train(self, points: Any, own: Any) -> LogisticRegression:
        model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=100, tol=1e-2)
        return model.fit(points, own)

    def _held_out(self, points: Any, own: Any, texts: Sequence[str]) -> Floats:
        """Each comment read by a model trained without it and without its copies."""
        _, copies = np.unique(np.array(texts, dtype=object), return_inverse=True)
        rng = np.random.default_rng(self.random_state)
        folds = rng.permutation(int(copies.max()) + 1)[copies] % FOLDS
        chances = np.zeros((len(own), len(self.stances_)))
        for fold in range(FOLDS):
            held = folds == fold
            known = np.unique(own[~held])
            if held.any() and len(known) > 1:
                model = self._train(points[~held], own[~held])
                chances[np.ix_(held, known)] = model.predict_proba(points[held])
        return chances

    def _find_enough(self, chances: Floats, own: Any) -> None:
        read, scores = chances.argmax(axis=1), chances.max(axis=1)
        suggested = right = 0
        for at, stance in enumerate(self.stances_):
            places = np.flatnonzero(read == at)
            places = places[np.argsort(-scores[places], kind="stable")]
            is_right = own[places] == at
            agreement = np.cumsum(is_right) / np.arange(1, len(places) + 1)
            good = np.flatnonzero(agreement >= self.min_agreement)
            if not len(good) or good[-1] + 1 < FEWEST_OF_A_STANCE:
                continue
            self.enough_[stance] = float(scores[places[good[-1]]])
            suggested += int(good[-1]) + 1
            right += int(is_right[: good[-1] + 1].sum())
        if len(self.enough_) > 1:
            self.held_ = Held(len(own), suggested, right)
        else:
            self.enough_ = {}


def _terms(
    texts: Sequence[str], themes: Sequence[int], languages: Sequence[str]
) -> list[dict[str, float]]:
    """What each comment says: its terms, and the same within its theme, to length about 1."""
    tokenisers: dict[str, Tokeniser] = {}
    rows = []
    for text, theme, spoken in zip(texts, themes, languages, strict=True):
        code = base_language(spoken)
        if code not in tokenisers:
            tokenisers[code] = Tokeniser(code)
            tokenisers[code].stop_words = frozenset()  # "not" and "no" tell sides, not themes
        terms = set(tokenisers[code].terms(text))
        weight = 1 / max(len(terms), 1) ** 0.5
        row = {f"{code} {term}": weight for term in terms}
        row |= {f"{theme} {code} {term}": weight for term in terms}
        rows.append(row | {f"theme {theme}": 0.5})
    return rows
