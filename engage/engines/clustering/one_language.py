"""The themes of comments in one language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from engage.engines.clustering.classifier import Classifier, learn, train
from engage.engines.clustering.encoding import Encoder, encoded
from engage.engines.clustering.ensemble import careful
from engage.engines.clustering.everywhere import quieted
from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.stability import (
    REPEATS,
    Candidate,
    Resampling,
    choose,
    sizes_to_try,
)
from engage.engines.clustering.tokens import Tokeniser
from engage.engines.clustering.views import views
from engage.engines.clustering.vocabulary import Floats, Vocabulary, learn_vocabulary

FOLDS = 5
SHARPNESSES = np.geomspace(1, 32, 21)
FEWEST_PER_THEME = 3


@dataclass(frozen=True)
class OneLanguage:
    """What is learned from the comments of one language; themes are numbered from 0."""

    language: str
    vocabulary: Vocabulary
    classifier: Classifier
    sharpness: float

    @property
    def n_themes(self) -> int:
        return len(self.classifier.shares)

    def place(self, texts: Sequence[str]) -> Floats:
        """Shape (texts, themes): the chance of each theme; all zero where no word is known."""
        rows = self.vocabulary.rows(texts)
        return chances_of(rows, self.classifier.outputs(rows), self.sharpness)


@dataclass(frozen=True)
class Fitted:
    """A model with what it found in the comments it was fitted on, in their order.

    ``chances`` come from classifiers that had not seen the comment. ``labels`` is -1 where a
    comment holds no known word. ``overlaps`` has a row for each repeat and a column for each theme
    (see ``stability``).
    """

    model: OneLanguage
    rows: Any
    counts: Any
    labels: Labels
    chances: Floats
    overlaps: Floats
    candidates: tuple[Candidate, ...]


class FitJob(NamedTuple):
    """The sorted texts of one language and how many themes to find in them (None: choose).

    ``asked`` are texts of the consultation itself, whose words name no theme.
    """

    language: str
    texts: list[str]
    n_themes: int | None
    encoder: Encoder | None = None
    asked: tuple[str, ...] = ()


def fit_one_language(job: FitJob, seed: int, tick: Callable[[float], None]) -> Fitted:
    """Find the themes of sorted texts; their number is chosen by stability when it is None.

    Fewer themes come back than asked for when the texts cannot carry as many. An encoder adds
    a view of the comments; their number, stability and the placing of new ones go by words.
    """
    language, texts, n_themes, encoder, asked = job
    tokeniser = Tokeniser(language)
    documents = [tokeniser.terms(text) for text in texts]
    vocabulary = learn_vocabulary(tokeniser, documents)
    counts = vocabulary.counts(documents)
    vocabulary = quieted(vocabulary, vocabulary.weigh(counts), asked)
    words = counts[:, vocabulary.words]
    rows = vocabulary.weigh(counts)
    labels = np.full(len(texts), -1, dtype=np.int64)
    known = np.flatnonzero(np.diff(counts.indptr))
    known_texts = [texts[int(place)] for place in known]
    most = min(_most_themes(known_texts, counts.shape[1]), n_themes or len(texts))
    tick(0.05)
    no_candidates: tuple[Candidate, ...] = ()
    if most < 2:
        labels[known] = 0
        overlaps, candidates = np.ones((REPEATS, min(len(known), 1))), no_candidates
    else:
        labels[known], overlaps, candidates = _partition(
            _Read(rows[known], words[known], encoded(encoder, known_texts) if encoder else None),
            _sizes(n_themes, most, len(known)),
            seed,
            tick,
        )
    classifier, sharpness, chances = _learned(rows, labels, texts, overlaps.shape[1], seed)
    model = OneLanguage(language, vocabulary, classifier, sharpness)
    return Fitted(model, rows, counts, labels, chances, overlaps, candidates)


def relearned(
    fitted: Fitted, texts: Sequence[str], labels: Labels, overlaps: Floats, seed: int
) -> Fitted:
    """The same comments in other themes, which have a column each in ``overlaps``."""
    classifier, sharpness, chances = _learned(fitted.rows, labels, texts, overlaps.shape[1], seed)
    model = replace(fitted.model, classifier=classifier, sharpness=sharpness)
    return replace(fitted, model=model, labels=labels, chances=chances, overlaps=overlaps)


def _learned(
    rows: Any, labels: Labels, texts: Sequence[str], found: int, seed: int
) -> tuple[Classifier, float, Floats]:
    """What tells the themes apart, how sharply, and the chances of each comment read unseen."""
    known = np.flatnonzero(labels >= 0)
    known_texts = [texts[int(place)] for place in known]
    classifier = train(rows[known], labels[known], found)
    outputs = unseen_outputs(rows[known], np.eye(found)[labels[known]], known_texts, seed)
    sharpness = best_sharpness(outputs, labels[known])
    chances = np.zeros((len(texts), found))
    chances[known] = chances_of(rows[known], outputs, sharpness)
    return classifier, sharpness, chances


@dataclass(frozen=True)
class _Read:
    """Comments as weighted rows, counts of words, and points of an encoder if there is one."""

    rows: Any
    words: Any
    points: Floats | None


def _most_themes(texts: Sequence[str], n_terms: int) -> int:
    return min(len(set(texts)) // FEWEST_PER_THEME, n_terms - 1)


def _sizes(n_themes: int | None, most: int, n_comments: int) -> list[int]:
    if n_themes is not None:
        return [min(n_themes, most)]
    return [size for size in sizes_to_try(n_comments) if size <= most] or [2]


def _partition(
    read: _Read, sizes: list[int], seed: int, tick: Callable[[float], None]
) -> tuple[Labels, Floats, tuple[Candidate, ...]]:
    rows, words = read.rows, read.words
    resampling = Resampling(rows, words, seed)
    candidates = resampling.candidates(sizes, lambda part: tick(0.05 + 0.3 * part))
    wanted = choose(candidates)
    tick(0.35)
    seen = views(rows, wanted, seed)
    if read.points is not None:
        seen += [read.points, np.hstack([seen[-1], read.points])]
    tick(0.45)
    labels = careful(rows, words, seen, wanted, seed)
    overlaps = resampling.overlaps(labels, wanted, lambda part: tick(0.75 + 0.2 * part))
    kept, labels = np.unique(labels, return_inverse=True)
    return labels, overlaps[:, kept], candidates


def unseen_outputs(rows: Any, targets: Floats, texts: Sequence[str], seed: int) -> Floats:
    """Each comment read by a classifier trained without it and without its copies.

    ``targets`` has a column for each theme, 1 for the themes of the comment.
    """
    _, copies = np.unique(np.array(texts, dtype=object), return_inverse=True)
    distinct = int(copies.max(initial=-1)) + 1
    if distinct < FOLDS:
        return learn(rows, targets).outputs(rows)
    folds = np.random.default_rng(seed).permutation(distinct)[copies] % FOLDS
    outputs = np.zeros(targets.shape)
    for fold in range(FOLDS):
        held = folds == fold
        outputs[held] = learn(rows[~held], targets[~held]).outputs(rows[held])
    return outputs


def best_sharpness(outputs: Floats, labels: Labels) -> float:
    """The factor under which outputs, as a softmax, best predict the themes."""
    if not len(labels):
        return 1.0
    own = np.arange(len(labels)), labels
    fits = [np.log(_softmax(outputs * factor)[own]).mean() for factor in SHARPNESSES]
    return float(SHARPNESSES[int(np.argmax(fits))])


def chances_of(rows: Any, outputs: Floats, sharpness: float) -> Floats:
    """Outputs as chances; all zero for rows without a known word."""
    known = np.diff(rows.indptr) > 0
    return np.asarray(_softmax(outputs * sharpness) * known[:, None])


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
