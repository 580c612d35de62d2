"""A sample of comments that a second person places without seeing where they stand."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime


class SecondCoding(Base):
    """One person's reading of a sample; ``figures`` are counted once, when the last is placed."""

    __tablename__ = "second_coding"
    __table_args__ = (
        CheckConstraint("strategy IN ('random','stratified')", name="strategy"),
        Index("ix_second_coding_question", "consultation_id", "question_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    question_code: Mapped[str]
    coder_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    coder_name: Mapped[str]
    strategy: Mapped[str]
    seed: Mapped[int]
    theme_ids: Mapped[list[int]] = mapped_column(JsonColumn)
    figures: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CodedAgain(Base):
    """A comment of the sample: where it stood, where the second person put it, how it was settled.

    ``first_theme_id`` is kept from when the sample was drawn, so that settling does not raise the
    agreement afterwards; None says that it had no theme. ``first_further`` and ``further`` are the
    themes besides, where a comment says several things.
    """

    __tablename__ = "coded_again"
    __table_args__ = (
        CheckConstraint("choice IN ('theme','none','unclear')", name="choice"),
        CheckConstraint("(choice = 'theme') = (theme_id IS NOT NULL)", name="theme_if_chosen"),
        CheckConstraint("settled_as IN ('first','second','both')", name="settled_as"),
    )

    coding_id: Mapped[int] = mapped_column(ForeignKey("second_coding.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    first_theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    first_further: Mapped[list[int]] = mapped_column(JsonColumn, default=list, server_default="[]")
    choice: Mapped[str | None]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    further: Mapped[list[int]] = mapped_column(JsonColumn, default=list, server_default="[]")
    coded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_as: Mapped[str | None]
    settled_by: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
