"""Staff make invitation codes, take them away once as a file, count those used, and revoke them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, insert, select

from engage.audit import record
from engage.consultations import get_consultation
from engage.engines.ledger import LONG, CodeMistyped, new_spoken_code, read_spoken_code
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, table_of, transaction
from engage.kernel.errors import Conflict, InvalidInput, Message, NotFound, message
from engage.kernel.ids import random_bytes
from engage.responses.passes import invitation_hash
from engage.responses.passes_models import Invitation, InvitationBatch, SpentPass

MOST_AT_ONCE = 10_000


@dataclass(frozen=True)
class BatchSummary:
    """Codes made together, and how many of them have been used; never which."""

    id: int
    name: str
    size: int
    used: int
    revoked: int
    made_at: datetime
    is_revoked: bool


@dataclass(frozen=True)
class NewBatch:
    """The codes, here for the only time."""

    id: int
    codes: tuple[str, ...]


def make_invitations(actor: Actor, consultation_id: int, name: str, count: int) -> NewBatch:
    """Make a batch of codes; only their hashes are stored. Raises ``InvalidInput``."""
    actor.require(Permission.MANAGE_CONSULTATIONS)
    get_consultation(consultation_id)
    faults: dict[str, Message] = {}
    if not name.strip():
        faults["name"] = message("invitations", "Say for whom the codes are.")
    if not 1 <= count <= MOST_AT_ONCE:
        faults["count"] = message(
            "invitations", "Enter a number from 1 to %(most)s.", most=MOST_AT_ONCE
        )
    if faults:
        raise InvalidInput(next(iter(faults.values())), faults)
    codes = tuple(new_spoken_code(random_bytes(10), LONG) for _ in range(count))
    with transaction() as current:
        batch = InvitationBatch(
            consultation_id=consultation_id, name=name.strip(), made_by_id=actor.id
        )
        current.add(batch)
        current.flush()
        rows = [{"code_hash": invitation_hash(code), "batch_id": batch.id} for code in codes]
        rows.sort(key=lambda row: str(row["code_hash"]))  # not in the order of the file
        current.execute(insert(table_of(Invitation)), rows)
        record(actor, "invitation.make", ("invitation_batch", batch.id))
        return NewBatch(batch.id, codes)


def list_batches(actor: Actor, consultation_id: int) -> tuple[BatchSummary, ...]:
    """The batches of a consultation, the newest first."""
    actor.require(Permission.MANAGE_CONSULTATIONS)
    batches = session().scalars(
        select(InvitationBatch)
        .where(InvitationBatch.consultation_id == consultation_id)
        .order_by(InvitationBatch.id.desc())
    )
    counts = {row.batch_id: row for row in session().execute(_counts(consultation_id))}
    return tuple(
        BatchSummary(
            id=batch.id,
            name=batch.name,
            size=counts[batch.id].size,
            used=counts[batch.id].used,
            revoked=counts[batch.id].revoked,
            made_at=batch.made_at,
            is_revoked=batch.revoked_at is not None,
        )
        for batch in batches
    )


def revoke_batch(actor: Actor, consultation_id: int, batch_id: int) -> None:
    """Let no code of a batch open anything any more; what was answered stays.

    Raises ``NotFound``, and ``Conflict`` for a batch that is revoked.
    """
    actor.require(Permission.MANAGE_CONSULTATIONS)
    with transaction() as current:
        batch = current.get(InvitationBatch, batch_id, populate_existing=True)
        if batch is None or batch.consultation_id != consultation_id:
            raise NotFound(message("invitations", "There are no such codes."))
        if batch.revoked_at is not None:
            raise Conflict(message("invitations", "These codes are revoked already."))
        batch.revoked_at = now()
        record(actor, "invitation.revoke", ("invitation_batch", batch_id))


def revoke_invitation(actor: Actor, consultation_id: int, typed: str) -> None:
    """Revoke one code, lost or sent to the wrong person; raises ``InvalidInput``."""
    actor.require(Permission.MANAGE_CONSULTATIONS)
    try:
        code = read_spoken_code(typed, LONG)
    except CodeMistyped as mistyped:
        raise InvalidInput(mistyped.message, {"code": mistyped.message}) from mistyped
    with transaction() as current:
        row = current.get(Invitation, invitation_hash(code), populate_existing=True)
        batch = current.get(InvitationBatch, row.batch_id) if row else None
        if row is None or batch is None or batch.consultation_id != consultation_id:
            told = message("invitations", "No code of this consultation reads like that.")
            raise InvalidInput(told, {"code": told})
        row.revoked_at = row.revoked_at or now()
        record(actor, "invitation.revoke_one", ("invitation_batch", batch.id))


def _counts(consultation_id: int) -> Select[int, int, int, int]:
    return (
        select(
            Invitation.batch_id,
            func.count().label("size"),
            func.count(SpentPass.pass_hash).label("used"),
            func.count(Invitation.revoked_at).label("revoked"),
        )
        .join(InvitationBatch, InvitationBatch.id == Invitation.batch_id)
        .outerjoin(SpentPass, SpentPass.pass_hash == Invitation.code_hash)
        .where(InvitationBatch.consultation_id == consultation_id)
        .group_by(Invitation.batch_id)
    )
