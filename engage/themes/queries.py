"""Reading themes: the list with its counts, one theme's comments, quotes, and what adds up."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, Subquery, case, func, select
from sqlalchemy.sql.elements import ColumnElement

from engage.kernel.db import session
from engage.kernel.errors import NotFound, message
from engage.kernel.languages import LocaleText
from engage.responses import counted_comments, get_comment
from engage.themes.models import ReleasedQuote, Theme
from engage.themes.placed import ANY, IN_THEME, NO_THEME, UNPLACED, placed_comments
from engage.themes.searching import matching

COMMENTS_A_PAGE = 25
SHORT = 25  # characters; a word or two is typical of many things


@dataclass(frozen=True)
class ThemeSummary:
    """A theme with its counts, as other rooms see it."""

    id: int
    consultation_id: int
    question_code: str
    label: LocaleText
    description: LocaleText
    suggested_label: str
    keywords: tuple[str, ...]
    stability: float | None
    state: str
    version: int
    size: int = 0
    by_channel: dict[str, int] | None = None
    by_language: dict[str, int] | None = None


@dataclass(frozen=True)
class Totals:
    """Where all comments of a question stand; the parts always add up to ``comments``."""

    comments: int
    in_themes: int
    no_theme: int
    unplaced: int
    by_channel: dict[str, int]
    by_language: dict[str, int]


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


@dataclass(frozen=True)
class Quote:
    """A released quote, as the public may read it."""

    comment_id: int
    theme_id: int
    text: str
    language: str
    channel: str


def list_questions(consultation_id: int) -> dict[str, int]:
    """Question code to number of comments, for questions that have any."""
    comment = counted_comments(consultation_id)
    rows = session().execute(
        select(comment.c.question_code, func.count())
        .group_by(comment.c.question_code)
        .order_by(func.count().desc())
    )
    return {str(code): int(count) for code, count in rows}


def list_themes(consultation_id: int, question_code: str | None = None) -> tuple[ThemeSummary, ...]:
    """Themes that stand (not merged, not archived) with their counts, the largest first."""
    query = select(Theme).where(
        Theme.consultation_id == consultation_id,
        Theme.state != "archived",
        Theme.merged_into_id.is_(None),
    )
    if question_code is not None:
        query = query.where(Theme.question_code == question_code)
    themes = [_summary(row) for row in session().scalars(query)]
    counted = []
    for code in sorted({theme.question_code for theme in themes}):
        counts = _counts(placed_comments(consultation_id, code))
        counted += [_with_counts(theme, counts) for theme in themes if theme.question_code == code]
    return tuple(sorted(counted, key=lambda theme: (-theme.size, theme.id)))


def get_theme(theme_id: int) -> ThemeSummary:
    """One theme with its counts, whatever its state; raises ``NotFound``."""
    row = session().get(Theme, theme_id)
    if row is None:
        raise NotFound(message("themes", "There is no such theme."))
    placed = placed_comments(row.consultation_id, row.question_code)
    return _with_counts(_summary(row), _counts(placed, theme_id))


def get_totals(consultation_id: int, question_code: str) -> Totals:
    """Where every comment of a question stands."""
    placed = placed_comments(consultation_id, question_code)
    rows = session().execute(
        select(placed.c.standing, placed.c.channel, placed.c.language, func.count()).group_by(
            placed.c.standing, placed.c.channel, placed.c.language
        )
    )
    standing: dict[str, int] = {}
    channels: dict[str, int] = {}
    languages: dict[str, int] = {}
    for name, channel, language, count in rows:
        for counts, key in ((standing, name), (channels, channel), (languages, language)):
            counts[key] = counts.get(key, 0) + count
    return Totals(
        sum(standing.values()),
        standing.get(IN_THEME, 0),
        standing.get(NO_THEME, 0),
        standing.get(UNPLACED, 0),
        channels,
        languages,
    )


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


def list_released_quotes(theme_id: int) -> tuple[Quote, ...]:
    """What the public may read of a theme, in order of release; nothing of withdrawn responses."""
    theme = session().get(Theme, theme_id)
    if theme is None:
        return ()
    comment = counted_comments(theme.consultation_id)
    rows = session().execute(
        select(ReleasedQuote.comment_id, ReleasedQuote.text, comment.c.language, comment.c.channel)
        .join(comment, comment.c.id == ReleasedQuote.comment_id)
        .where(ReleasedQuote.theme_id == theme_id)
        .order_by(ReleasedQuote.released_at, ReleasedQuote.comment_id)
    )
    return tuple(
        Quote(row.comment_id, theme_id, row.text, row.language, row.channel) for row in rows
    )


def themes_of_comments(consultation_id: int, comment_ids: Iterable[int]) -> dict[int, int]:
    """Comment to the approved theme it stands in, for those that stand in one."""
    wanted = sorted(set(comment_ids))
    found: dict[int, int] = {}
    codes = {get_comment(comment_id).question_code for comment_id in wanted}
    for code in sorted(codes):
        placed = placed_comments(consultation_id, code)
        rows = session().execute(
            select(placed.c.id, placed.c.theme_id)
            .join(Theme, Theme.id == placed.c.theme_id)
            .where(placed.c.id.in_(wanted), Theme.state == "approved")
        )
        found |= {int(comment_id): int(theme_id) for comment_id, theme_id in rows}
    return found


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


def _counts(placed: Subquery, theme_id: int | None = None) -> dict[int, list[Any]]:
    query = select(placed.c.theme_id, placed.c.channel, placed.c.language, func.count()).group_by(
        placed.c.theme_id, placed.c.channel, placed.c.language
    )
    if theme_id is not None:
        query = query.where(placed.c.theme_id == theme_id)
    counts: dict[int, list[Any]] = {}
    for found, channel, language, count in session().execute(query):
        if found is not None:
            counts.setdefault(found, []).append((channel, language, count))
    return counts


def _with_counts(theme: ThemeSummary, counts: dict[int, list[Any]]) -> ThemeSummary:
    channels: dict[str, int] = {}
    languages: dict[str, int] = {}
    for channel, language, count in counts.get(theme.id, ()):
        channels[channel] = channels.get(channel, 0) + count
        languages[language] = languages.get(language, 0) + count
    return replace(theme, size=sum(channels.values()), by_channel=channels, by_language=languages)


def _summary(row: Theme) -> ThemeSummary:
    return ThemeSummary(
        id=row.id,
        consultation_id=row.consultation_id,
        question_code=row.question_code,
        label=row.label,
        description=row.description,
        suggested_label=row.suggested_label,
        keywords=tuple(row.keywords),
        stability=row.stability,
        state=row.state,
        version=row.version,
    )


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
