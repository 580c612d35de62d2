"""Weights that bring those who answered to the known shares of the population.

Post-stratification: everybody of a group gets the same weight, the group's share of the population
over its share of those who answered. Weights are capped so that nobody speaks for very many, and
scaled so that they add up to the number of people. What is lost is said by the effective size: so
many people without weights would tell as much. It corrects for who answered more often, in this one
respect; it knows nothing of those of a group who stayed silent. Sources: L. Kish, "Survey Sampling"
(1965), ch. 11 for the effective size; R. J. A. Little, "Post-stratification: a modeler's
perspective", JASA 88 (1993), 1001-1012.
"""

from collections.abc import Mapping
from dataclasses import dataclass

CAP = 5.0


@dataclass(frozen=True)
class Weights:
    """A weight for each group; ``effective`` is the effective number of people.

    ``capped`` are groups whose weight would be more than ``CAP`` or less than 1 / ``CAP``.
    ``unknown`` are those without a share of the population: their weight is that of the average.
    ``unheard`` have a share and nobody who answered, so no weight can speak for them.
    """

    by_group: Mapping[str, float]
    effective: float
    capped: tuple[str, ...]
    unknown: tuple[str, ...]
    unheard: tuple[str, ...]


def weigh(sizes: Mapping[str, int], shares: Mapping[str, float], cap: float = CAP) -> Weights:
    """Weights for groups of these sizes; ``shares`` of the population are in any unit.

    Raises ValueError where no group with a share has anybody in it.
    """
    heard = {group: size for group, size in sizes.items() if size and shares.get(group, 0) > 0}
    known, whole = sum(shares[group] for group in heard), sum(heard.values())
    if not heard:
        raise ValueError("nobody of a group with a known share answered")
    wanted = {group: (shares[group] / known) / (size / whole) for group, size in heard.items()}
    capped = {group: min(max(weight, 1 / cap), cap) for group, weight in wanted.items()}
    mean = sum(capped[group] * size for group, size in heard.items()) / whole
    weights = {
        group: capped[group] / mean if group in heard else 1.0
        for group, size in sizes.items()
        if size
    }
    total = sum(weights[group] * sizes[group] for group in weights)
    squared = sum(weights[group] ** 2 * sizes[group] for group in weights)
    return Weights(
        weights,
        total**2 / squared,
        tuple(group for group in wanted if capped[group] != wanted[group]),
        tuple(group for group in weights if group not in heard),
        tuple(group for group, share in shares.items() if share > 0 and not sizes.get(group)),
    )
