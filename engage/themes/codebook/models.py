"""What people write about a theme beyond its name, and codebook versions that stand for ever."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime


class CodebookEntry(Base):
    """What belongs to a theme, what does not, and examples, in the words of those who review."""

    __tablename__ = "codebook_entry"

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    includes: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    excludes: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    examples: Mapped[list[str]] = mapped_column(JsonColumn)
    guid: Mapped[str] = mapped_column(default="", server_default="")


class CodebookVersion(Base):
    """A question's codebook as it was signed off; the database refuses to change it."""

    __tablename__ = "codebook_version"
    __table_args__ = (UniqueConstraint("consultation_id", "question_code", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    question_code: Mapped[str]
    number: Mapped[int]
    content: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn)
    digest: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    actor_name: Mapped[str]
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
