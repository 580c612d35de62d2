"""Where each comment stands now: a person's placement first, else the current run's suggestion.

A merged theme's comments stand in the theme it was merged into; an archived theme holds nothing.
People may put a comment into further themes besides: ``placed_comments`` counts comments, each once
with its first theme; ``assigned_comments`` has a row for each theme that a comment stands in.
"""

from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Select, Subquery, and_, case, func, literal, select, union_all
from sqlalchemy.orm import SessionTransaction, aliased

from engage.kernel.db import session
from engage.responses import counted_comments
from engage.themes.assignment_models import FurtherTheme, ThemeStance
from engage.themes.models import ClusteringRun, Placement, Suggestion, Theme

UNPLACED = "unplaced"
NO_THEME = "no theme"
IN_THEME = "in theme"
ANY = "any"


BUILT = 64  # queries kept, for building one takes longer than asking it of a small city

# what one reading of the database found: every table of placed comments asks for it
_runs: WeakKeyDictionary[SessionTransaction, dict[tuple[int, str], int | None]]
_runs = WeakKeyDictionary()


def current_run_id(consultation_id: int, question_code: str) -> int | None:
    """The newest run over a question's comments."""
    current, here = session(), (consultation_id, question_code)
    reading = current.get_transaction()
    is_writing = bool(current.info.get("is_writing"))
    if reading is not None and not is_writing and here in _runs.get(reading, {}):
        return _runs[reading][here]
    found = current.scalar(
        select(func.max(ClusteringRun.id)).where(
            ClusteringRun.consultation_id == consultation_id,
            ClusteringRun.question_code == question_code,
        )
    )
    reading = current.get_transaction()
    if reading is not None and not is_writing:
        _runs.setdefault(reading, {})[here] = found
    return found


def placed_comments(consultation_id: int, question_code: str) -> Subquery:
    """The question's counted comments with ``theme_id``, ``standing``, ``score`` and so on."""
    run_id = current_run_id(consultation_id, question_code) or -1
    return _placing(consultation_id, question_code, run_id).subquery("placed_comment")


@lru_cache(maxsize=BUILT)
def _placing(consultation_id: int, question_code: str, run_id: int) -> Select[*tuple[Any, ...]]:
    comment = counted_comments(consultation_id, question_code)
    said, meant = aliased(Theme), aliased(Theme)
    further = _further_themes()
    # where the first theme is archived, a further one is the first
    next_one = (
        select(further.c.comment_id, func.min(further.c.theme_id).label("theme_id"))
        .group_by(further.c.comment_id)
        .subquery("next_theme")
    )
    theme_id = func.coalesce(meant.id, next_one.c.theme_id)
    by_person = Placement.comment_id.is_not(None)
    wanted = case((by_person, Placement.theme_id), else_=Suggestion.theme_id)
    return (
        select(
            comment,
            theme_id.label("theme_id"),
            case(
                (theme_id.is_not(None), IN_THEME),
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
            and_(Suggestion.comment_id == comment.c.id, Suggestion.run_id == run_id),
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
        .outerjoin(next_one, next_one.c.comment_id == comment.c.id)
    )


def assigned_comments(consultation_id: int, question_code: str) -> Subquery:
    """Like ``placed_comments``, but once for each theme of a comment, with its ``stance`` there.

    ``is_further`` tells a further theme from the first; ``stance`` is None where nobody has read
    the comment for it.
    """
    run_id = current_run_id(consultation_id, question_code) or -1
    return _assigning(consultation_id, question_code, run_id).subquery("assigned_comment")


@lru_cache(maxsize=BUILT)
def _assigning(consultation_id: int, question_code: str, run_id: int) -> Select[*tuple[Any, ...]]:
    placed = _placing(consultation_id, question_code, run_id).subquery("placed_comment")
    further = _further_themes()
    first = select(placed, literal(False).label("is_further"))
    besides = {"theme_id": further.c.theme_id, "is_by_person": literal(True)}
    others = (
        select(
            *(besides.get(column.name, column).label(column.name) for column in placed.c),
            literal(True).label("is_further"),
        )
        .select_from(placed)
        .join(further, further.c.comment_id == placed.c.id)
        .where(further.c.theme_id != placed.c.theme_id)
    )
    both = union_all(first, others).subquery("standing_comment")
    return select(both, ThemeStance.stance).outerjoin(
        ThemeStance,
        and_(ThemeStance.comment_id == both.c.id, ThemeStance.theme_id == both.c.theme_id),
    )


def _further_themes() -> Subquery:
    """Comment and theme, where a merged theme is the one it was merged into."""
    said, meant = aliased(Theme), aliased(Theme)
    return (
        select(FurtherTheme.comment_id, meant.id.label("theme_id"))
        .join(said, said.id == FurtherTheme.theme_id)
        .join(meant, meant.id == func.coalesce(said.merged_into_id, said.id))
        .where(meant.state != "archived")
        .distinct()
        .subquery("further")
    )
