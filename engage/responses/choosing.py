"""Choosing responses by what they answered, where and when they came: for rooms that filter."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, Subquery, and_, cast, false, func, or_, select

from engage.kernel.db import session
from engage.kernel.folding import patterns
from engage.responses.models import Comment, Response


def responses_that_answered(consultation_id: int, question_code: str, option: str) -> Select[int]:
    """The numbers of the responses that gave this answer, alone or among several."""
    given = cast(Response.answers[question_code], String)
    quoted = f'"{option}"'
    among = and_(given.startswith("["), given.contains(quoted, autoescape=True))
    return select(Response.id).where(
        Response.consultation_id == consultation_id,
        or_(given == quoted, given == option, among),
    )


def comments_with_words(consultation_id: int, question_code: str, words: str) -> Select[int]:
    """The numbers of the comments that hold all these words, in whatever case, accents and order.

    None where there is no letter and no digit to look for.
    """
    looked_for = patterns(words)
    if not looked_for:
        return select(Comment.id).where(false())
    return select(Comment.id).where(
        Comment.consultation_id == consultation_id,
        Comment.question_code == question_code,
        *(Comment.folded.like(pattern) for pattern in looked_for),
    )


def responses_between(
    consultation_id: int, since: datetime | None, until: datetime | None
) -> Select[int]:
    """The numbers of the responses that came at or after ``since`` and before ``until``."""
    query = select(Response.id).where(Response.consultation_id == consultation_id)
    if since is not None:
        query = query.where(Response.submitted_at >= since)
    if until is not None:
        query = query.where(Response.submitted_at < until)
    return query


def arrivals(consultation_id: int) -> Subquery:
    """When each response came, as rows to join with. Columns: response_id, submitted_at."""
    return (
        select(Response.id.label("response_id"), Response.submitted_at)
        .where(Response.consultation_id == consultation_id)
        .subquery("arrival")
    )


def list_places(consultation_id: int) -> tuple[str, ...]:
    """The places that operators and kiosks noted, in order of the alphabet."""
    rows = session().scalars(
        select(Response.place)
        .where(Response.consultation_id == consultation_id, Response.place != "")
        .group_by(Response.place)
        .order_by(func.lower(Response.place))
    )
    return tuple(rows)


def comment_text(number: Any) -> Any:
    """The words of the comment whose number stands in a column."""
    return select(Comment.text).where(Comment.id == number).scalar_subquery()


def count_imported(import_id: int) -> int:
    """How many responses a run of an import brought in."""
    found = session().scalar(select(func.count(Response.id)).where(Response.import_id == import_id))
    return found or 0
