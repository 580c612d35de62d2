"""Writing and reading the audit record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engage.audit.models import AuditEntry
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session, transaction


@dataclass(frozen=True)
class Entry:
    """One line of the record as a reader sees it."""

    id: int
    at: datetime
    actor: str
    act: str
    subject_kind: str
    subject_id: int | None
    reason: str
    details: dict[str, Any]


def record(
    actor: Actor,
    act: str,
    subject: tuple[str, int | None],
    *,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Add a line in the caller's transaction; ``act`` is a dotted verb such as ``theme.merge``.

    Never put a respondent's words or personal data into ``details``.
    """
    with transaction() as current:
        current.add(
            AuditEntry(
                actor_id=actor.id,
                actor_name=actor.name,
                act=act,
                subject_kind=subject[0],
                subject_id=subject[1],
                reason=reason,
                details=details or {},
            )
        )


def list_entries(
    actor: Actor,
    *,
    subject: tuple[str, int] | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> tuple[Entry, ...]:
    """The newest lines first, of one subject or of all; needs ``read_audit``."""
    actor.require(Permission.READ_AUDIT)
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if subject:
        query = query.where(
            AuditEntry.subject_kind == subject[0], AuditEntry.subject_id == subject[1]
        )
    if before_id:
        query = query.where(AuditEntry.id < before_id)
    return tuple(
        Entry(
            row.id,
            row.at,
            row.actor_name,
            row.act,
            row.subject_kind,
            row.subject_id,
            row.reason,
            row.details,
        )
        for row in session().scalars(query)
    )
