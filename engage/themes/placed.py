"""Where each comment stands now: a person's placement first, else the current run's suggestion.

A merged theme's comments stand in the theme it was merged into; an archived theme holds nothing.
"""

from typing import Any

from sqlalchemy import Select, Subquery, and_, case, func, select
from sqlalchemy.orm import aliased

from engage.kernel.db import session
from engage.responses import counted_comments
from engage.themes.models import ClusteringRun, Placement, Suggestion, Theme

UNPLACED = "unplaced"
NO_THEME = "no theme"
IN_THEME = "in theme"
ANY = "any"


def current_run_id(consultation_id: int, question_code: str) -> int | None:
    """The newest run over a question's comments."""
    return session().scalar(
        select(func.max(ClusteringRun.id)).where(
            ClusteringRun.consultation_id == consultation_id,
            ClusteringRun.question_code == question_code,
        )
    )


def placed_comments(consultation_id: int, question_code: str) -> Subquery:
    """The question's counted comments with ``theme_id``, ``standing``, ``score`` and so on."""
    run_id = current_run_id(consultation_id, question_code)
    comment = counted_comments(consultation_id, question_code)
    said, meant = aliased(Theme), aliased(Theme)
    by_person = Placement.comment_id.is_not(None)
    wanted = case((by_person, Placement.theme_id), else_=Suggestion.theme_id)
    query: Select[*tuple[Any, ...]] = (
        select(
            comment,
            meant.id.label("theme_id"),
            case(
                (meant.id.is_not(None), IN_THEME),
                (and_(by_person, Placement.theme_id.is_(None)), NO_THEME),
                else_=UNPLACED,
            ).label("standing"),
            by_person.label("is_by_person"),
            func.coalesce(Suggestion.score, 0.0).label("score"),
            Suggestion.candidates,
            Suggestion.marks,
            Suggestion.theme_id.label("suggested_id"),
        )
        .select_from(comment)
        .outerjoin(
            Suggestion,
            and_(Suggestion.comment_id == comment.c.id, Suggestion.run_id == (run_id or -1)),
        )
        .outerjoin(Placement, Placement.comment_id == comment.c.id)
        .outerjoin(said, said.id == wanted)
        .outerjoin(
            meant,
            and_(
                meant.id == func.coalesce(said.merged_into_id, said.id),
                meant.state != "archived",
            ),
        )
    )
    return query.subquery("placed_comment")
