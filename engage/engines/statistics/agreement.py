"""Whether two people who read the same comments put them into the same themes.

Cohen's kappa is agreement beyond what chance would bring about, 1 for always, 0 for no more than
chance. Its interval is a percentile bootstrap over comments, repeatable by its seed. Sources:
J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement
20 (1960), 37-46; A. R. Feinstein, D. V. Cicchetti, "High agreement but low kappa", Journal of
Clinical Epidemiology 43 (1990), 543-549, for why rare themes are pointed out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from engage.engines.disclosure import Interval

REPEATS = 1_000
RARE = 0.05
Pair = tuple[int, int]
Labels = frozenset[int]
Reading = tuple[Labels, Labels]
Draw = Callable[[int, Sequence[float], int], Iterable[Iterable[int]]]


@dataclass(frozen=True)
class Kappa:
    """``kappa`` is None where chance alone explains everything; so are intervals then.

    ``first`` and ``second`` are how many of ``of`` comments each person gave the label.
    """

    kappa: float | None
    interval: Interval | None
    agreement: float
    first: int
    second: int
    of: int
    is_rare: bool


@dataclass(frozen=True)
class Agreement:
    """All labels together, and each label against all others."""

    overall: Kappa
    by_label: Mapping[int, Kappa]


def measure_agreement(
    readings: Sequence[Reading], *, seed: int = 0, repeats: int = REPEATS
) -> Agreement:
    """Compare the labels that the first and the second person gave each comment.

    Overall, two sets of labels are alike only where they are the same; ``measure_alpha`` tells how
    far sets agree in part. Each label is set against its absence. Raises ValueError without
    comments.
    """
    # loaded where it is used: the web process starts faster and smaller without it
    from numpy.random import default_rng

    if not readings:
        raise ValueError("nothing was read twice")
    counts = Counter(readings)
    cells = sorted(counts, key=lambda cell: (sorted(cell[0]), sorted(cell[1])))
    sets = {given: at for at, given in enumerate(dict.fromkeys(chain.from_iterable(cells)))}
    pairs = {(sets[one], sets[other]): counts[one, other] for one, other in cells}
    labels = sorted({label for given in sets for label in given})
    draw = default_rng(seed).multinomial
    overall = _measured(pairs, draw, repeats)
    return Agreement(
        overall, {label: _measured(_against(counts, label), draw, repeats) for label in labels}
    )


def cohen_kappa(counts: Mapping[Pair, int]) -> float | None:
    """Kappa of counted pairs; None where both always chose the same one label."""
    whole = sum(counts.values())
    first, second = _margins(counts)
    expected = sum(first[label] * second[label] for label in first) / whole**2
    if expected == 1:
        return None
    agreed = sum(count for (one, other), count in counts.items() if one == other) / whole
    return (agreed - expected) / (1 - expected)


def _measured(counts: Mapping[Pair, int], draw: Draw, repeats: int) -> Kappa:
    whole = sum(counts.values())
    first, second = _margins(counts)
    kappa = cohen_kappa(counts)
    cells = sorted(counts)
    drawn = draw(whole, [counts[cell] / whole for cell in cells], repeats)
    kappas = (cohen_kappa(dict(zip(cells, map(int, row), strict=True))) for row in drawn)
    again = sorted(each for each in kappas if each is not None)
    share = (first[1] + second[1]) / (2 * whole)
    return Kappa(
        kappa=kappa,
        interval=percentiles(again) if kappa is not None and again else None,
        agreement=sum(count for (a, b), count in counts.items() if a == b) / whole,
        first=first[1],
        second=second[1],
        of=whole,
        is_rare=set(first) | set(second) <= {0, 1} and not RARE <= share <= 1 - RARE,
    )


def percentiles(ordered: Sequence[float]) -> Interval:
    """The middle 95 in 100 of what was drawn."""
    last = len(ordered) - 1
    return Interval(ordered[round(0.025 * last)], ordered[round(0.975 * last)])


def _against(counts: Mapping[Reading, int], label: int) -> Counter[Pair]:
    """The same readings as yes or no to one label."""
    found: Counter[Pair] = Counter()
    for (one, other), count in counts.items():
        found[int(label in one), int(label in other)] += count
    return found


def _margins(counts: Mapping[Pair, int]) -> tuple[Counter[int], Counter[int]]:
    first: Counter[int] = Counter()
    second: Counter[int] = Counter()
    for (one, other), count in counts.items():
        first[one] += count
        second[other] += count
    return first, second
