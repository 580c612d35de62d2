"""Weighing comments by what is known of the population: weights, and shares with their interval."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.engines.disclosure import Interval, Weights, weigh, wilson_interval
from engage.themes.groups.counting import (
    Counted,
    strata,
    stream_comments_with_answers,
    sum_up,
    weighted,
)
from engage.themes.groups.population import Population, list_populations, weighing_questions

SMALLEST = 10  # fewer comments have no weighted share of their own


@dataclass(frozen=True)
class Share:
    """A weighted share and its 95 % interval, that of the effective number of people."""

    share: float
    interval: Interval


@dataclass(frozen=True)
class Weighting:
    """By what people are weighed: the shares that were entered, and the weights they gave.

    The order of ``populations`` is that of the weights' margins and of each stratum's answers.
    """

    populations: tuple[Population, ...]
    weights: Weights


@dataclass(frozen=True)
class WeightedThemes:
    """The weighted shares of themes, each with all that stand under it."""

    weighting: Weighting
    shares: Mapping[int, Share]


@dataclass(frozen=True)
class WeightedRows:
    """The weighted share of each row among all, and within each group."""

    rows: tuple[Share, ...]
    cells: tuple[tuple[Share, ...], ...]


def known_populations(consultation_id: int) -> tuple[Population, ...]:
    """What people can be weighed by: shares that were entered for questions that still weigh."""
    askable = weighing_questions(consultation_id)
    return tuple(one for one in list_populations(consultation_id) if one.question_code in askable)


def find_weighting(
    sizes: Mapping[tuple[str, ...], int], populations: tuple[Population, ...]
) -> Weighting | None:
    """Weights by all of them at once; None where nobody of a group with a known share wrote."""
    if not populations:
        return None
    try:
        return Weighting(populations, weigh(sizes, [one.shares for one in populations]))
    except ValueError:
        return None


def weigh_counted(
    counted: Sequence[Counted], populations: tuple[Population, ...]
) -> Weighting | None:
    """Weights for counted comments."""
    return find_weighting(strata(counted), populations)


def weigh_rows(
    counted: Sequence[Counted],
    places: Sequence[tuple[int | None, str | None]],
    codes: Sequence[str],
    weighting: Weighting,
) -> WeightedRows:
    """Weighted shares of rows (theme and stance), among all and in each group."""
    weight_of = weighting.weights.by_stratum.__getitem__
    once = weighted(counted, weight_of)
    sums = sum_up(once, places, codes)
    squares = sum_up(weighted(once, weight_of), places, codes)
    return WeightedRows(
        tuple(_share(row, sums.whole, squares.whole) for row in sums.rows),
        tuple(
            tuple(
                _share(cell, group, square)
                for cell, group, square in zip(row, sums.groups, squares.groups, strict=True)
            )
            for row in sums.cells
        ),
    )


def weigh_themes(
    consultation_id: int, question_code: str, parents: Mapping[int, int]
) -> WeightedThemes | None:
    """Themes weighed by all that is known of the population; None where nothing is, or nobody.

    ``parents`` says which theme stands under which; a comment counts once in each theme over it.
    """
    populations = known_populations(consultation_id)
    if not populations:
        return None
    codes = tuple(one.question_code for one in populations)
    sizes: Counter[tuple[str, ...]] = Counter()
    inside: dict[int, Counter[tuple[str, ...]]] = {}
    for themes, stratum in stream_comments_with_answers(consultation_id, question_code, codes):
        sizes[stratum] += 1
        for theme in {each for one in themes for each in _upwards(one, parents)}:
            inside.setdefault(theme, Counter())[stratum] += 1
    weighting = find_weighting(sizes, populations)
    if weighting is None:
        return None
    weights = weighting.weights.by_stratum
    whole = sum(weights[each] * size for each, size in sizes.items())
    squared = sum(weights[each] ** 2 * size for each, size in sizes.items())
    return WeightedThemes(
        weighting,
        {
            theme: _share(sum(weights[each] * size for each, size in here.items()), whole, squared)
            for theme, here in inside.items()
            if here.total() >= SMALLEST
        },
    )


def _upwards(theme: int, parents: Mapping[int, int]) -> set[int]:
    found = {theme}
    while (over := parents.get(theme)) is not None and over not in found:
        found.add(over)
        theme = over
    return found


def _share(part: float, whole: float, squared: float) -> Share:
    share = min(1.0, part / whole) if whole else 0.0
    effective = whole**2 / squared if squared else 0.0
    return Share(share, wilson_interval(share * effective, effective))
