"""Responses, their comments, what arrived twice with other content, and the log."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime
from engage.kernel.folding import searchable

LEFT_OUT = ("withdrawn", "excluded")  # dispositions that no count holds
KEYED_ANEW = "keyed_anew"  # why a form that its operator took back does not count
CHANNELS = ("web", "kiosk", "paper", "phone", "in_person", "letter")
_SERIAL_IN_USE = "serial IS NOT NULL AND taken_back_at IS NULL"


class Response(Base):
    """What one respondent sent, on one version, through one channel. No address, ever."""

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint(
            "channel IN ('web','kiosk','paper','phone','in_person','letter')", name="channel"
        ),
        CheckConstraint(
            "disposition IN ('received','blank','themed','campaign','duplicate','excluded',"
            "'withdrawn')",
            name="disposition",
        ),
        CheckConstraint(
            "disposition <> 'excluded' OR disposition_reason <> ''", name="exclusion_has_a_reason"
        ),
        CheckConstraint("channel <> 'web' OR operator_id IS NULL", name="web_has_no_operator"),
        Index("ix_response_consultation_channel", "consultation_id", "channel"),
        Index(
            "uq_response_serial",
            "consultation_id",
            "serial",
            unique=True,
            sqlite_where=text(_SERIAL_IN_USE),
            postgresql_where=text(_SERIAL_IN_USE),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id"), index=True)
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    leaf_key: Mapped[bytes] = mapped_column(LargeBinary)
    channel: Mapped[str]
    language: Mapped[str]
    is_assisted: Mapped[bool] = mapped_column(default=False)
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    kiosk_device_id: Mapped[int | None]
    import_id: Mapped[int | None] = mapped_column(index=True)
    place: Mapped[str] = mapped_column(default="")
    help_given: Mapped[str] = mapped_column(default="")
    serial: Mapped[str | None]
    received_on: Mapped[date | None]
    late_reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="", server_default="")
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    answers: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    marks: Mapped[dict[str, str]] = mapped_column(JsonColumn, default=dict)
    kept_as_written: Mapped[dict[str, str]] = mapped_column(JsonColumn, default=dict)
    derived: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict, server_default="{}")
    disposition: Mapped[str] = mapped_column(default="received")
    disposition_reason: Mapped[str] = mapped_column(default="")
    disposition_before: Mapped[str] = mapped_column(default="", server_default="")
    exclusion_kind: Mapped[str] = mapped_column(default="", server_default="")
    excluded_by: Mapped[str] = mapped_column(default="", server_default="")
    exclusion_agreed_by: Mapped[str] = mapped_column(default="", server_default="")
    excluded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    has_conflict: Mapped[bool] = mapped_column(default=False)


def _folded(context: Any) -> str:
    return searchable(context.get_current_parameters()["text"])


class Comment(Base):
    """One free-text answer, word for word; never changed after it was written.

    ``folded`` holds its words as searching sees them.
    """

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_consultation_question", "consultation_id", "question_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    question_code: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    folded: Mapped[str] = mapped_column(default=_folded, server_default="")


class SetAside(Base):
    """Other content that arrived under a receipt already in use: kept, flagged, not counted."""

    __tablename__ = "set_aside"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    digest: Mapped[str]
    channel: Mapped[str]
    language: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class LogEntry(Base):
    """A leaf of the append-only log; a trigger in the database refuses to change or delete it."""

    __tablename__ = "log_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    leaf: Mapped[bytes] = mapped_column(LargeBinary)
