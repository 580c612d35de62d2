"""Reading the comments of a question: chosen, in order, by the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.sql.elements import ColumnElement

from engage.kernel.clock import start_in_city
from engage.kernel.db import session
from engage.responses import responses_between, responses_that_answered
from engage.themes.models import ReleasedQuote
from engage.themes.placed import ANY, IN_THEME, assigned_comments
from engage.themes.reading_order import ReadingOrder, reading_order
from engage.themes.reviewers.marks import read_by
from engage.themes.searching import holding
from engage.themes.stances.sides import STANCES

COMMENTS_A_PAGE = 25


@dataclass(frozen=True)
class PlacedComment:
    """A comment in a theme as the reading pane shows it.

    ``marks`` are spans of the words that decided; ``themes`` are all that it stands in, the first
    one first; ``stance`` is empty where nobody has read it for one.
    """

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
    stance: str = ""
    themes: tuple[int, ...] = ()


@dataclass(frozen=True)
class CommentFilter:
    """Which comments to show: of a theme, ``unplaced``, ``no theme``, ``any``; narrowed, in order.

    Words are looked for without regard to case, accents, letter variants and order. ``stance`` is
    one of them, or ``unread`` for none. ``at`` is a comment to go on from, wherever it stands now.
    """

    theme_id: int | None = None
    standing: str = IN_THEME
    channel: str = ""
    language: str = ""
    words: str = ""
    stance: str = ""
    comment_id: int | None = None
    order: str = "typical"
    page: int = 1
    at: int | None = None
    answered: tuple[str, str] | None = None
    place: str = ""
    since: date | None = None
    until: date | None = None
    unread_by: int | None = None


@dataclass(frozen=True)
class CommentPage:
    """One page of comments, how many there are in all, and the comment that comes next."""

    comments: tuple[PlacedComment, ...]
    total: int
    page: int
    pages: int
    next_id: int | None
    size: int = COMMENTS_A_PAGE

    @property
    def first(self) -> int:
        """Which of all the first comment of the page is, counted from 1."""
        return (self.page - 1) * self.size + 1


@dataclass(frozen=True)
class Batch:
    """More comments for a page: ``after`` or ``before`` one; or ``only`` these, as they were read.

    One more number than a page holds is the comment that comes next.
    """

    after: int | None = None
    before: int | None = None
    only: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """Comments one after another, and the one that comes next."""

    comments: tuple[PlacedComment, ...]
    next_id: int | None


def list_comments(consultation_id: int, question_code: str, chosen: CommentFilter) -> CommentPage:
    """A page of comments: the one that holds the comment ``at``, or the ``page``."""
    reading = _reading(consultation_id, question_code, chosen)
    counted = select(func.count()).select_from(reading.placed).where(*reading.where)
    total = session().scalar(counted) or 0
    key = reading.order.key_of(chosen.at, chosen.theme_id) if chosen.at else None
    wanted = chosen.page
    if key is not None:
        before = session().scalar(counted.where(reading.order.beyond(key, backwards=True))) or 0
        wanted = before // COMMENTS_A_PAGE + 1
    page, pages = _paged(wanted, total)
    rows = reading.rows().offset((page - 1) * COMMENTS_A_PAGE).limit(COMMENTS_A_PAGE + 1)
    comments, next_id = _and_next(session().execute(rows).all())
    return CommentPage(_with_themes(reading.placed, comments), total, page, pages, next_id)


def list_batch(
    consultation_id: int, question_code: str, chosen: CommentFilter, batch: Batch
) -> Stretch:
    """The comments before or after one that was read, as many as on a page; or these once more.

    What comes after a comment does not hang on which comments before it were moved or read since.
    """
    reading = _reading(consultation_id, question_code, chosen)
    placed, order = reading.placed, reading.order
    if batch.only:
        again, more = batch.only[:COMMENTS_A_PAGE], batch.only[COMMENTS_A_PAGE:]
        standing = [placed.c.id.in_(again), *_standing(placed, chosen)]
        return Stretch(_in_order(placed, standing, again), more[0] if more else None)
    anchor, backwards = (batch.before, True) if batch.before else (batch.after or 0, False)
    key = order.key_of(anchor, chosen.theme_id)
    if key is None:
        return Stretch((), None)
    rows = session().execute(
        reading.rows(backwards=backwards)
        .where(order.beyond(key, backwards=backwards))
        .limit(COMMENTS_A_PAGE + (0 if backwards else 1))
    )
    found, next_id = _and_next(rows.all())
    if backwards:
        found, next_id = found[::-1], batch.before
    return Stretch(_with_themes(placed, found), next_id)


@dataclass(frozen=True)
class _Reading:
    """What is asked of the database: which comments of a question, in which order."""

    placed: Subquery
    where: tuple[ColumnElement[bool], ...]
    order: ReadingOrder

    def rows(self, *, backwards: bool = False) -> Select[Any]:
        sorting = self.order.sorting(backwards=backwards)
        return _with_quotes(self.placed).where(*self.where).order_by(*sorting)


def _reading(consultation_id: int, question_code: str, chosen: CommentFilter) -> _Reading:
    placed = assigned_comments(consultation_id, question_code)
    where = _where(placed, chosen) + _from_responses(placed, consultation_id, chosen)
    if chosen.words.strip():
        where.append(holding(placed, consultation_id, question_code, chosen.words))
    return _Reading(placed, tuple(where), reading_order(placed, chosen.order))


def _and_next(rows: Sequence[Any]) -> tuple[Sequence[Any], int | None]:
    """As many rows as a page holds, and the comment after them."""
    more = rows[COMMENTS_A_PAGE:]
    return rows[:COMMENTS_A_PAGE], more[0].id if more else None


def list_placed(
    consultation_id: int, question_code: str, comment_ids: Iterable[int]
) -> tuple[PlacedComment, ...]:
    """These comments of a question, in this order; those that do not count are left out."""
    wanted = list(comment_ids)
    placed = assigned_comments(consultation_id, question_code)
    return _in_order(placed, [placed.c.id.in_(wanted), placed.c.is_further.is_(False)], wanted)


def _in_order(
    placed: Subquery, where: list[ColumnElement[bool]], wanted: Sequence[int]
) -> tuple[PlacedComment, ...]:
    rows = session().execute(_with_quotes(placed).where(*where))
    found = {comment.id: comment for comment in _with_themes(placed, rows.all())}
    return tuple(found[number] for number in wanted if number in found)


def _with_themes(placed: Subquery, rows: Sequence[Any]) -> tuple[PlacedComment, ...]:
    """The comments, each with all its themes."""
    themes: dict[int, tuple[int, ...]] = {}
    found = session().execute(
        select(placed.c.id, placed.c.theme_id)
        .where(placed.c.id.in_([row.id for row in rows]), placed.c.theme_id.is_not(None))
        .order_by(placed.c.is_further, placed.c.theme_id)
    )
    for number, theme_id in found:
        themes[number] = (*themes.get(number, ()), theme_id)
    return tuple(_placed_comment(row, themes.get(row.id, ())) for row in rows)


def _with_quotes(placed: Subquery) -> Select[Any]:
    return select(placed, ReleasedQuote.text.label("released_text")).outerjoin(
        ReleasedQuote, ReleasedQuote.comment_id == placed.c.id
    )


def _paged(wanted: int, total: int) -> tuple[int, int]:
    """The page shown and how many there are."""
    pages = max(1, -(-total // COMMENTS_A_PAGE))
    return min(max(1, wanted), pages), pages


def _standing(placed: Subquery, chosen: CommentFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if chosen.standing != ANY:
        where.append(placed.c.standing == chosen.standing)
    if chosen.theme_id is not None:
        where.append(placed.c.theme_id == chosen.theme_id)
    else:
        where.append(placed.c.is_further.is_(False))
    return where


def _where(placed: Subquery, chosen: CommentFilter) -> list[ColumnElement[bool]]:
    where = _standing(placed, chosen)
    if chosen.stance in STANCES:
        where.append(placed.c.stance == chosen.stance)
    elif chosen.stance:
        where.append(placed.c.stance.is_(None))
    if chosen.comment_id is not None:
        where.append(placed.c.id == chosen.comment_id)
    if chosen.channel:
        where.append(placed.c.channel == chosen.channel)
    if chosen.language:
        where.append(placed.c.language == chosen.language)
    return where


def _from_responses(
    placed: Subquery, consultation_id: int, chosen: CommentFilter
) -> list[ColumnElement[bool]]:
    """What is asked of the responses that the comments came with, and of the reader's marks."""
    where: list[ColumnElement[bool]] = []
    if chosen.place:
        where.append(placed.c.place == chosen.place)
    if chosen.answered is not None:
        found = responses_that_answered(consultation_id, *chosen.answered)
        where.append(placed.c.response_id.in_(found))
    if chosen.since is not None or chosen.until is not None:
        end = chosen.until + timedelta(days=1) if chosen.until else None
        found = responses_between(
            consultation_id,
            start_in_city(chosen.since) if chosen.since else None,
            start_in_city(end) if end else None,
        )
        where.append(placed.c.response_id.in_(found))
    if chosen.unread_by is not None:
        where.append(placed.c.id.not_in(read_by(chosen.unread_by)))
    return where


def _placed_comment(row: Any, themes: tuple[int, ...]) -> PlacedComment:
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
        stance=row.stance or "",
        themes=themes,
    )
