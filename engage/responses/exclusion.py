"""Leave a response out of all counts: one person proposes it, another agrees."""

from sqlalchemy import select

from engage.audit import record
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, Message, NotFound, message
from engage.responses.exclusion_models import ProposedExclusion
from engage.responses.models import LEFT_OUT, Response

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


def propose_exclusion(actor: Actor, response_id: int, reason: str, kind: str) -> None:
    """Ask another person to agree that a response is left out, for one of ``EXCLUSION_KINDS``.

    It counts until then. Raises ``InvalidInput`` without a reason in words, ``Conflict`` where it
    does not count anyway or is proposed already.
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
        _locked_that_counts(response_id)
        if current.get(ProposedExclusion, response_id) is not None:
            raise Conflict(message("left out", "Another person has proposed this already."))
        current.add(
            ProposedExclusion(
                response_id=response_id,
                kind=kind,
                reason=reason.strip(),
                actor_id=actor.id,
                actor_name=actor.name,
            )
        )
        _note(actor, "response.propose_exclusion", response_id, reason, kind)


def exclude(actor: Actor, response_id: int) -> None:
    """Leave out of all counts what another person proposed to leave out.

    Its answers, its place in the log and where people placed its comments stay as they are. Raises
    ``Conflict`` for a proposal of one's own, or where the response does not count any more.
    """
    actor.require(Permission.APPROVE_THEMES)
    with transaction() as current:
        row = _locked_that_counts(response_id)
        proposed = _proposed(response_id)
        if proposed.actor_id == actor.id:
            raise Conflict(
                message("left out", "You have proposed this. Now another person has to agree.")
            )
        row.disposition_before = row.disposition
        row.disposition, row.disposition_reason = "excluded", proposed.reason
        row.exclusion_kind, row.excluded_at = proposed.kind, now()
        row.excluded_by, row.exclusion_agreed_by = proposed.actor_name, actor.name
        current.delete(proposed)
        _note(actor, "response.exclude", response_id, proposed.reason, proposed.kind)


def keep_counting(actor: Actor, response_id: int, reason: str) -> None:
    """Drop a proposal to leave a response out.

    Raises ``InvalidInput`` where it is another person's and no reason is given.
    """
    actor.require(Permission.APPROVE_THEMES)
    with transaction() as current:
        _locked(response_id)
        proposed = _proposed(response_id)
        if proposed.actor_id != actor.id:
            _require_reason(reason, message("left out", "Say why this response goes on counting."))
        current.delete(proposed)
        _note(actor, "response.keep_counting", response_id, reason)


def take_in(actor: Actor, response_id: int, reason: str) -> None:
    """Let a response that was left out count again, as it did before.

    Raises ``InvalidInput`` without a reason, ``Conflict`` for one that is not left out, or whose
    form was keyed anew.
    """
    actor.require(Permission.APPROVE_THEMES)
    _require_reason(reason, message("left out", "Say why this response counts after all."))
    with transaction():
        row = _locked(response_id)
        if row.disposition != "excluded" or row.taken_back_at is not None:
            raise Conflict(message("left out", "This response cannot be taken back in."))
        row.disposition = row.disposition_before or "received"
        row.disposition_reason = row.disposition_before = row.exclusion_kind = ""
        row.excluded_by, row.exclusion_agreed_by, row.excluded_at = "", "", None
        _note(actor, "response.take_in", response_id, reason)


def _locked(response_id: int) -> Response:
    row = session().scalar(select(Response).where(Response.id == response_id).with_for_update())
    if row is None:
        raise NotFound(message("left out", "There is no such response."))
    return row


def _locked_that_counts(response_id: int) -> Response:
    row = _locked(response_id)
    if row.disposition in LEFT_OUT:
        raise Conflict(message("left out", "This response does not count any more."))
    return row


def _proposed(response_id: int) -> ProposedExclusion:
    found = session().get(ProposedExclusion, response_id)
    if found is None:
        raise Conflict(message("left out", "Nobody proposes any more to leave this response out."))
    return found


def _require_reason(reason: str, text: Message) -> None:
    if not reason.strip():
        raise InvalidInput(text, {"reason": text})


def _note(actor: Actor, act: str, response_id: int, reason: str, kind: str = "") -> None:
    details = {"kind": kind} if kind else {}
    record(actor, act, ("response", response_id), reason=reason.strip(), details=details)
