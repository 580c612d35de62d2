"""Consultations and the documents a person may read before answering."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime

WHO_MAY_ANSWER = ("everyone", "one_per_browser", "invited")
PROMISES = ("inform", "consult", "involve", "collaborate", "empower")


class Consultation(Base):
    """One question put to the public. Open and closed are not stored: the clock decides them."""

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("stage IN ('drafted','scheduled','decided','reported')", name="stage"),
        CheckConstraint(
            "promise IN ('inform','consult','involve','collaborate','empower')", name="promise"
        ),
        CheckConstraint(
            "who_may_answer IN ('everyone','one_per_browser','invited')", name="who_may_answer"
        ),
        CheckConstraint(
            "opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at", name="dates"
        ),
        CheckConstraint(
            "stage = 'drafted' OR (opens_at IS NOT NULL AND closes_at IS NOT NULL)",
            name="scheduled_with_dates",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    stage: Mapped[str] = mapped_column(default="drafted")
    promise: Mapped[str] = mapped_column(default="consult")
    languages: Mapped[list[str]] = mapped_column(JsonColumn)
    title: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    summary: Mapped[dict[str, str]] = mapped_column(JsonColumn, default=dict)
    background: Mapped[dict[str, str]] = mapped_column(JsonColumn, default=dict)
    next_steps: Mapped[dict[str, str]] = mapped_column(JsonColumn, default=dict)
    privacy_note: Mapped[dict[str, str]] = mapped_column(JsonColumn, default=dict)
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    who_may_answer: Mapped[str] = mapped_column(default="everyone", server_default="everyone")
    needs_two_signatures: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    documents: Mapped[list["ConsultationDocument"]] = relationship(
        order_by="ConsultationDocument.id", cascade="all, delete-orphan"
    )


class ConsultationDocument(Base):
    """A file to read before answering."""

    __tablename__ = "consultation_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    title: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    filename: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
