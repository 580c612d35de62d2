"""Comments that are in more than one theme: from which reading on a further theme is suggested.

People seldom say of many comments that they have two themes, so there is little to measure a
second theme by. Hence held-out comments are also laid end to end, two of different themes each: of
such a comment both themes are known. One made comment to ``REAL_TO_MADE`` real ones are read by
classifiers that have seen neither half. A further theme is suggested from the output on from which
such readings were right often enough, and its score is how often they were. So scores hold where a
quarter of the comments have a second theme; where fewer have, they promise too much.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.isotonic import IsotonicRegression

from engage.engines.clustering.classifier import learn
from engage.engines.clustering.one_language import FOLDS
from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.vocabulary import Floats, Vocabulary

MOST_MEASURED = 3_000
MOST_FURTHER = 2
FEWEST_RIGHT = 5
REAL_TO_MADE = 3

Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class FurtherThemes:
    """When a theme beside the first is suggested, learned from held-out comments.

    ``enough``: the classifier's output from which it is (infinite: never). ``outputs`` and
    ``shares``: how often such a reading was right, by output. ``agreement``: how many of the
    suggestions on held-out comments were right; ``found``: how many of the further themes that
    were there were suggested.
    """

    enough: float
    outputs: Floats
    shares: Floats
    agreement: float
    found: float

    def beside(self, outputs: Floats, first: Labels) -> list[list[tuple[int, float]]]:
        """Per row of outputs, further (theme, score) pairs, the best first; none beside -1."""
        columns, ranked = _runners_up(outputs, first)
        scores = np.interp(ranked, self.outputs, self.shares)
        return [
            [
                (int(column), round(float(score), 3))
                for column, output, score in zip(*row, strict=True)
                if own >= 0 and output >= self.enough
            ]
            for own, *row in zip(first, columns, ranked, scores, strict=True)
        ]


NEVER = FurtherThemes(float("inf"), np.zeros(1), np.zeros(1), 0.0, 0.0)


@dataclass(frozen=True)
class _Read:
    """Comments read by classifiers that have not seen them, and all themes each has."""

    outputs: Floats
    given: Labels
    truth: Truths


def learn_further(
    vocabulary: Vocabulary, counts: Any, themes: Floats, seed: int, min_agreement: float
) -> tuple[FurtherThemes, FurtherThemes]:
    """What to suggest beside a theme that people gave, and beside one that the machine read.

    Learned from sorted comments as counts; ``themes`` has a column for each theme, 1 where a
    comment is in it. A comment without a theme is a row of zeros.
    """
    if themes.shape[1] < 2 or len(themes) < 2 * FOLDS:
        return NEVER, NEVER
    order = np.random.default_rng(seed).permutation(len(themes))[:MOST_MEASURED]
    read = _read(vocabulary, counts[order], themes[order])
    seen = read.outputs.argmax(axis=1).astype(np.int64)
    return _measured(read, read.given, min_agreement), _measured(read, seen, min_agreement)


def _measured(read: _Read, first: Labels, min_agreement: float) -> FurtherThemes:
    columns, ranked = _runners_up(read.outputs, first)
    is_right = np.take_along_axis(read.truth, columns, axis=1)
    enough = lowest_enough(ranked.ravel(), is_right.ravel(), min_agreement, FEWEST_RIGHT)
    rising = IsotonicRegression(out_of_bounds="clip", y_min=0, y_max=1)
    rising.fit(ranked.ravel(), is_right.ravel())
    suggested, there = ranked >= enough, (read.truth.sum(axis=1) - 1).sum()
    return FurtherThemes(
        enough,
        np.asarray(rising.X_thresholds_),
        np.asarray(rising.y_thresholds_),
        float(is_right[suggested].mean()) if suggested.any() else 0.0,
        float(is_right[suggested].sum() / there) if there else 0.0,
    )


def lowest_enough(scores: Floats, is_right: Truths, min_agreement: float, fewest: int = 1) -> float:
    """The lowest score above which at least ``min_agreement`` are right; infinite if none is."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(is_right[order])
    share = right / np.arange(1, len(order) + 1)
    good = np.flatnonzero((share >= min_agreement) & (right >= fewest))
    return float(scores[order][good[-1]]) if len(good) else float("inf")


def _runners_up(outputs: Floats, first: Labels) -> tuple[Labels, Floats]:
    """The best columns besides the first, and their outputs."""
    others = outputs.copy()
    has_first = np.flatnonzero(first >= 0)
    others[has_first, first[has_first]] = -np.inf
    most = min(MOST_FURTHER, outputs.shape[1] - 1)
    columns = np.argsort(-others, axis=1, kind="stable")[:, :most]
    return columns, np.take_along_axis(others, columns, axis=1)


def _read(vocabulary: Vocabulary, counts: Any, themes: Floats) -> _Read:
    """Real comments that have a theme, and made ones."""
    rows = vocabulary.weigh(counts)
    read: list[Floats] = []
    given: list[Labels] = []
    truth: list[Truths] = []
    for fold in range(FOLDS):
        is_held = np.arange(len(themes)) % FOLDS == fold
        reader = learn(rows[~is_held], themes[~is_held])
        real = np.flatnonzero(is_held & themes.any(axis=1))
        one, two = _pairs(real, themes)
        made = vocabulary.weigh(counts[one] + counts[two])
        read += [reader.outputs(rows[real]), reader.outputs(made)]
        given += [themes[real].argmax(axis=1), themes[one].argmax(axis=1)]
        truth += [themes[real] > 0, themes[one] + themes[two] > 0]
    return _Read(np.vstack(read), np.concatenate(given).astype(np.int64), np.vstack(truth))


def _pairs(held: Labels, themes: Floats) -> tuple[Labels, Labels]:
    """Every so many comments with the next one, where the two share no theme."""
    after = np.roll(held, -1)
    is_pair = (themes[held] * themes[after]).sum(axis=1) == 0
    is_pair &= np.arange(len(held)) % REAL_TO_MADE == 0
    return held[is_pair], after[is_pair]
