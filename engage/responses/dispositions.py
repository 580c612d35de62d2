"""Where a response ended: read as part of a theme, or left out for a stated reason."""

from collections.abc import Iterable

from sqlalchemy import update

from engage.audit import record
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import transaction
from engage.kernel.errors import InvalidInput, message
from engage.responses.models import Response

SETTLED_BY_REVIEW = ("received", "blank", "themed", "campaign")


def settle(actor: Actor, response_ids: Iterable[int], disposition: str) -> None:
    """Note the outcome of review for these responses: ``received``, ``themed`` or ``campaign``."""
    actor.require(Permission.REVIEW_THEMES)
    assert disposition in SETTLED_BY_REVIEW
    ids = sorted(set(response_ids))
    with transaction() as current:
        for start in range(0, len(ids), 500):
            current.execute(
                update(Response)
                .where(
                    Response.id.in_(ids[start : start + 500]),
                    Response.disposition.in_(SETTLED_BY_REVIEW),
                )
                .values(disposition=disposition)
            )


def exclude(actor: Actor, response_id: int, reason: str) -> None:
    """Leave a response out of all counts, with a reason that stays on record.

    One that was withdrawn stays so: it is left out already, and by the respondent's own will.
    Raises ``InvalidInput`` without a reason.
    """
    actor.require(Permission.APPROVE_THEMES)
    if not reason.strip():
        text = message("response", "Say why this response is left out.")
        raise InvalidInput(text, {"reason": text})
    with transaction() as current:
        current.execute(
            update(Response)
            .where(Response.id == response_id, Response.disposition != "withdrawn")
            .values(disposition="excluded", disposition_reason=reason.strip())
        )
        record(actor, "response.exclude", ("response", response_id), reason=reason.strip())
