"""Stances of comments taken together: a part of a theme, or two themes that become one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from engage.kernel.db import session
from engage.themes.assignment_models import ThemeStance
from engage.themes.placed import assigned_comments
from engage.themes.queries import ThemeSummary
from engage.themes.stances.sides import STANCES, StanceCounts, stance_counts


@dataclass(frozen=True)
class Together:
    """What a theme would hold that takes in another: each comment once, with its stance."""

    size: int
    in_both: int
    stances: StanceCounts


def stances_of_parts(theme_id: int, parts: Sequence[Iterable[int]]) -> tuple[StanceCounts, ...]:
    """The stances that comments have in their theme, for each part of it."""
    rows = session().execute(
        select(ThemeStance.comment_id, ThemeStance.stance).where(ThemeStance.theme_id == theme_id)
    )
    said = {int(comment_id): stance for comment_id, stance in rows}
    return tuple(stance_counts(Counter(said.get(number) for number in part)) for part in parts)


def count_together(theme: ThemeSummary, others: Iterable[ThemeSummary]) -> dict[int, Together]:
    """For each of the others: what it would hold if the theme were merged into it.

    A comment that stands in both keeps the stance that it has in the other.
    """
    assigned = assigned_comments(theme.consultation_id, theme.question_code)
    here, there = assigned.alias("here"), assigned.alias("there")
    rows = session().execute(
        select(there.c.theme_id, there.c.stance, here.c.stance.label("own"))
        .join(here, and_(here.c.id == there.c.id, here.c.theme_id == theme.id))
        .where(there.c.theme_id != theme.id)
    )
    twice: dict[int, list[tuple[str | None, str | None]]] = {}
    for other_id, stance, own in rows:
        twice.setdefault(int(other_id), []).append((stance, own))
    return {other.id: _together(theme, other, twice.get(other.id, [])) for other in others}


def _together(
    theme: ThemeSummary, other: ThemeSummary, twice: Sequence[tuple[str | None, str | None]]
) -> Together:
    counts: Counter[str | None] = Counter()
    for summary in (theme, other):
        counts.update({stance or None: count for stance, count in summary.stances.parts})
    for stance, own in twice:
        counts.subtract((stance, own))
        counts[stance or own] += 1
    size = theme.size + other.size - len(twice)
    return Together(size, len(twice), stance_counts({key: counts[key] for key in (*STANCES, None)}))
