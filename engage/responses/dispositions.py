"""Where a response ended: read as part of a theme, or left out for a stated reason."""

from collections.abc import Iterable

from sqlalchemy import select, update

from engage.audit import record
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.responses.models import LEFT_OUT, Response

SETTLED_BY_REVIEW = ("received", "blank", "themed", "campaign")
# why a lead may leave a response out
EXCLUSION_KINDS = (
    "test",
    "repeat",
    "automated",
    "not_entitled",
    "unlawful",
    "mistaken",
    "other",
)


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


def exclude(actor: Actor, response_id: int, reason: str, kind: str = "other") -> None:
    """Leave a response out of all counts, for one of ``EXCLUSION_KINDS``, and say why in words.

    Its answers, its place in the log and where people placed its comments stay as they are. One
    that was withdrawn or left out before stays so. Raises ``InvalidInput`` without a reason.
    """
    actor.require(Permission.APPROVE_THEMES)
    fields = {}
    if kind not in EXCLUSION_KINDS:
        fields["kind"] = message("left out", "Choose why this response is left out.")
    if not reason.strip():
        fields["reason"] = message("left out", "Say why this response is left out.")
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)
    with transaction() as current:
        row = _locked(response_id)
        if row.disposition in LEFT_OUT:
            return
        row.disposition_before = row.disposition
        row.disposition, row.disposition_reason = "excluded", reason.strip()
        row.exclusion_kind, row.excluded_by, row.excluded_at = kind, actor.name, now()
        current.flush()
        subject = ("response", response_id)
        record(actor, "response.exclude", subject, reason=reason.strip(), details={"kind": kind})


def take_in(actor: Actor, response_id: int, reason: str) -> None:
    """Let a response that was left out count again, as it did before.

    Raises ``InvalidInput`` without a reason, ``Conflict`` for one that is not left out, or whose
    form was keyed anew.
    """
    actor.require(Permission.APPROVE_THEMES)
    if not reason.strip():
        text = message("left out", "Say why this response counts after all.")
        raise InvalidInput(text, {"reason": text})
    with transaction():
        row = _locked(response_id)
        if row.disposition != "excluded" or row.taken_back_at is not None:
            raise Conflict(message("left out", "This response cannot be taken back in."))
        row.disposition = row.disposition_before or "received"
        row.disposition_reason = row.disposition_before = row.exclusion_kind = ""
        row.excluded_by, row.excluded_at = "", None
        record(actor, "response.take_in", ("response", response_id), reason=reason.strip())


def _locked(response_id: int) -> Response:
    row = session().scalar(select(Response).where(Response.id == response_id).with_for_update())
    if row is None:
        raise NotFound(message("left out", "There is no such response."))
    return row
