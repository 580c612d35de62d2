"""Devices that were enrolled as kiosks."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, UtcDateTime


class KioskDevice(Base):
    """A shared screen: where it stands, what it asks, and the fingerprint of its token."""

    __tablename__ = "kiosk_device"
    __table_args__ = (CheckConstraint("idle_seconds BETWEEN 45 AND 600", name="idle_seconds"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    idle_seconds: Mapped[int] = mapped_column(default=90)
    code_hash: Mapped[str | None] = mapped_column(index=True)
    code_valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token_hash: Mapped[str | None] = mapped_column(index=True)
    enrolled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
