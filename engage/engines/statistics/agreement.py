"""Whether two people who read the same comments put them into the same themes.

Cohen's kappa is agreement beyond what chance would bring about, 1 for always, 0 for no more than
chance. Its interval is a percentile bootstrap over comments, repeatable by its seed. Sources:
J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement
20 (1960), 37-46; A. R. Feinstein, D. V. Cicchetti, "High agreement but low kappa", Journal of
Clinical Epidemiology 43 (1990), 543-549, for why rare themes are pointed out.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.engines.disclosure import Interval

REPEATS = 1_000
RARE = 0.05
Pair = tuple[int, int]


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


def measure_agreement(pairs: Sequence[Pair], *, seed: int = 0, repeats: int = REPEATS) -> Agreement:
    """Compare what the first and the second person chose for each comment.

    Raises ValueError without comments.
    """
    if not pairs:
        raise ValueError("nothing was read twice")
    counts = Counter(pairs)
    labels = sorted({label for pair in counts for label in pair})
    cells = sorted(counts)
    weights = [counts[cell] for cell in cells]
    generator = random.Random(seed)  # noqa: S311 - draws a sample, keeps no secret
    drawn = [Counter(generator.choices(cells, weights, k=len(pairs))) for _ in range(repeats)]
    by_label = {
        label: _measured(_against(counts, label), [_against(each, label) for each in drawn])
        for label in labels
    }
    return Agreement(_measured(counts, drawn), by_label)


def cohen_kappa(counts: Mapping[Pair, int]) -> float | None:
    """Kappa of counted pairs; None where both always chose the same one label."""
    whole = sum(counts.values())
    first, second = _margins(counts)
    expected = sum(first[label] * second[label] for label in first) / whole**2
    if expected == 1:
        return None
    agreed = sum(count for (one, other), count in counts.items() if one == other) / whole
    return (agreed - expected) / (1 - expected)


def _measured(counts: Mapping[Pair, int], drawn: Sequence[Mapping[Pair, int]]) -> Kappa:
    whole = sum(counts.values())
    first, second = _margins(counts)
    kappa = cohen_kappa(counts)
    again = sorted(each for each in map(cohen_kappa, drawn) if each is not None)
    share = (first[1] + second[1]) / (2 * whole)
    return Kappa(
        kappa=kappa,
        interval=_percentiles(again) if kappa is not None and again else None,
        agreement=sum(count for (a, b), count in counts.items() if a == b) / whole,
        first=first[1],
        second=second[1],
        of=whole,
        is_rare=set(first) | set(second) <= {0, 1} and not RARE <= share <= 1 - RARE,
    )


def _percentiles(ordered: Sequence[float]) -> Interval:
    last = len(ordered) - 1
    return Interval(ordered[round(0.025 * last)], ordered[round(0.975 * last)])


def _against(counts: Mapping[Pair, int], label: int) -> Counter[Pair]:
    """The same pairs as yes or no to one label."""
    found: Counter[Pair] = Counter()
    for (one, other), count in counts.items():
        found[int(one == label), int(other == label)] += count
    return found


def _margins(counts: Mapping[Pair, int]) -> tuple[Counter[int], Counter[int]]:
    first: Counter[int] = Counter()
    second: Counter[int] = Counter()
    for (one, other), count in counts.items():
        first[one] += count
        second[other] += count
    return first, second
