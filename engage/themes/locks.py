"""What people have decided, which no run of the machine moves."""

from dataclasses import dataclass

from sqlalchemy import select

from engage.kernel.db import session
from engage.themes.models import Theme
from engage.themes.placed import assigned_comments, placed_comments

KEPT_STATES = ("approved", "in_review")


@dataclass(frozen=True)
class Settled:
    """What people have decided: comments that stay where they are, and the themes that stay."""

    theme_of: dict[int, int | None]
    theme_ids: frozenset[int]


def settled_by_people(consultation_id: int, question_code: str) -> Settled:
    """Comments that people placed, and members of themes that people worked on."""
    placed = placed_comments(consultation_id, question_code)
    kept = set(
        session().scalars(
            select(Theme.id).where(
                Theme.consultation_id == consultation_id,
                Theme.question_code == question_code,
                Theme.merged_into_id.is_(None),
                Theme.state != "archived",
                Theme.state.in_(KEPT_STATES) | Theme.is_touched,
            )
        )
    )
    # a theme that people gave to comments as a further one stays as well
    assigned = assigned_comments(consultation_id, question_code)
    further = select(assigned.c.theme_id).where(assigned.c.is_further).distinct()
    kept |= set(session().scalars(further))
    theme_of: dict[int, int | None] = {}
    rows = session().execute(select(placed.c.id, placed.c.theme_id, placed.c.is_by_person))
    for comment_id, theme_id, is_by_person in rows:
        if is_by_person or theme_id in kept:
            theme_of[comment_id] = theme_id
            if theme_id is not None:
                kept.add(theme_id)
    return Settled(theme_of, frozenset(kept))
