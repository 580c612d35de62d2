"""Reading the comments of a question: chosen, in order, by the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Subquery, case, func, select
from sqlalchemy.sql.elements import ColumnElement

from engage.kernel.db import session
from engage.themes.models import ReleasedQuote
from engage.themes.placed import ANY, IN_THEME, placed_comments
from engage.themes.searching import matching

COMMENTS_A_PAGE = 25
SHORT = 25  # characters; a word or two is typical of many things


@dataclass(frozen=True)
class PlacedComment:
    """A comment as the reading pane shows it; ``marks`` are spans of the words that decided."""

    id: int
    text: str
    language: str
    channel: str
    place: str
    theme_id: int | None
    is_by_person: bool
    score: float
    candidates: tuple[tuple[int, float], ...]
    marks: tuple[tuple[int, int], ...]
    released_text: str | None
    note: str = ""


@dataclass(frozen=True)
class CommentFilter:
    """Which comments to show: of a theme, ``unplaced``, ``no theme``, ``any``; narrowed, in order.

    Words are looked for without regard to case, accents, letter variants and order.
    """

    theme_id: int | None = None
    standing: str = IN_THEME
    channel: str = ""
    language: str = ""
    words: str = ""
    comment_id: int | None = None
    order: str = "typical"
    page: int = 1


@dataclass(frozen=True)
class CommentPage:
    """One page of comments and how many there are in all."""

    comments: tuple[PlacedComment, ...]
    total: int
    page: int
    pages: int


def list_comments(consultation_id: int, question_code: str, chosen: CommentFilter) -> CommentPage:
    """A page of comments."""
    placed = placed_comments(consultation_id, question_code)
    where = _where(placed, chosen)
    orders: dict[str, tuple[ColumnElement[Any], ...]] = {
        "typical": (
            case((func.length(placed.c.text) < SHORT, 1), else_=0),
            placed.c.score.desc(),
            placed.c.id,
        ),
        "unusual": (placed.c.score, placed.c.id),
        "uncertain": (placed.c.is_by_person, placed.c.score, placed.c.id),
        "newest": (placed.c.id.desc(),),
    }
    order = orders.get(chosen.order, orders["typical"])
    if chosen.words.strip():
        found = matching(placed, where, chosen.words, order)
        page, pages = _paged(chosen.page, len(found))
        start = (page - 1) * COMMENTS_A_PAGE
        numbers = found[start : start + COMMENTS_A_PAGE]
        shown = list_placed(consultation_id, question_code, numbers)
        return CommentPage(shown, len(found), page, pages)
    total = session().scalar(select(func.count()).select_from(placed).where(*where)) or 0
    page, pages = _paged(chosen.page, total)
    rows = session().execute(
        _with_quotes(placed)
        .where(*where)
        .order_by(*order)
        .limit(COMMENTS_A_PAGE)
        .offset((page - 1) * COMMENTS_A_PAGE)
    )
    return CommentPage(tuple(_placed_comment(row) for row in rows), total, page, pages)


def list_placed(
    consultation_id: int, question_code: str, comment_ids: Iterable[int]
) -> tuple[PlacedComment, ...]:
    """These comments of a question, in this order; those that do not count are left out."""
    wanted = list(comment_ids)
    placed = placed_comments(consultation_id, question_code)
    rows = session().execute(_with_quotes(placed).where(placed.c.id.in_(wanted)))
    found = {int(row.id): _placed_comment(row) for row in rows}
    return tuple(found[number] for number in wanted if number in found)


def _with_quotes(placed: Subquery) -> Select[Any]:
    return select(placed, ReleasedQuote.text.label("released_text")).outerjoin(
        ReleasedQuote, ReleasedQuote.comment_id == placed.c.id
    )


def _paged(wanted: int, total: int) -> tuple[int, int]:
    """The page shown and how many there are."""
    pages = max(1, -(-total // COMMENTS_A_PAGE))
    return min(max(1, wanted), pages), pages


def _where(placed: Subquery, chosen: CommentFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if chosen.standing != ANY:
        where.append(placed.c.standing == chosen.standing)
    if chosen.theme_id is not None:
        where.append(placed.c.theme_id == chosen.theme_id)
    if chosen.comment_id is not None:
        where.append(placed.c.id == chosen.comment_id)
    if chosen.channel:
        where.append(placed.c.channel == chosen.channel)
    if chosen.language:
        where.append(placed.c.language == chosen.language)
    return where


def _placed_comment(row: Any) -> PlacedComment:
    return PlacedComment(
        id=row.id,
        text=row.text,
        language=row.language,
        channel=row.channel,
        place=row.place,
        theme_id=row.theme_id,
        is_by_person=bool(row.is_by_person),
        score=row.score,
        candidates=tuple((int(theme), float(score)) for theme, score in row.candidates or ()),
        marks=tuple((int(start), int(end)) for start, end in row.marks or ())
        if row.theme_id == row.suggested_id
        else (),
        released_text=row.released_text,
        note=row.note,
    )
