"""Samples that can be drawn again: at random, or from every stratum in proportion."""

import random
from collections.abc import Hashable, Mapping

LEAST = 50


def sample_size(whole: int) -> int:
    """Fifty or five in a hundred, whichever is more, and never more than there are."""
    return min(whole, max(LEAST, -(-whole * 5 // 100)))


def draw_random(ids: Mapping[int, Hashable], size: int, seed: int) -> tuple[int, ...]:
    """So many of the ids, each as likely as any other, in random order."""
    generator = random.Random(seed)  # noqa: S311 - draws a sample, keeps no secret
    return tuple(generator.sample(sorted(ids), size))


def draw_stratified(ids: Mapping[int, Hashable], size: int, seed: int) -> tuple[int, ...]:
    """So many of the ids, from each stratum (the values) in proportion, in random order.

    No stratum is left out while there is room: small ones give one each before shares are counted.
    """
    generator = random.Random(seed)  # noqa: S311 - draws a sample, keeps no secret
    strata: dict[str, list[int]] = {}
    for number in sorted(ids):
        strata.setdefault(repr(ids[number]), []).append(number)
    ordered = sorted(strata.values(), key=lambda stratum: (-len(stratum), stratum[0]))
    taken = [1 if place < size else 0 for place in range(len(ordered))]
    while sum(taken) < size:
        # the stratum that is furthest behind its share (Sainte-Laguë)
        place = max(
            (at for at, stratum in enumerate(ordered) if taken[at] < len(stratum)),
            key=lambda at: (len(ordered[at]) / (2 * taken[at] + 1), -at),
        )
        taken[place] += 1
    drawn = [
        number
        for stratum, count in zip(ordered, taken, strict=True)
        for number in generator.sample(stratum, count)
    ]
    generator.shuffle(drawn)
    return tuple(drawn)
