"""Reading themes: the list with its counts, quotes, and what adds up."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Subquery, func, select

from engage.engines.questionnaire import as_in_document
from engage.kernel.db import session
from engage.kernel.errors import NotFound, message
from engage.kernel.languages import LocaleText
from engage.responses import counted_comments, get_comment
from engage.surveys import list_versions
from engage.themes.models import ReleasedQuote, Theme
from engage.themes.placed import (
    IN_THEME,
    NO_THEME,
    UNPLACED,
    assigned_comments,
    placed_comments,
)
from engage.themes.stances.sides import NO_STANCES, StanceCounts, stance_counts


@dataclass(frozen=True)
class ThemeSummary:
    """A theme with its counts, as other rooms see it.

    A comment may stand in several themes, so sizes add up to more than there are comments.
    """

    id: int
    consultation_id: int
    question_code: str
    label: LocaleText
    description: LocaleText
    suggested_label: str
    keywords: tuple[str, ...]
    stability: float | None
    fell_apart: int | None
    state: str
    version: int
    size: int = 0
    by_channel: dict[str, int] | None = None
    by_language: dict[str, int] | None = None
    stances: StanceCounts = NO_STANCES


@dataclass(frozen=True)
class Totals:
    """Where all comments of a question stand; the parts always add up to ``comments``.

    ``in_several`` of those in themes stand in more than one: the sizes of all themes add up to
    ``assignments``.
    """

    comments: int
    in_themes: int
    no_theme: int
    unplaced: int
    by_channel: dict[str, int]
    by_language: dict[str, int]
    in_several: int = 0
    assignments: int = 0


@dataclass(frozen=True)
class Quote:
    """A released quote, as the public may read it."""

    comment_id: int
    theme_id: int
    text: str
    language: str
    channel: str


def question_labels(consultation_id: int) -> dict[str, LocaleText]:
    """The words of every question that was ever asked in a consultation, the newest ones."""
    versions = sorted(
        list_versions(consultation_id), key=lambda version: (-version.survey_id, version.number)
    )
    return {
        question.code: question.label
        for version in versions
        for question in as_in_document(version.content).questions
    }


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
    themes = peek_themes(consultation_id, question_code)
    counted: list[ThemeSummary] = []
    for code in sorted({theme.question_code for theme in themes}):
        counts = _counts(assigned_comments(consultation_id, code))
        counted += [_with_counts(theme, counts) for theme in themes if theme.question_code == code]
    return tuple(sorted(counted, key=lambda theme: (-theme.size, theme.id)))


def peek_themes(consultation_id: int, question_code: str | None = None) -> tuple[ThemeSummary, ...]:
    """As ``list_themes``, in no order and without counts, which take much longer than all else."""
    query = select(Theme).where(
        Theme.consultation_id == consultation_id,
        Theme.state != "archived",
        Theme.merged_into_id.is_(None),
    )
    if question_code is not None:
        query = query.where(Theme.question_code == question_code)
    return tuple(_summary(row) for row in session().scalars(query))


def find_themes(theme_ids: Iterable[int]) -> dict[int, ThemeSummary]:
    """Number to theme with its counts, whatever its state; one that is not there, no entry."""
    rows = session().scalars(select(Theme).where(Theme.id.in_(set(theme_ids)))).all()
    found: dict[int, ThemeSummary] = {}
    for question in sorted({(row.consultation_id, row.question_code) for row in rows}):
        counts = _counts(assigned_comments(*question))
        for row in rows:
            if (row.consultation_id, row.question_code) == question:
                found[row.id] = _with_counts(_summary(row), counts)
    return found


def get_theme(theme_id: int) -> ThemeSummary:
    """One theme with its counts, whatever its state; raises ``NotFound``."""
    theme = peek_theme(theme_id)
    assigned = assigned_comments(theme.consultation_id, theme.question_code)
    return _with_counts(theme, _counts(assigned, theme_id))


def peek_theme(theme_id: int) -> ThemeSummary:
    """One theme without its counts, whatever its state; raises ``NotFound``."""
    row = session().get(Theme, theme_id)
    if row is None:
        raise NotFound(message("themes", "There is no such theme."))
    return _summary(row)


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
    assigned = assigned_comments(consultation_id, question_code)
    further, in_several = (
        session()
        .execute(
            select(func.count(), func.count(assigned.c.id.distinct())).where(assigned.c.is_further)
        )
        .one()
    )
    return Totals(
        sum(standing.values()),
        standing.get(IN_THEME, 0),
        standing.get(NO_THEME, 0),
        standing.get(UNPLACED, 0),
        channels,
        languages,
        int(in_several),
        standing.get(IN_THEME, 0) + int(further),
    )


def list_released_quotes(consultation_id: int) -> dict[int, tuple[Quote, ...]]:
    """Theme to what the public may read of it, in order of release; none, no entry.

    Nothing of withdrawn responses.
    """
    comment = counted_comments(consultation_id)
    rows = session().execute(
        select(
            ReleasedQuote.comment_id,
            ReleasedQuote.theme_id,
            ReleasedQuote.text,
            comment.c.language,
            comment.c.channel,
        )
        .join(comment, comment.c.id == ReleasedQuote.comment_id)
        .order_by(ReleasedQuote.released_at, ReleasedQuote.comment_id)
    )
    found: dict[int, tuple[Quote, ...]] = {}
    for row in rows:
        found[row.theme_id] = (*found.get(row.theme_id, ()), Quote(*row))
    return found


def themes_of_comments(
    consultation_id: int, comment_ids: Iterable[int]
) -> dict[int, tuple[int, ...]]:
    """Comment to the approved themes it stands in, the first one first; none, no entry."""
    wanted = sorted(set(comment_ids))
    found: dict[int, tuple[int, ...]] = {}
    codes = {get_comment(comment_id).question_code for comment_id in wanted}
    for code in sorted(codes):
        assigned = assigned_comments(consultation_id, code)
        rows = session().execute(
            select(assigned.c.id, assigned.c.theme_id)
            .join(Theme, Theme.id == assigned.c.theme_id)
            .where(assigned.c.id.in_(wanted), Theme.state == "approved")
            .order_by(assigned.c.is_further, assigned.c.theme_id)
        )
        for comment_id, theme_id in rows:
            found[comment_id] = (*found.get(comment_id, ()), theme_id)
    return found


def _counts(assigned: Subquery, theme_id: int | None = None) -> dict[int, list[Any]]:
    parts = (assigned.c.theme_id, assigned.c.channel, assigned.c.language, assigned.c.stance)
    query = select(*parts, func.count()).where(assigned.c.theme_id.is_not(None)).group_by(*parts)
    if theme_id is not None:
        query = query.where(assigned.c.theme_id == theme_id)
    counts: dict[int, list[Any]] = {}
    for found, *part in session().execute(query):
        counts.setdefault(found, []).append(part)
    return counts


def _with_counts(theme: ThemeSummary, counts: dict[int, list[Any]]) -> ThemeSummary:
    channels: dict[str, int] = {}
    languages: dict[str, int] = {}
    stances: dict[str | None, int] = {}
    for channel, language, stance, count in counts.get(theme.id, ()):
        channels[channel] = channels.get(channel, 0) + count
        languages[language] = languages.get(language, 0) + count
        stances[stance] = stances.get(stance, 0) + count
    return replace(
        theme,
        size=sum(channels.values()),
        by_channel=channels,
        by_language=languages,
        stances=stance_counts(stances),
    )


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
        fell_apart=row.fell_apart,
        state=row.state,
        version=row.version,
    )
