"""What is left out of all counts, and why; and one response as staff read it whole."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select

from engage.engines.questionnaire import ReviewLine, review
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session
from engage.kernel.errors import NotFound, message
from engage.responses.exclusion_models import ProposedExclusion
from engage.responses.models import KEYED_ANEW, LEFT_OUT, Response
from engage.surveys import get_version

WITHDRAWN = "withdrawn"
OTHER = "other"


@dataclass(frozen=True)
class LeftOut:
    """A response that no count holds: what it is, the kind of reason, the words, who and when.

    Of a withdrawn one nobody is named, and no moment. ``agreed_by`` is the second person where
    one was needed: not for what its operator keyed anew.
    """

    number: int
    channel: str
    language: str
    submitted_at: datetime
    serial: str
    kind: str
    reason: str
    by: str
    agreed_by: str
    at: datetime | None


@dataclass(frozen=True)
class Proposal:
    """A response that somebody would leave out, and that counts until another person agrees."""

    number: int
    kind: str
    reason: str
    by: str
    by_id: int | None
    at: datetime


@dataclass(frozen=True)
class WholeResponse:
    """One response with its answers, as staff read it; ``left_out`` where it does not count."""

    number: int
    channel: str
    language: str
    submitted_at: datetime
    serial: str
    place: str
    note: str
    lines: tuple[ReviewLine, ...]
    left_out: LeftOut | None
    proposal: Proposal | None
    may_come_back: bool


def list_left_out(actor: Actor, consultation_id: int) -> tuple[LeftOut, ...]:
    """All that is left out of a consultation, what came last first; raises ``Forbidden``."""
    actor.require(Permission.SEE_THEMES)
    rows = session().scalars(
        select(Response).where(*_of(consultation_id)).order_by(Response.id.desc())
    )
    return tuple(map(_left_out, rows))


def list_proposals(actor: Actor, consultation_id: int) -> tuple[Proposal, ...]:
    """What waits for a second person, the oldest first; raises ``Forbidden``."""
    actor.require(Permission.SEE_THEMES)
    rows = session().scalars(
        select(ProposedExclusion)
        .join(Response, Response.id == ProposedExclusion.response_id)
        .where(Response.consultation_id == consultation_id, Response.disposition.not_in(LEFT_OUT))
        .order_by(ProposedExclusion.proposed_at, ProposedExclusion.response_id)
    )
    return tuple(map(_proposal, rows))


def count_left_out(consultation_id: int) -> dict[str, int]:
    """How many are left out for each kind of reason, the most frequent first."""
    kind = case(
        (Response.disposition == WITHDRAWN, WITHDRAWN),
        (Response.taken_back_at.is_not(None), KEYED_ANEW),
        (Response.exclusion_kind == "", OTHER),
        else_=Response.exclusion_kind,
    ).label("kind")
    rows = session().execute(
        select(kind, func.count())
        .where(*_of(consultation_id))
        .group_by(kind)
        .order_by(func.count().desc(), kind)
    )
    return {str(name): int(count) for name, count in rows}


def read_response(
    actor: Actor, consultation_id: int, response_id: int, locale: str
) -> WholeResponse:
    """One response of a consultation, its answers in the reader's language; raises ``NotFound``.

    Of a withdrawn one no answers are shown: whoever gave them took them back.
    """
    actor.require(Permission.SEE_THEMES)
    row = session().get(Response, response_id)
    if row is None or row.consultation_id != consultation_id:
        raise NotFound(message("left out", "There is no such response."))
    is_withdrawn = row.disposition == WITHDRAWN
    proposed = session().get(ProposedExclusion, response_id)
    survey = get_version(row.survey_version_id).content
    return WholeResponse(
        number=row.id,
        channel=row.channel,
        language=row.language,
        submitted_at=row.submitted_at,
        serial=row.serial or "",
        place=row.place,
        note="" if is_withdrawn else row.note,
        lines=() if is_withdrawn else review(survey, row.answers, locale),
        left_out=_left_out(row) if row.disposition in LEFT_OUT else None,
        proposal=_proposal(proposed) if proposed and row.disposition not in LEFT_OUT else None,
        may_come_back=row.disposition == "excluded" and row.taken_back_at is None,
    )


def _of(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Response.consultation_id == consultation_id,
        Response.disposition.in_(LEFT_OUT),
    )


def _left_out(row: Response) -> LeftOut:
    is_withdrawn = row.disposition == WITHDRAWN
    kind = KEYED_ANEW if row.taken_back_at is not None else row.exclusion_kind or OTHER
    return LeftOut(
        number=row.id,
        channel=row.channel,
        language=row.language,
        submitted_at=row.submitted_at,
        serial=row.serial or "",
        kind=WITHDRAWN if is_withdrawn else kind,
        reason="" if is_withdrawn or kind == KEYED_ANEW else row.disposition_reason,
        by="" if is_withdrawn else row.excluded_by,
        agreed_by="" if is_withdrawn or kind == KEYED_ANEW else row.exclusion_agreed_by,
        at=None if is_withdrawn else row.excluded_at or row.taken_back_at,
    )


def _proposal(row: ProposedExclusion) -> Proposal:
    return Proposal(
        row.response_id, row.kind, row.reason, row.actor_name, row.actor_id, row.proposed_at
    )
