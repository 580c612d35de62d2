"""A theme by its sides, to see before each side becomes a theme of its own."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from engage.kernel.db import session
from engage.themes.placed import assigned_comments
from engage.themes.reading_order import SHORT
from engage.themes.review.acts import open_theme
from engage.themes.stances.sides import STANCES

QUOTES = 3


@dataclass(frozen=True)
class Side:
    """The comments that take a side, with the most typical as quotes (text, language)."""

    stance: str
    comment_ids: tuple[int, ...]
    quotes: tuple[tuple[str, str], ...]


def find_sides(theme_id: int) -> tuple[Side, ...]:
    """The sides that anybody takes; comments that nobody has read for a stance are in none."""
    theme = open_theme(theme_id)
    assigned = assigned_comments(theme.consultation_id, theme.question_code)
    rows = session().execute(
        select(assigned.c.id, assigned.c.text, assigned.c.language, assigned.c.stance)
        .where(assigned.c.theme_id == theme_id, assigned.c.stance.is_not(None))
        .order_by(
            case((func.length(assigned.c.text) < SHORT, 1), else_=0),
            assigned.c.score.desc(),
            assigned.c.id,
        )
    )
    found: dict[str, list[tuple[int, str, str]]] = {}
    for number, text, language, stance in rows:
        found.setdefault(stance, []).append((number, text, language))
    return tuple(
        Side(
            stance,
            tuple(sorted(number for number, *_ in found[stance])),
            tuple((text, language) for _, text, language in found[stance][:QUOTES]),
        )
        for stance in STANCES
        if stance in found
    )
