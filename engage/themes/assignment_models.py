"""What people say of a comment in a theme: that it stands there too, and on which side."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, UtcDateTime


class FurtherTheme(Base):
    """A theme in which a comment stands besides its first one, because a person said so."""

    __tablename__ = "further_theme"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ThemeStance(Base):
    """Whether a comment is for or against what its theme is about, as a person read it.

    ``was_suggested`` says that the machine proposed it first: from these it does not learn again.
    """

    __tablename__ = "theme_stance"
    __table_args__ = (
        CheckConstraint("stance IN ('for','against','mixed','unclear')", name="stance"),
        Index("ix_theme_stance_theme_id", "theme_id"),
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    stance: Mapped[str]
    was_suggested: Mapped[bool] = mapped_column(default=False)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ReleasedStance(Base):
    """A theme of which the public may read how many were for and against."""

    __tablename__ = "released_stance"

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    released_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
