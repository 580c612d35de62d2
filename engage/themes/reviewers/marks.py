"""What each reader has read."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, insert, or_, select
from sqlalchemy.sql.elements import ColumnElement

from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.responses import counted_comments
from engage.themes.placed import assigned_comments
from engage.themes.workbench_models import CommentRead

ENOUGH = 20  # comments of a theme that somebody should open before it is approved; all of fewer


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
    assigned = assigned_comments(consultation_id, question_code)
    query = (
        select(func.count())
        .select_from(assigned)
        .join(CommentRead, CommentRead.comment_id == assigned.c.id)
        .where(assigned.c.theme_id == theme_id, CommentRead.actor_id == actor.id)
    )
    return session().scalar(query) or 0


@dataclass(frozen=True)
class Opened:
    """How many of a theme's comments people have marked as read, placed there or given a stance."""

    comments: int
    size: int

    @property
    def share(self) -> float:
        """Their part of the theme, 0 to 1."""
        return self.comments / self.size if self.size else 1.0

    @property
    def is_little(self) -> bool:
        """Whether too few were opened to approve the theme without saying why."""
        return self.comments < min(self.size, ENOUGH)


def count_opened(consultation_id: int, question_code: str, theme_id: int) -> Opened:
    """How much of a theme was opened by anybody."""
    assigned = assigned_comments(consultation_id, question_code)
    read = select(CommentRead.comment_id)
    is_opened = or_(
        assigned.c.is_by_person, assigned.c.stance.is_not(None), assigned.c.id.in_(read)
    )
    opened, size = (
        session()
        .execute(
            select(func.count().filter(is_opened), func.count())
            .select_from(assigned)
            .where(assigned.c.theme_id == theme_id)
        )
        .one()
    )
    return Opened(int(opened), int(size))


def read_by(actor_id: int) -> Select[int]:
    """The numbers of the comments that a person has read."""
    return select(CommentRead.comment_id).where(CommentRead.actor_id == actor_id)


def _among(comment_ids: set[int]) -> ColumnElement[bool]:
    return CommentRead.comment_id.in_(comment_ids)
