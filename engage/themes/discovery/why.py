"""Why a theme is one: its most and least typical comments, how well it holds, its rivals.

All of it is read off what the run stored; scores are chances that words which the machine had not
seen put a comment into the theme.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engage.kernel.db import session
from engage.themes.models import Theme
from engage.themes.placed import placed_comments
from engage.themes.queries import ThemeSummary
from engage.themes.reading import CommentFilter, PlacedComment, list_comments

SHOWN = 3
RIVALS = 5
LEANS = 0.1  # a lesser leaning is no rivalry


@dataclass(frozen=True)
class Rival:
    """Another theme that some of the comments lean to: how many, and how strongly on average."""

    theme_id: int
    comments: int
    score: float


@dataclass(frozen=True)
class Why:
    """What holds a theme together, and what pulls at it.

    ``cohesion`` is the mean score of the comments the machine placed (None where it placed none);
    ``torn`` of them lean at least half as much to another theme.
    """

    size: int
    by_people: int
    cohesion: float | None
    torn: int
    rivals: tuple[Rival, ...]
    nearest: tuple[PlacedComment, ...]
    unlike: tuple[PlacedComment, ...]


def get_why(theme_id: int) -> Why:
    """Why a theme is one; raises ``NoResultFound`` where there is none."""
    theme = session().get_one(Theme, theme_id)
    question = (theme.consultation_id, theme.question_code)
    rows = _rows(question, theme_id)
    by_machine = [row for row in rows if not row.is_by_person]
    scores = [float(row.score) for row in by_machine]
    return Why(
        size=len(rows),
        by_people=len(rows) - len(by_machine),
        cohesion=sum(scores) / len(scores) if scores else None,
        torn=sum(_is_torn(row, theme_id) for row in by_machine),
        rivals=_rivals(rows, theme_id),
        nearest=_shown(question, theme_id, "typical"),
        unlike=_shown(question, theme_id, "unusual") if len(rows) > SHOWN else (),
    )


def list_rivals(theme: ThemeSummary) -> tuple[Rival, ...]:
    """The themes that a theme's comments lean to as well, the strongest first."""
    return _rivals(_rows((theme.consultation_id, theme.question_code), theme.id), theme.id)


def _rows(question: tuple[int, str], theme_id: int) -> Sequence[Any]:
    placed = placed_comments(*question)
    query = select(placed.c.score, placed.c.candidates, placed.c.is_by_person)
    return session().execute(query.where(placed.c.theme_id == theme_id)).all()


def _shown(question: tuple[int, str], theme_id: int, order: str) -> tuple[PlacedComment, ...]:
    chosen = CommentFilter(theme_id=theme_id, order=order)
    return list_comments(*question, chosen).comments[:SHOWN]


def _leanings(row: Any, theme_id: int) -> list[tuple[int, float]]:
    pairs = [(int(other), float(score)) for other, score in row.candidates or ()]
    return [(other, score) for other, score in pairs if other != theme_id and score >= LEANS]


def _is_torn(row: Any, theme_id: int) -> bool:
    return any(score >= float(row.score) / 2 for _other, score in _leanings(row, theme_id))


def _rivals(rows: Any, theme_id: int) -> tuple[Rival, ...]:
    found: dict[int, list[float]] = {}
    for row in rows:
        for other, score in _leanings(row, theme_id):
            found.setdefault(other, []).append(score)
    standing = set(
        session().scalars(
            select(Theme.id).where(
                Theme.id.in_(found), Theme.state != "archived", Theme.merged_into_id.is_(None)
            )
        )
    )
    rivals = [
        Rival(other, len(scores), sum(scores) / len(scores))
        for other, scores in found.items()
        if other in standing
    ]
    return tuple(sorted(rivals, key=lambda one: (-one.comments, one.theme_id))[:RIVALS])
