"""Reading responses and comments: counts, streams, and one response by its receipt."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Subquery, bindparam, func, select

from engage.engines import ledger
from engage.engines.questionnaire import canonical
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now, start_in_city, today
from engage.kernel.db import ask_once, session, table_of
from engage.kernel.errors import NotFound, message
from engage.kernel.keys import key_for
from engage.responses.models import KEYED_ANEW, LEFT_OUT, Comment, LogEntry, Response, SetAside
from engage.surveys import list_versions

STREAMED = 2_000

_STANDING = (Response.disposition.not_in(LEFT_OUT),)  # what is taken back is excluded, too
_RESPONSES = table_of(Response).c
_CONSULTATION_OF = select(_RESPONSES.consultation_id).where(
    _RESPONSES.receipt_hash == bindparam("receipt_hash")
)


@dataclass(frozen=True)
class ResponseStatus:
    """What a receipt may learn of its response: never the answers."""

    response_id: int
    consultation_id: int
    channel: str
    language: str
    submitted_at: datetime
    disposition: str
    comment_ids: tuple[int, ...]
    left_out_for: str = ""


@dataclass(frozen=True)
class Counts:
    """How many responses came in which way. ``set_aside`` are not among them."""

    total: int
    by_channel: dict[str, int]
    by_language: dict[str, int]
    assisted: int
    set_aside: int


@dataclass(frozen=True)
class StoredAnswers:
    """The closed side of one response, for counting; ``derived`` was calculated from it."""

    response_id: int
    version_id: int
    channel: str
    language: str
    answers: dict[str, Any]
    disposition: str = "received"
    derived: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StoredComment:
    """One comment with what a reviewer may know of where it came from."""

    id: int
    response_id: int
    question_code: str
    text: str
    language: str
    channel: str
    place: str
    note: str = ""


def find_by_receipt(code: str) -> ResponseStatus | None:
    """The response behind a receipt, or None; raises ``ledger.ReceiptMistyped``."""
    receipt_hash = ledger.receipt_hash(code, key_for("receipts"))
    row = session().scalar(select(Response).where(Response.receipt_hash == receipt_hash))
    if row is None:
        return None
    comments = session().scalars(
        select(Comment.id).where(Comment.response_id == row.id).order_by(Comment.id)
    )
    return ResponseStatus(
        row.id,
        row.consultation_id,
        row.channel,
        row.language,
        row.submitted_at,
        row.disposition,
        tuple(comments),
        KEYED_ANEW if row.taken_back_at else row.exclusion_kind,
    )


def find_consultation_of(code: str) -> int | None:
    """Which consultation a receipt belongs to, or None; raises ``ledger.ReceiptMistyped``."""
    receipt_hash = ledger.receipt_hash(code, key_for("receipts"))
    found = ask_once(_CONSULTATION_OF, {"receipt_hash": receipt_hash})
    return None if found is None else int(found[0])


def count_responses(consultation_id: int) -> Counts:
    """Counts by channel and language, without what was withdrawn, left out or taken back."""
    rows = session().execute(
        select(Response.channel, Response.language, Response.is_assisted, func.count())
        .where(Response.consultation_id == consultation_id, *_STANDING)
        .group_by(Response.channel, Response.language, Response.is_assisted)
    )
    by_channel: dict[str, int] = {}
    by_language: dict[str, int] = {}
    assisted = 0
    for channel, language, is_assisted, count in rows:
        by_channel[channel] = by_channel.get(channel, 0) + count
        by_language[language] = by_language.get(language, 0) + count
        assisted += count if is_assisted else 0
    aside = session().scalar(
        select(func.count(SetAside.id))
        .join(Response, Response.id == SetAside.response_id)
        .where(Response.consultation_id == consultation_id, *_STANDING)
    )
    return Counts(sum(by_channel.values()), by_channel, by_language, assisted, aside or 0)


def count_by_consultation() -> dict[int, int]:
    """How many responses each consultation has, as ``count_responses`` counts; none, no entry."""
    query = select(Response.consultation_id, func.count()).where(*_STANDING)
    rows = session().execute(query.group_by(Response.consultation_id))
    return {int(consultation_id): int(count) for consultation_id, count in rows}


def count_dispositions(consultation_id: int) -> dict[str, int]:
    """How many responses ended in which way, also those that were withdrawn or left out."""
    rows = session().execute(
        select(Response.disposition, func.count(Response.id))
        .where(Response.consultation_id == consultation_id)
        .group_by(Response.disposition)
    )
    return {str(disposition): int(count) for disposition, count in rows}


def stream_answers(consultation_id: int) -> Iterator[StoredAnswers]:
    """Every counted response's closed answers, in order of arrival, in bounded memory."""
    rows = session().execute(
        select(
            Response.id,
            Response.survey_version_id,
            Response.channel,
            Response.language,
            Response.answers,
            Response.disposition,
            Response.derived,
        )
        .where(
            Response.consultation_id == consultation_id,
            Response.disposition.not_in(LEFT_OUT),
        )
        .order_by(Response.id)
        .execution_options(yield_per=STREAMED)
    )
    for row in rows:
        yield StoredAnswers(*row)


def stream_comments(
    actor: Actor, consultation_id: int, question_code: str | None = None
) -> Iterator[StoredComment]:
    """Every counted comment of a consultation (or of one question) in order of arrival.

    Needs ``see_themes``; in bounded memory.
    """
    actor.require(Permission.SEE_THEMES)
    query = _counted(consultation_id, question_code).order_by(Comment.id)
    query = query.execution_options(yield_per=STREAMED)
    for row in session().execute(query):
        yield StoredComment(*row)


@dataclass(frozen=True)
class LogState:
    """The log of a consultation: how many leaves, their root, and what does not fit together.

    ``missing`` and ``doubled`` are responses whose leaf the log does not hold exactly once,
    ``unclaimed`` the number of leaves that no response stands for.
    """

    size: int
    root: bytes
    missing: tuple[int, ...]
    doubled: tuple[int, ...]
    unclaimed: int

    @property
    def is_whole(self) -> bool:
        """Whether every response stands in the log exactly once, and nothing else does."""
        return not (self.missing or self.doubled or self.unclaimed)


def verify_log(consultation_id: int) -> LogState:
    """Recompute every response's leaf and look it up in the log."""
    leaves = _leaves(consultation_id)
    counted = Counter(leaves)
    digests = {version.id: version.digest for version in list_versions(consultation_id)}
    missing, doubled, claimed = [], [], 0
    rows = session().execute(
        select(
            Response.id,
            Response.survey_version_id,
            Response.answers,
            Response.channel,
            Response.leaf_key,
        )
        .where(Response.consultation_id == consultation_id)
        .execution_options(yield_per=STREAMED)
    )
    for response_id, version_id, answers, channel, key in rows:
        leaf = ledger.leaf(canonical(answers), digests[version_id], channel, bytes(key))
        found = counted.pop(leaf, 0)
        claimed += found
        if found == 0:
            missing.append(response_id)
        elif found > 1:
            doubled.append(response_id)
    unclaimed = len(leaves) - claimed
    return LogState(len(leaves), ledger.root(leaves), tuple(missing), tuple(doubled), unclaimed)


def root_of_first(consultation_id: int, size: int) -> bytes | None:
    """The root that the log had when it held ``size`` leaves; None where it holds fewer."""
    leaves = _leaves(consultation_id)
    return ledger.root(leaves[:size]) if len(leaves) >= size else None


def _leaves(consultation_id: int) -> list[bytes]:
    query = select(LogEntry.leaf).where(LogEntry.consultation_id == consultation_id)
    return [bytes(leaf) for leaf in session().scalars(query.order_by(LogEntry.id))]


def counted_comments(consultation_id: int, question_code: str | None = None) -> Subquery:
    """The comments that count, as rows to join with: for rooms that keep facts about comments.

    Columns: id, response_id, question_code, text, language, channel, place, note.
    """
    return _counted(consultation_id, question_code).subquery("counted_comment")


def get_comment(comment_id: int) -> StoredComment:
    """One comment; raises ``NotFound``."""
    row = session().execute(_comments().where(Comment.id == comment_id)).first()
    if row is None:
        raise NotFound(message("responses", "There is no such comment."))
    return StoredComment(*row)


def _comments() -> Select[*tuple[Any, ...]]:
    return select(
        Comment.id,
        Comment.response_id,
        Comment.question_code,
        Comment.text,
        Comment.language,
        Response.channel,
        Response.place,
        Response.note,
    ).join(Response, Response.id == Comment.response_id)


def _counted(consultation_id: int, question_code: str | None) -> Select[*tuple[Any, ...]]:
    query = _comments().where(
        Comment.consultation_id == consultation_id,
        Response.disposition.not_in(LEFT_OUT),
    )
    if question_code is not None:
        query = query.where(Comment.question_code == question_code)
    return query


def count_entered_today(operator_id: int | None) -> int:
    """How many responses an operator has keyed since midnight in the city."""
    return _count_entered_since(operator_id, start_in_city(today()))


def count_entered_in_last_hour(operator_id: int | None) -> int:
    """How fast an operator keys."""
    return _count_entered_since(operator_id, now() - timedelta(hours=1))


def _count_entered_since(operator_id: int | None, moment: datetime) -> int:
    own = (Response.operator_id == operator_id) & (Response.submitted_at >= moment)
    query = select(func.count(Response.id)).where(own, Response.taken_back_at.is_(None))
    return session().scalar(query) or 0
