"""What each reader has read."""

from collections.abc import Iterable

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.sql.elements import ColumnElement

from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.responses import counted_comments
from engage.themes.placed import placed_comments
from engage.themes.workbench_models import CommentRead


def mark_read(actor: Actor, consultation_id: int, comment_ids: Iterable[int]) -> int:
    """Note that this person has read these comments; gives how many were new to them."""
    actor.require(Permission.SEE_THEMES)
    if actor.id is None:
        return 0
    wanted = set(comment_ids)
    with transaction() as current:
        comment = counted_comments(consultation_id)
        there = set(current.scalars(select(comment.c.id).where(comment.c.id.in_(wanted))))
        new = there - set(current.scalars(read_by(actor.id).where(_among(wanted))))
        if new:
            rows = [{"actor_id": actor.id, "comment_id": n, "read_at": now()} for n in sorted(new)]
            current.execute(insert(CommentRead), rows)
    return len(new)


def mark_unread(actor: Actor, comment_ids: Iterable[int]) -> None:
    """Take these marks of this person back."""
    actor.require(Permission.SEE_THEMES)
    with transaction() as current:
        current.execute(
            delete(CommentRead).where(CommentRead.actor_id == actor.id, _among(set(comment_ids)))
        )


def read_among(actor: Actor, comment_ids: Iterable[int]) -> frozenset[int]:
    """Those of these comments that this person has read."""
    if actor.id is None:
        return frozenset()
    return frozenset(session().scalars(read_by(actor.id).where(_among(set(comment_ids)))))


def count_read(actor: Actor, consultation_id: int, question_code: str, theme_id: int) -> int:
    """How many of a theme's comments this person has read."""
    if actor.id is None:
        return 0
    placed = placed_comments(consultation_id, question_code)
    query = (
        select(func.count())
        .select_from(placed)
        .join(CommentRead, CommentRead.comment_id == placed.c.id)
        .where(placed.c.theme_id == theme_id, CommentRead.actor_id == actor.id)
    )
    return session().scalar(query) or 0


def read_by(actor_id: int) -> Select[int]:
    """The numbers of the comments that a person has read."""
    return select(CommentRead.comment_id).where(CommentRead.actor_id == actor_id)


def _among(comment_ids: set[int]) -> ColumnElement[bool]:
    return CommentRead.comment_id.in_(comment_ids)
