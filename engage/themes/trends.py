"""Whether a theme was raised more often towards the end than at the beginning."""

from dataclasses import dataclass
from math import sqrt

from sqlalchemy import func, select

from engage.kernel.db import session
from engage.responses import arrivals
from engage.themes.placed import placed_comments

FEWEST = 20  # comments in each half; under that every difference is chance
SURE = 1.96  # standard errors


@dataclass(frozen=True)
class Trend:
    """A theme's share of the earlier and of the later half of all comments."""

    before: float
    after: float
    direction: str


def trends_of(consultation_id: int, question_code: str) -> dict[int, Trend]:
    """Theme to its trend, ``rising``, ``falling`` or ``steady``; none where there are too few.

    The halves hold as many comments each. A direction is named where the two shares differ by
    more than chance explains (two proportions, 5 %).
    """
    placed = placed_comments(consultation_id, question_code)
    arrival = arrivals(consultation_id)
    joined = select(placed.c.theme_id, arrival.c.submitted_at).join(
        arrival, arrival.c.response_id == placed.c.response_id
    )
    rows = joined.subquery("dated")
    total = session().scalar(select(func.count()).select_from(rows)) or 0
    if total < 2 * FEWEST:
        return {}
    middle = session().scalar(
        select(rows.c.submitted_at).order_by(rows.c.submitted_at).offset(total // 2).limit(1)
    )
    is_late = (rows.c.submitted_at >= middle).label("is_late")
    counted = session().execute(
        select(rows.c.theme_id, is_late, func.count()).group_by(rows.c.theme_id, is_late)
    )
    sizes, counts = [0, 0], dict[int, list[int]]()
    for theme_id, late, count in counted:
        sizes[bool(late)] += count
        if theme_id is not None:
            counts.setdefault(int(theme_id), [0, 0])[bool(late)] += count
    if min(sizes) < FEWEST:
        return {}
    return {theme: _trend(pair, sizes) for theme, pair in counts.items()}


def _trend(counts: list[int], sizes: list[int]) -> Trend:
    before, after = counts[0] / sizes[0], counts[1] / sizes[1]
    pooled = sum(counts) / sum(sizes)
    error = sqrt(pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1]))
    if not error or abs(after - before) <= SURE * error:
        return Trend(before, after, "steady")
    return Trend(before, after, "rising" if after > before else "falling")
