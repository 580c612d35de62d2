"""What the machine would say of comments nobody has read for a stance, from what people said."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engage.kernel.db import session
from engage.themes.assignment_models import ThemeStance
from engage.themes.models import Theme
from engage.themes.placed import assigned_comments
from engage.themes.runs.joining import evenly

if TYPE_CHECKING:
    from engage.engines.clustering import StanceReader

MOST_LEARNED_FROM = 2_000
FEWEST_LEARNED_FROM = 30  # as the reader asks; known here so that fewer do not load it
GROWTH = 1.1
Setting = tuple[str, int, str, str]


@dataclass(frozen=True)
class LearnedStances:
    """How well the machine reads stances in a consultation.

    It learns from the ``comments`` of which people set the stance themselves. Of these, held out,
    ``suggested`` got a suggestion and ``right`` of them the one that people had set.
    """

    can_suggest: bool
    comments: int
    suggested: int
    right: int


def learn_stances(consultation_id: int) -> LearnedStances:
    """What can be learned by now from the stances that people set in this consultation."""
    settings = _settings(consultation_id)
    if len(settings) < FEWEST_LEARNED_FROM:
        return LearnedStances(False, len(settings), 0, 0)
    reader = _reader(settings)
    held = reader.held_
    return LearnedStances(reader.can_suggest, len(settings), held.suggested, held.right)


def suggest_stances(theme_id: int, comment_ids: Iterable[int]) -> dict[int, str]:
    """Comment to the stance that the machine suggests, for those in the theme without one.

    Nothing for a comment of which it is not sure enough, and nothing at all before people have set
    enough of at least two stances to tell them apart.
    """
    theme = session().get_one(Theme, theme_id)
    settings = _settings(theme.consultation_id)
    wanted = sorted(set(comment_ids))
    if len(settings) < FEWEST_LEARNED_FROM or not wanted:
        return {}
    assigned = assigned_comments(theme.consultation_id, theme.question_code)
    rows = (
        session()
        .execute(
            select(assigned.c.id, assigned.c.text, assigned.c.language).where(
                assigned.c.theme_id == theme_id,
                assigned.c.stance.is_(None),
                assigned.c.id.in_(wanted),
            )
        )
        .all()
    )
    found = _reader(settings).suggest(
        [row.text for row in rows], [theme_id] * len(rows), [row.language for row in rows]
    )
    return {row.id: one.stance for row, one in zip(rows, found, strict=True) if one is not None}


def _settings(consultation_id: int) -> tuple[Setting, ...]:
    """(Text, theme, language, stance) of what people set themselves, in themes that stand.

    The earliest come first, and from ``FEWEST_LEARNED_FROM`` on not all of them: what is learned
    stays the same until there is a tenth more, so that not every key press means learning anew.
    """
    codes = session().scalars(
        select(Theme.question_code)
        .join(ThemeStance, ThemeStance.theme_id == Theme.id)
        .where(Theme.consultation_id == consultation_id)
        .distinct()
    )
    settings: list[tuple[Any, Setting]] = []
    for code in sorted(codes):
        assigned = assigned_comments(consultation_id, code)
        rows = session().execute(
            select(
                assigned.c.id,
                assigned.c.text,
                assigned.c.theme_id,
                assigned.c.language,
                assigned.c.stance,
                ThemeStance.set_at,
            )
            .join(
                ThemeStance,
                (ThemeStance.comment_id == assigned.c.id)
                & (ThemeStance.theme_id == assigned.c.theme_id),
            )
            .where(ThemeStance.was_suggested.is_(False))
        )
        settings += [
            ((row.set_at, row.id), (row.text, row.theme_id, row.language, row.stance))
            for row in rows
        ]
    in_order = [setting for _, setting in sorted(settings)]
    return tuple(evenly(in_order[: _step(len(in_order))], MOST_LEARNED_FROM))


def _step(number: int) -> int:
    """How many of so many settings are learned from."""
    if number < FEWEST_LEARNED_FROM:
        return number
    steps = int(log(number / FEWEST_LEARNED_FROM) / log(GROWTH))
    return int(FEWEST_LEARNED_FROM * GROWTH**steps)


@lru_cache(maxsize=4)
def _reader(settings: tuple[Setting, ...]) -> "StanceReader":
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import StanceReader

    return StanceReader().fit(
        [text for text, *_ in settings],
        [theme for _, theme, *_ in settings],
        [language for *_, language, _ in settings],
        [stance for *_, stance in settings],
    )
