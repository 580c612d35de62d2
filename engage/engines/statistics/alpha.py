"""Whether two people gave the same comments the same sets of themes: Krippendorff's alpha.

Two sets may agree in part, so each pair has a distance from 0 (the same) to 1 (nothing in common):
MASI, the overlap (Jaccard) times 1 where the sets are equal, 2/3 where one holds the other, 1/3
where each has something of its own. Alpha is 1 for always, 0 for no more than chance. Its interval
is a percentile bootstrap over comments, repeatable by its seed. Sources: K. Krippendorff, "Content
Analysis", 4th ed. (2018), ch. 12; R. Passonneau, "Measuring agreement on set-valued items (MASI)
for semantic and pragmatic annotation", LREC 2006, 831-836.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.engines.disclosure import Interval
from engage.engines.statistics.agreement import REPEATS, Labels, Reading, percentiles


@dataclass(frozen=True)
class Alpha:
    """``alpha`` is None where both gave every comment the same; so is its interval then.

    ``alike`` is the share of comments that got the same set, ``in_part`` of those that got
    different sets with something in common.
    """

    alpha: float | None
    interval: Interval | None
    alike: float
    in_part: float
    of: int


def masi_distance(one: Labels, other: Labels) -> float:
    """How far two sets are apart, 0 to 1; neither may be empty."""
    common = len(one & other)
    if one == other or not common:
        return 0.0 if common else 1.0
    likeness = 2 / 3 if common == min(len(one), len(other)) else 1 / 3
    return 1 - likeness * common / len(one | other)


def measure_alpha(readings: Sequence[Reading], *, seed: int = 0, repeats: int = REPEATS) -> Alpha:
    """Compare the sets that the first and the second person gave each comment.

    Raises ValueError without comments, or where a set is empty: "no theme" is a label, too.
    """
    # loaded where it is used: the web process starts faster and smaller without it
    import numpy as np

    if not readings or not all(one and other for one, other in readings):
        raise ValueError("nothing was read twice, or somebody gave no label")
    counts = Counter(readings)
    cells = sorted(counts, key=lambda cell: (sorted(cell[0]), sorted(cell[1])))
    weights, whole = [counts[cell] for cell in cells], len(readings)
    drawn = np.random.default_rng(seed).multinomial(whole, np.array(weights) / whole, size=repeats)
    alpha, *again = _alphas(cells, [weights, *drawn])
    known = sorted(each for each in again if each is not None)
    return Alpha(
        alpha=alpha,
        interval=percentiles(known) if alpha is not None and known else None,
        alike=sum(count for (one, other), count in counts.items() if one == other) / whole,
        in_part=_in_part(counts) / whole,
        of=whole,
    )


def _alphas(cells: Sequence[Reading], drawn: Sequence[Sequence[int]]) -> list[float | None]:
    """For each way to count the cells: 1 minus what was observed over what chance would bring."""
    import numpy as np

    sets = sorted({labels for cell in cells for labels in cell}, key=sorted)
    place = {labels: at for at, labels in enumerate(sets)}
    apart = np.array([[masi_distance(one, other) for other in sets] for one in sets])
    given = np.zeros((len(cells), len(sets)))
    for at, (one, other) in enumerate(cells):
        given[at, place[one]] += 1
        given[at, place[other]] += 1
    weights = np.array(drawn, dtype=float)
    margins = weights @ given
    observed = weights @ np.array([masi_distance(*cell) for cell in cells])
    expected = ((margins @ apart) * margins).sum(axis=1)
    values = margins.sum(axis=1)
    return [
        None if not by_chance else float(1 - 2 * seen * (count - 1) / by_chance)
        for seen, by_chance, count in zip(observed, expected, values, strict=True)
    ]


def _in_part(counts: Mapping[Reading, int]) -> int:
    return sum(count for (one, other), count in counts.items() if one != other and one & other)
