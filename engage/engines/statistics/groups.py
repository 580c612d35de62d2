"""Whether a group says something more or less often than the others, beyond chance.

Each group is set against everybody else. The p-value is that of Pearson's chi-square test without
continuity correction, or of Fisher's exact test (two-sided) where fewer than five are expected in
some cell. As many comparisons are made at once, the p-values are adjusted after Holm. Sources:
W. G. Cochran, "Some methods for strengthening the common chi-square tests", Biometrics 10 (1954),
417-451; S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal
of Statistics 6 (1979), 65-70.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engage.engines.disclosure import Interval, wilson_interval

FEWEST_EXPECTED = 5
LIKELY = 1e-7  # tables as likely as the found one may differ from it in the last digits


@dataclass(frozen=True)
class Comparison:
    """A group's share: ``raised`` of ``of``, its 95 % interval, and how it differs from the rest.

    ``lift`` is the share divided by that of everybody, None where nobody raised it. ``test`` is
    ``chi-square``, ``exact``, or empty where there is nothing to compare with; then p is 1.
    """

    raised: int
    of: int
    share: float
    interval: Interval
    lift: float | None
    test: str
    p: float
    adjusted: float


def compare_groups(
    counts: Sequence[Sequence[int]], sizes: Sequence[int], raised: Sequence[int], people: int
) -> tuple[tuple[Comparison, ...], ...]:
    """Compare each group with everybody else, for each theme.

    ``counts`` has a row for each theme and a column for each group; ``sizes`` are the groups,
    ``raised`` how many raised each theme in all, ``people`` how many there are. Groups may overlap.
    Raises ValueError where a part is larger than its whole.
    """
    rows = [
        [_compare(count, size, total, people) for count, size in zip(row, sizes, strict=True)]
        for row, total in zip(counts, raised, strict=True)
    ]
    tested = [one for row in rows for one in row if one.test]
    adjusted = iter(holm([one.p for one in tested]))
    return tuple(
        tuple(replace(one, adjusted=next(adjusted)) if one.test else one for one in row)
        for row in rows
    )


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """The p-values adjusted for being several, in the same order."""
    order = sorted(range(len(ps)), key=lambda place: ps[place])
    adjusted = [1.0] * len(ps)
    largest = 0.0
    for rank, place in enumerate(order):
        largest = max(largest, min(1.0, ps[place] * (len(ps) - rank)))
        adjusted[place] = largest
    return tuple(adjusted)


def _compare(count: int, size: int, total: int, people: int) -> Comparison:
    others = total - count, people - size - (total - count)
    if min(count, size - count, *others) < 0:
        raise ValueError(f"{count} of {size} is no part of {total} of {people}")
    share = count / size if size else 0.0
    overall = total / people if people else 0.0
    test, p = _tested((count, size - count), others)
    return Comparison(
        raised=count,
        of=size,
        share=share,
        interval=wilson_interval(count, size),
        lift=share / overall if overall and size else None,
        test=test,
        p=p,
        adjusted=p,
    )


def _tested(group: tuple[int, int], others: tuple[int, int]) -> tuple[str, float]:
    a, b, c, d = *group, *others
    whole, margins = a + b + c + d, (a + b, c + d, a + c, b + d)
    if min(margins) == 0:
        return "", 1.0
    expected = min(row * column / whole for row in margins[:2] for column in margins[2:])
    if expected < FEWEST_EXPECTED:
        return "exact", _exact(a, b, c, d)
    squared = whole * (a * d - b * c) ** 2 / math.prod(margins)
    return "chi-square", math.erfc(math.sqrt(squared / 2))


def _exact(a: int, b: int, c: int, d: int) -> float:
    """The chance of every table that is no likelier than this one, margins given."""
    row, column, whole = a + b, a + c, a + b + c + d

    def likelihood(k: int) -> float:
        return _log_choose(column, k) + _log_choose(whole - column, row - k)

    found = likelihood(a)
    weights = [likelihood(k) for k in range(max(0, row + column - whole), min(row, column) + 1)]
    top = max(weights)
    chances = [math.exp(weight - top) for weight in weights]
    limit = math.exp(found - top) * (1 + LIKELY)
    return min(1.0, sum(chance for chance in chances if chance <= limit) / sum(chances))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
