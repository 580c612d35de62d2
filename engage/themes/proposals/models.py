"""What the machine proposes over a codebook, part by part, until people have decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime


class Proposal(Base):
    """One run over a codebook, with all that is needed to repeat it exactly.

    ``change`` looks for what has changed since the themes were found, ``tree`` for a tree of them.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("kind IN ('change','tree')", name="kind"),
        CheckConstraint("state IN ('open','archived')", name="state"),
        Index("ix_proposal_question", "consultation_id", "question_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    question_code: Mapped[str]
    kind: Mapped[str]
    base_run_id: Mapped[int] = mapped_column(ForeignKey("clustering_run.id"))
    parameters: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    engine_version: Mapped[str]
    input_digest: Mapped[str]
    comment_count: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    state: Mapped[str] = mapped_column(default="open")
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ProposedPart(Base):
    """One change that is proposed; nothing has changed until a person accepts it.

    ``new``: a theme of these comments. ``move``: these comments go to ``theme_id``. ``dissolve``:
    ``theme_id`` no longer holds together. ``family``: a theme over ``theme_ids``. ``part``: a theme
    of these comments under ``theme_id``. ``comments`` are [comment, score, the theme it stood in or
    None, marks].
    """

    __tablename__ = "proposed_part"
    __table_args__ = (
        CheckConstraint("kind IN ('new','move','dissolve','family','part')", name="kind"),
        CheckConstraint("state IN ('open','accepted','rejected')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    kind: Mapped[str]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    theme_ids: Mapped[list[int]] = mapped_column(JsonColumn, default=list)
    label: Mapped[dict[str, str]] = mapped_column(JsonColumn, default=dict)
    keywords: Mapped[list[str]] = mapped_column(JsonColumn, default=list)
    stability: Mapped[float | None]
    fell_apart: Mapped[int | None]
    comments: Mapped[list[list[Any]]] = mapped_column(JsonColumn, default=list)
    state: Mapped[str] = mapped_column(default="open")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
