"""The audit record's table. Rows are added, never changed; triggers in the database see to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime


class AuditEntry(Base):
    """One act: the actor, the verb, what it was done to, the reason and the details."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    actor_name: Mapped[str]
    act: Mapped[str] = mapped_column(index=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
