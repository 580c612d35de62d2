"""Answers on their way: what somebody has said so far in a survey with one thing per page."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime


class Draft(Base):
    """One unfinished response; only the holder of the receipt it will have can find it.

    ``code_hash`` and ``sealed_receipt`` are there once somebody saved it to come back: the receipt
    is sealed with that code, which is kept nowhere. ``stopped_at`` is the page where that was.
    """

    __tablename__ = "draft"
    __table_args__ = (CheckConstraint("channel IN ('web','kiosk')", name="channel"),)

    receipt_hash: Mapped[str] = mapped_column(primary_key=True)
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id"))
    channel: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    sealed_receipt: Mapped[bytes | None] = mapped_column(LargeBinary)
    stopped_at: Mapped[str] = mapped_column(default="", server_default="")
    mails_sent: Mapped[int] = mapped_column(default=0, server_default="0")
