"""The estimator: comments in, themes out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from threadpoolctl import threadpool_limits

from engage.engines.clustering.alignment import place_by_anchors, usable_anchors
from engage.engines.clustering.describing import telling_spans
from engage.engines.clustering.detection import base_language, detect_languages
from engage.engines.clustering.encoding import Encoder
from engage.engines.clustering.figures import figures
from engage.engines.clustering.gathering import Gathered, describe, number_themes
from engage.engines.clustering.one_language import FitJob, Fitted, fit_one_language
from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.placing import (
    Part,
    Placed,
    Placings,
    best_themes,
    nowhere,
    place_new,
    rank,
)
from engage.engines.clustering.sampling import Sample, take_samples
from engage.engines.clustering.side_by_side import fit_side_by_side, is_worth_it
from engage.engines.clustering.steps import (
    BATCH,
    Workers,
    batches,
    fit_language,
    place_texts,
)
from engage.engines.clustering.teaching import taught
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
    are placed); ``anchors``, parallel sentences by language, which align the languages;
    ``encoder``, a trained one where there is one, which adds a view of the comments; ``asked``, by
    language, the consultation's own title and question, whose words name no theme; ``processes``,
    in which several languages with many comments are learned side by side, with the same result.

    A language with fewer than ``FEWEST_TO_CLUSTER`` comments is placed by anchors or not at all,
    unless it is the one with most. Words for common subjects are anchors, too, where the engine
    has them in the language; then one with few comments learns from the one with most.

    Learned: ``labels_`` (-1: no theme), ``scores_`` (0..1, the chance that words the machine had
    not seen put the comment there), ``candidates_`` (up to three (theme, score) per comment, its
    own first), ``themes_`` (largest first), ``n_themes_``, ``languages_`` (per comment),
    ``figures_``.
    """

    def __init__(  # noqa: PLR0913 - the settings of an estimator
        self,
        n_themes: int | None = None,
        random_state: int = 0,
        *,
        min_score: float = 0.1,
        languages: Sequence[str] | None = None,
        sample_size: int = 20_000,
        anchors: Mapping[str, Sequence[str]] | None = None,
        encoder: Encoder | None = None,
        asked: Mapping[str, Sequence[str]] | None = None,
        processes: int = 1,
    ) -> None:
        self.n_themes = n_themes
        self.random_state = random_state
        self.min_score = min_score
        self.languages = languages
        self.sample_size = sample_size
        self.anchors = anchors
        self.encoder = encoder
        self.asked = asked
        self.processes = processes

    def fit(
        self,
        texts: Iterable[str],
        languages: Iterable[str] | None = None,
        progress: Progress | None = None,
        workers: Workers | None = None,
    ) -> "ThemeFinder":
        """Find the themes of ``texts``; ``languages`` holds a code per text, else it is detected.

        ``texts`` are gone through twice or three times and never held, but for those learned from.
        ``progress`` hears the share done (0..1) and the name of the step, and may raise to cancel.
        With ``workers`` the long steps are done by them, with the same result.
        Raises ``ValueError`` for fewer languages than texts, for texts that can be gone through
        only once, and for anchors that are not parallel.
        """
        if iter(texts) is texts:
            raise ValueError("texts are gone through more than once; an iterator cannot be")
        report = progress or _silent
        with threadpool_limits(limits=1):
            report(0.0, "languages")
            self.languages_ = self._spoken(texts, languages, self.languages)
            size = max(self.sample_size, FEWEST_TO_CLUSTER)
            samples = take_samples(texts, self.languages_, size, self.random_state)
            self.anchors_ = usable_anchors(self.anchors, sorted(samples))
            fitted = self._fit_parts(samples, report, workers)
            self.parts_, self.common_ = taught(fitted, self.anchors_, self.random_state)
            self.candidates_ = self._place_all(texts, samples, report, workers)
            report(0.95, "descriptions")
            self._gather(samples)
        report(1.0, "done")
        return self

    def predict(
        self, texts: Sequence[str], languages: Sequence[str] | None = None
    ) -> tuple[Labels, Floats]:
        """The theme of each text (-1: none) and its score, by the themes already found."""
        with threadpool_limits(limits=1):
            spoken = self._spoken(texts, languages, self._fitted_languages())
            placings = Placings(len(texts))
            for code in sorted(set(spoken)):
                places = np.array([at for at, own in enumerate(spoken) if own == code])
                placings.put(self._place(code, [texts[at] for at in places], places))
        return placings.decided(self.min_score)

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
        texts: Iterable[str],
        languages: Iterable[str] | None,
        expected: Sequence[str] | None,
    ) -> tuple[str, ...]:
        if languages is None:
            return tuple(detect_languages(texts, expected, self.random_state))
        spoken = tuple(map(base_language, languages))
        if isinstance(texts, Sized) and len(texts) != len(spoken):
            raise ValueError(f"{len(texts)} texts but {len(spoken)} languages")
        return spoken

    def _fit_parts(
        self, samples: Mapping[str, Sample], report: Progress, workers: Workers | None
    ) -> dict[str, Part]:
        """Fit the languages with enough comments, and always the one with most, which is first."""
        order = sorted(samples, key=lambda code: (-samples[code].total, code))
        large = [c for c in order if c == order[0] or samples[c].total >= FEWEST_TO_CLUSTER]
        jobs = [
            FitJob(
                code,
                samples[code].texts,
                self._n_themes_for(samples[code].total, samples[order[0]].total),
                self.encoder,
                tuple((self.asked or {}).get(code, ())),
            )
            for code in large
        ]
        if workers is not None:
            fits = workers.run(fit_language, self.random_state, jobs)
        elif is_worth_it(jobs, self.processes):
            fits = self._fits_beside(jobs, report)
        else:
            fits = self._fits_here(jobs, report)
        return {fit.model.language: Part(fit, samples[fit.model.language]) for fit in fits}

    def _fits_here(self, jobs: Sequence[FitJob], report: Progress) -> Iterator[Fitted]:
        total = sum(len(job.texts) for job in jobs)
        before = 0
        for job in jobs:

            def tick(part: float, before: int = before, job: FitJob = job) -> None:
                report(0.02 + 0.7 * (before + part * len(job.texts)) / total, job.language)

            yield fit_one_language(job, self.random_state, tick)
            before += len(job.texts)

    def _fits_beside(self, jobs: Sequence[FitJob], report: Progress) -> Iterator[Fitted]:
        total = sum(len(job.texts) for job in jobs)
        done = 0
        report(0.02, jobs[0].language)
        fits = fit_side_by_side(jobs, self.random_state, self.processes)
        for job, fit in zip(jobs, fits, strict=True):
            done += len(job.texts)
            report(0.02 + 0.7 * done / total, job.language)
            yield fit

    def _n_themes_for(self, size: int, largest: int) -> int | None:
        """Fewer themes for a language with fewer comments, by the root of its size."""
        if self.n_themes is None:
            return None
        return max(1, round(self.n_themes * float(np.sqrt(size / largest))))

    def _place_all(
        self,
        texts: Iterable[str],
        samples: Mapping[str, Sample],
        report: Progress,
        workers: Workers | None,
    ) -> Placings:
        """Place what was learned from where the fit put it, and the rest by its words."""
        placings = Placings(len(self.languages_))
        is_new = np.array([code in self.parts_ for code in self.languages_], dtype=np.bool_)
        for part in self.parts_.values():
            known = part.known()
            placings.put(known)
            is_new[known.places] = False
        total = int(is_new.sum())
        if total:
            models = {code: part.fitted.model for code, part in self.parts_.items()}
            todo = batches(texts, self.languages_, is_new)
            done = (
                (place_texts(models, batch) for batch in todo)
                if workers is None
                else workers.run(place_texts, models, todo)
            )
            for number, blocks in enumerate(done):
                report(0.72 + 0.22 * min(1.0, number * BATCH / total), "placing")
                for placed in blocks:
                    placings.put(placed)
        return placings

    def _place(self, code: str, texts: Sequence[str], places: Labels) -> Placed:
        if code in self.parts_:
            placed = place_new(self.parts_[code].fitted.model, texts, places)
            return placed.renumbered(self.numbers_[code])
        main = next(iter(self.parts_.values()), None)
        if main is None or code not in self.anchors_ or main.language not in self.anchors_:
            return nowhere(places)
        chances = place_by_anchors(main.fitted.model, code, texts, self.anchors_)
        placed = rank(places, chances, best_themes(chances))
        return placed.renumbered(self.numbers_[main.language])

    def _gather(self, samples: Mapping[str, Sample]) -> None:
        spoken = _numbered(self.languages_, sorted(samples))
        sizes = {}
        for at, code in enumerate(sorted(samples)):
            if code in self.parts_:
                n_themes = self.parts_[code].fitted.model.n_themes
                sizes[code] = self.candidates_.sizes(spoken == at, n_themes, self.min_score)
        self.numbers_ = number_themes(self.parts_, self.common_, sizes)
        for at, (code, sample) in enumerate(sorted(samples.items())):
            if code in self.parts_:
                self.candidates_.renumber(spoken == at, self.numbers_[code])
            else:
                self.candidates_.put(self._place(code, sample.texts, sample.places))
        self.labels_, self.scores_ = self.candidates_.decided(self.min_score)
        gathered = Gathered(self.parts_, self.numbers_, self.labels_)
        self.themes_ = describe(gathered, self.languages_)
        self.n_themes_ = len(self.themes_)
        self.figures_ = figures(gathered, self.themes_, aligned=len(self.anchors_) > 1)


def _numbered(spoken: Sequence[str], codes: Sequence[str]) -> npt.NDArray[np.int16]:
    number = {code: at for at, code in enumerate(codes)}
    return np.fromiter((number[code] for code in spoken), dtype=np.int16, count=len(spoken))


def _silent(_part: float, _step: str) -> None:
    """Nobody is listening."""
