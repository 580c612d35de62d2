"""Intervals for a share of a sample."""

import math
from typing import NamedTuple


class Interval(NamedTuple):
    """The two ends of an interval, as fractions from 0 to 1."""

    low: float
    high: float


def wilson_interval(k: float, n: float, z: float = 1.96) -> Interval:
    """Return the Wilson score interval of k in n; of none in none, everything from 0 to 1.

    ``z`` is the normal quantile, 1.96 for 95 %. It says how far chance alone reaches in a random
    sample; it knows nothing of who did not answer. Source: E. B. Wilson, "Probable inference, the
    law of succession, and statistical inference", JASA 22 (1927), 209-212.
    Of weighted answers, n is their effective number. Raises ValueError unless 0 <= k <= n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} in {n} is no share")
    if n == 0:
        return Interval(0.0, 1.0)
    share, squared = k / n, z * z / n
    centre = share + squared / 2
    half = z * math.sqrt(share * (1 - share) / n + squared / (4 * n))
    low, high = (centre - half) / (1 + squared), (centre + half) / (1 + squared)
    # At the ends the formula gives exactly 0 and 1, and floating point almost does.
    return Interval(0.0 if k == 0 else low, 1.0 if k == n else high)
