"""What a lead does with a consultation in its life: schedule it, close it early, decide, report."""

from datetime import datetime

from engage.audit import record
from engage.consultations.drafting import NOT_OPENED, missing_dates, past_moments
from engage.consultations.lifecycle import Status, status_of
from engage.consultations.queries import get_row
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import transaction
from engage.kernel.errors import Conflict, InvalidInput, message


def schedule_consultation(
    actor: Actor, consultation_id: int, *, has_survey: bool, at: datetime | None = None
) -> None:
    """Let the clock open it; ``at`` is for consultations that are loaded later than they were held.

    Raises ``InvalidInput`` for dates that are missing or past, ``Conflict`` without a survey.
    """
    actor.require(Permission.MANAGE_CONSULTATIONS)
    with transaction():
        row = get_row(consultation_id)
        if row.stage != "drafted":
            raise Conflict(message("consultations", "This consultation is scheduled already."))
        if not (row.opens_at and row.closes_at):
            raise InvalidInput(missing_dates(), {"opens_at": missing_dates()})
        faults = past_moments(row.opens_at, row.closes_at, at or now())
        if faults:
            raise InvalidInput(next(iter(faults.values())), faults)
        _require_survey(has_survey)
        row.stage = "scheduled"
        record(actor, "consultation.schedule", ("consultation", consultation_id))


def open_consultation(actor: Actor, consultation_id: int, *, has_survey: bool) -> None:
    """Open what is drafted or scheduled now, whatever opening was planned.

    Raises ``InvalidInput`` for a close that is missing or past, ``Conflict`` without a survey or
    once it has opened.
    """
    actor.require(Permission.MANAGE_CONSULTATIONS)
    with transaction():
        row = get_row(consultation_id)
        if status_of(row) not in NOT_OPENED:
            raise Conflict(message("consultations", "This consultation has opened already."))
        moment = now()
        if row.closes_at is None:
            told = message("consultations", "Enter when it closes.")
            raise InvalidInput(told, {"closes_at": told})
        faults = past_moments(None, row.closes_at, moment)
        if faults:
            raise InvalidInput(next(iter(faults.values())), faults)
        _require_survey(has_survey)
        row.opens_at, row.stage = moment, "scheduled"
        record(actor, "consultation.open", ("consultation", consultation_id))


def _require_survey(has_survey: bool) -> None:
    if not has_survey:
        raise Conflict(
            message("consultations", "Publish a survey first: without one nobody can answer.")
        )


def redraft_consultation(actor: Actor, consultation_id: int) -> None:
    """Take a scheduled consultation back before it opens.

    Raises ``NotFound``, and ``Conflict`` where it has opened or was never scheduled.
    """
    actor.require(Permission.MANAGE_CONSULTATIONS)
    with transaction():
        row = get_row(consultation_id)
        if status_of(row) is not Status.SCHEDULED:
            raise Conflict(message("consultations", "Only what has not opened can go back."))
        row.stage = "drafted"
        record(actor, "consultation.redraft", ("consultation", consultation_id))


def close_consultation(actor: Actor, consultation_id: int, reason: str) -> None:
    """Close an open consultation now, before its date; the reason stays on record.

    Raises ``InvalidInput`` without a reason, ``NotFound``, and ``Conflict`` where it is not open.
    """
    actor.require(Permission.MANAGE_CONSULTATIONS)
    _require_reason(reason)
    with transaction():
        row = get_row(consultation_id)
        if status_of(row) is not Status.OPEN:
            raise Conflict(message("consultations", "Only an open consultation can be closed."))
        row.closes_at = now()
        record(actor, "consultation.close", ("consultation", consultation_id), reason=reason)


def mark_decided(actor: Actor, consultation_id: int, at: datetime | None = None) -> None:
    """The city has decided.

    Raises ``NotFound``, and ``Conflict`` where it is not closed, or was decided already.
    """
    _advance(actor, consultation_id, Status.CLOSED, "decided", at or now())


def mark_reported(actor: Actor, consultation_id: int, at: datetime | None = None) -> None:
    """The outcome has been reported to everybody.

    Raises ``NotFound``, and ``Conflict`` where nothing was decided yet, or it was reported already.
    """
    _advance(actor, consultation_id, Status.DECIDED, "reported", at or now())


def _advance(
    actor: Actor, consultation_id: int, expected: Status, stage: str, at: datetime
) -> None:
    actor.require(Permission.MANAGE_CONSULTATIONS)
    with transaction():
        row = get_row(consultation_id)
        if status_of(row) is not expected:
            raise Conflict(
                message("consultations", "A consultation is closed, then decided, then reported.")
            )
        row.stage = stage
        if stage == "decided":
            row.decided_at = at
        else:
            row.reported_at = at
        record(actor, f"consultation.{stage}", ("consultation", consultation_id))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        text = message("consultations", "Say why: the consultation has already opened.")
        raise InvalidInput(text, {"reason": text})
