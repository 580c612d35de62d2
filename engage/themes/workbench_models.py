"""What several reviewers need beside themes: who is where, what was read, said, nested, signed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, UtcDateTime


class ThemePresence(Base):
    """When a person's open page last said that it shows a theme."""

    __tablename__ = "theme_presence"

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), primary_key=True)
    actor_name: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ThemeClaim(Base):
    """The person who has taken a theme to review."""

    __tablename__ = "theme_claim"

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    actor_name: Mapped[str]
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CommentRead(Base):
    """That a reader has read a comment."""

    __tablename__ = "comment_read"

    actor_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True, index=True)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CommentTranslation(Base):
    """A comment in another language; ``suggested_by`` names the machine a person took it from."""

    __tablename__ = "comment_translation"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    suggested_by: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    actor_name: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ThemeNesting(Base):
    """That a theme stands under another."""

    __tablename__ = "theme_nesting"
    __table_args__ = (CheckConstraint("parent_id <> theme_id", name="not_under_itself"),)

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    nested_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ThemeSignature(Base):
    """That a person signed a theme off as it was in a version."""

    __tablename__ = "theme_signature"

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), primary_key=True)
    actor_name: Mapped[str]
    version: Mapped[int]
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
