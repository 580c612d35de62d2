"""The estimator: comments in, themes out."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from threadpoolctl import threadpool_limits

from engage.engines.clustering.alignment import place_by_anchors, usable_anchors
from engage.engines.clustering.describing import telling_spans
from engage.engines.clustering.detection import base_language, detect_languages
from engage.engines.clustering.figures import figures
from engage.engines.clustering.gathering import Gathered, describe, number_themes
from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.placing import (
    FitSettings,
    Part,
    Placed,
    best_themes,
    fit_part,
    joined,
    nowhere,
    place_new,
    rank,
)
from engage.engines.clustering.vocabulary import Floats

Progress = Callable[[float, str], None]
FEWEST_TO_CLUSTER = 60


class ThemeFinder(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships without types
    """Groups comments that say the same kind of thing; no trained weights, one thread.

    The same comments, parameters and ``random_state`` give the same themes, whatever the order of
    the comments.

    Parameters: ``n_themes`` per language with the most comments (None: chosen by stability);
    ``min_score``, under which a comment is left without a theme; ``languages`` expected when they
    must be detected; ``sample_size``, the most comments of one language to learn from (the others
    are placed); ``anchors``, parallel sentences by language, which align the languages.

    A language with fewer than ``FEWEST_TO_CLUSTER`` comments is placed by anchors or not at all,
    unless it is the one with most.

    Learned: ``labels_`` (-1: no theme), ``scores_`` (0..1, the chance that words the machine had
    not seen put the comment there), ``candidates_`` (up to three (theme, score) per comment, its
    own first), ``themes_`` (largest first), ``n_themes_``, ``languages_`` (per comment),
    ``figures_``.
    """

    def __init__(
        self,
        n_themes: int | None = None,
        random_state: int = 0,
        *,
        min_score: float = 0.1,
        languages: Sequence[str] | None = None,
        sample_size: int = 20_000,
        anchors: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.n_themes = n_themes
        self.random_state = random_state
        self.min_score = min_score
        self.languages = languages
        self.sample_size = sample_size
        self.anchors = anchors

    def fit(
        self,
        texts: Sequence[str],
        languages: Sequence[str] | None = None,
        progress: Progress | None = None,
    ) -> "ThemeFinder":
        """Find the themes of ``texts``; ``languages`` holds a code per text, else it is detected.

        ``progress`` hears the share done (0..1) and the name of the step, and may raise to cancel.
        Raises ``ValueError`` for fewer languages than texts, and for anchors that are not parallel.
        """
        report = progress or _silent
        with threadpool_limits(limits=1):
            report(0.0, "languages")
            spoken = self._spoken(texts, languages, self.languages)
            groups = _by_language(texts, spoken)
            self.anchors_ = usable_anchors(self.anchors, sorted(groups))
            self.parts_ = self._fit_parts(texts, groups, report)
            self.numbers_ = number_themes(self.parts_, self.anchors_, self.min_score)
            report(0.92, "descriptions")
            self._gather(texts, spoken, groups)
        report(1.0, "done")
        return self

    def predict(
        self, texts: Sequence[str], languages: Sequence[str] | None = None
    ) -> tuple[Labels, Floats]:
        """The theme of each text (-1: none) and its score, by the themes already found."""
        with threadpool_limits(limits=1):
            groups = _by_language(texts, self._spoken(texts, languages, self._fitted_languages()))
            placed = joined([self._place(code, texts, at) for code, at in groups.items()])
        return placed.decided(self.min_score)

    def marked_words(
        self, text: str, theme: int, language: str | None = None
    ) -> tuple[tuple[int, int], ...]:
        """Spans of characters (end excluded) that speak for putting the text in the theme."""
        given = None if language is None else [language]
        code = self._spoken([text], given, self._fitted_languages())[0]
        if code not in self.numbers_ or theme not in self.numbers_[code]:
            return ()
        model = self.parts_[code].fitted.model
        return telling_spans(model, text, self.numbers_[code].index(theme))

    def _fitted_languages(self) -> list[str]:
        if not hasattr(self, "themes_"):
            raise NotFittedError("fit the theme finder before asking it about comments")
        return sorted(self.parts_)

    def _spoken(
        self,
        texts: Sequence[str],
        languages: Sequence[str] | None,
        expected: Sequence[str] | None,
    ) -> list[str]:
        if languages is None:
            return detect_languages(texts, expected, self.random_state)
        if len(languages) != len(texts):
            raise ValueError(f"{len(texts)} texts but {len(languages)} languages")
        return [base_language(code) for code in languages]

    def _fit_parts(
        self, texts: Sequence[str], groups: Mapping[str, Labels], report: Progress
    ) -> dict[str, Part]:
        """Fit the languages with enough comments, and always the one with most, which is first."""
        order = sorted(groups, key=lambda code: (-len(groups[code]), code))
        large = [c for c in order if c == order[0] or len(groups[c]) >= FEWEST_TO_CLUSTER]
        total = sum(len(groups[code]) for code in large)
        parts: dict[str, Part] = {}
        before = 0
        for code in large:
            size = len(groups[code])

            def tick(part: float, before: int = before, size: int = size, code: str = code) -> None:
                report(0.02 + 0.9 * (before + part * size) / total, code)

            settings = FitSettings(
                self._n_themes_for(size, len(groups[order[0]])),
                self.sample_size,
                self.random_state,
                tick,
            )
            parts[code] = fit_part(code, texts, groups[code], settings)
            before += size
        return parts

    def _n_themes_for(self, size: int, largest: int) -> int | None:
        """Fewer themes for a language with fewer comments, by the root of its size."""
        if self.n_themes is None:
            return None
        return max(1, round(self.n_themes * float(np.sqrt(size / largest))))

    def _place(self, code: str, texts: Sequence[str], places: Labels) -> Placed:
        spoken = [texts[place] for place in places]
        if code in self.parts_:
            placed = place_new(self.parts_[code].fitted.model, spoken, places)
            return placed.renumbered(self.numbers_[code])
        main = next(iter(self.parts_.values()), None)
        if main is None or code not in self.anchors_ or main.language not in self.anchors_:
            return nowhere(places)
        chances = place_by_anchors(main.fitted.model, code, spoken, self.anchors_)
        placed = rank(places, chances, best_themes(chances))
        return placed.renumbered(self.numbers_[main.language])

    def _gather(
        self, texts: Sequence[str], spoken: Sequence[str], groups: Mapping[str, Labels]
    ) -> None:
        small = [self._place(c, texts, at) for c, at in groups.items() if c not in self.parts_]
        large = [p.placed.renumbered(self.numbers_[c]) for c, p in self.parts_.items()]
        placed = joined([*large, *small])
        self.labels_, self.scores_ = placed.decided(self.min_score)
        self.candidates_ = placed.candidates()
        self.languages_ = tuple(spoken)
        gathered = Gathered(self.parts_, self.numbers_, self.labels_, self.scores_)
        self.themes_ = describe(gathered, texts, self.languages_)
        self.n_themes_ = len(self.themes_)
        self.figures_ = figures(gathered, self.themes_, aligned=len(self.anchors_) > 1)


def _by_language(texts: Sequence[str], spoken: Sequence[str]) -> dict[str, Labels]:
    """Places of the comments of each language, in an order that does not depend on the input's."""
    groups: dict[str, list[int]] = {}
    for place in sorted(range(len(texts)), key=lambda at: (spoken[at], texts[at], at)):
        groups.setdefault(spoken[place], []).append(place)
    return {code: np.array(places, dtype=np.int64) for code, places in groups.items()}


def _silent(_part: float, _step: str) -> None:
    """Nobody is listening."""
