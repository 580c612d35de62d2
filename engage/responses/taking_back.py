"""An operator takes back the form that was just saved, to key it anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engage.audit import record
from engage.consultations import get_consultation
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, NotFound, message
from engage.responses.contacts import forget_contacts
from engage.responses.models import KEYED_ANEW, LEFT_OUT, Response
from engage.responses.passes import free_pass
from engage.responses.submit import LATE_CHANNELS
from engage.responses.uploads import hand_on_uploads

REASON = "taken back by the operator to be keyed anew"


@dataclass(frozen=True)
class TakenBack:
    """A form that was taken back, as it was stored."""

    response_id: int
    version_id: int
    channel: str
    language: str
    answers: Mapping[str, Any]
    marks: Mapping[str, str]
    kept_as_written: Mapping[str, str]
    serial: str
    place: str
    help_given: str
    received_on: date | None
    late_reason: str
    note: str


def take_back(actor: Actor, response_id: int) -> None:
    """Leave the actor's own response out of everything and free its serial.

    The row stays, excluded, and so does its leaf in the log; an e-mail address is deleted. Raises
    ``NotFound`` for a response of somebody else, ``Conflict`` where it could not be keyed anew.
    """
    with transaction() as current:
        row = _own(actor, response_id)
        if row.taken_back_at is not None or row.disposition in LEFT_OUT:
            raise Conflict(message("entry", "This form no longer counts. It cannot be taken back."))
        if not get_consultation(row.consultation_id).is_open and row.channel not in LATE_CHANNELS:
            raise Conflict(
                message("entry", "The consultation has closed. The form stays as it was keyed.")
            )
        row.disposition, row.disposition_reason = "excluded", REASON
        row.taken_back_at = row.excluded_at = now()
        row.exclusion_kind, row.excluded_by = KEYED_ANEW, actor.name
        free_pass(current, response_id=row.id)
        forget_contacts(current, response_id=row.id)
        record(actor, "response.take_back", ("response", row.id), reason=REASON)


def find_taken_back(actor: Actor, response_id: int) -> TakenBack:
    """The form that the actor took back; raises ``NotFound``."""
    row = _own(actor, response_id)
    if row.taken_back_at is None:
        raise _unknown()
    return TakenBack(
        response_id=row.id,
        version_id=row.survey_version_id,
        channel=row.channel,
        language=row.language,
        answers=row.answers,
        marks=row.marks,
        kept_as_written=row.kept_as_written,
        serial=row.serial or "",
        place=row.place,
        help_given=row.help_given,
        received_on=row.received_on,
        late_reason=row.late_reason,
        note=row.note,
    )


def hand_on_files(actor: Actor, response_id: int, receipt: str) -> None:
    """Let the files of a form that the actor took back wait for the one keyed in its place.

    Raises ``NotFound`` for a form of somebody else, or one that was not taken back.
    """
    with transaction() as current:
        row = _own(actor, response_id)
        if row.taken_back_at is None:
            raise _unknown()
        hand_on_uploads(current, row.id, receipt)


def _own(actor: Actor, response_id: int) -> Response:
    actor.require(Permission.ENTER_RESPONSES)
    row = session().get(Response, response_id)
    if row is None or actor.id is None or row.operator_id != actor.id:
        raise _unknown()
    return row


def _unknown() -> NotFound:
    return NotFound(message("entry", "There is no such form of yours."))
