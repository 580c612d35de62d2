"""Needs, decisions, roadmap items, and the reviewed links that trace one to the other."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime

OUTCOMES = ("adopt", "adapt", "defer", "decline")
ITEM_STATUSES = ("idea", "pilot", "scaling", "running", "stopped")
# SQLite holds whole numbers of any such size in its one kind of them
_Money = BigInteger().with_variant(Integer(), "sqlite")


class Need(Base):
    """What a stakeholder group lacks."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint(
            "status IN ('recorded','accepted','not_accepted','addressed')", name="status"
        ),
        CheckConstraint("severity BETWEEN 1 AND 5", name="severity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    statement: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    groups: Mapped[list[dict[str, str]]] = mapped_column(JsonColumn, default=list)
    severity: Mapped[int] = mapped_column(default=3)
    status: Mapped[str] = mapped_column(default="recorded")
    status_reason: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    other_sources: Mapped[list[str]] = mapped_column(JsonColumn, default=list)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Decision(Base):
    """What was decided about needs, why, by whom, and on which closed consultation it rests."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("outcome IN ('adopt','adapt','defer','decline')", name="outcome"),
        CheckConstraint("reason IS NOT NULL", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    outcome: Mapped[str]
    title: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    reason: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    internal_reason: Mapped[str] = mapped_column(default="")
    decider: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    decided_on: Mapped[date]
    meeting: Mapped[str] = mapped_column(default="")
    minutes_reference: Mapped[str] = mapped_column(default="")
    checkpoint_size: Mapped[int]
    checkpoint_root: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class RoadmapItem(Base):
    """A piece of work that carries out decisions. Amounts are whole units of the currency."""

    __tablename__ = "roadmap_item"
    __table_args__ = (
        CheckConstraint("status IN ('idea','pilot','scaling','running','stopped')", name="status"),
        CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="dates"),
        CheckConstraint("budget IS NULL OR budget >= 0", name="budget"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    challenge: Mapped[dict[str, str]] = mapped_column(JsonColumn, default=dict)
    solution: Mapped[dict[str, str]] = mapped_column(JsonColumn, default=dict)
    owner: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    budget: Mapped[int | None] = mapped_column(_Money)
    currency: Mapped[str] = mapped_column(default="EUR")
    risks: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn, default=list)
    dependencies: Mapped[list[str]] = mapped_column(JsonColumn, default=list)
    status: Mapped[str] = mapped_column(default="idea")
    status_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class TraceLink(Base):
    """A typed link with what both ends said when a person last reviewed it."""

    __tablename__ = "trace_link"
    __table_args__ = (
        UniqueConstraint("kind", "source_kind", "source_id", "target_kind", "target_id"),
        Index("ix_trace_link_target", "target_kind", "target_id"),
        Index("ix_trace_link_source", "source_kind", "source_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    source_kind: Mapped[str]
    source_id: Mapped[int]
    target_kind: Mapped[str]
    target_id: Mapped[int]
    source_snapshot: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    target_snapshot: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    reviewed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    reason: Mapped[str] = mapped_column(default="")
