"""Runs, suggestions and campaigns (the machine's), themes, placements, quotes, acts (people's)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime


class ClusteringRun(Base):
    """One clustering of a question's comments, with all that is needed to repeat it exactly."""

    __tablename__ = "clustering_run"
    __table_args__ = (Index("ix_clustering_run_question", "consultation_id", "question_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    question_code: Mapped[str]
    parameters: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    engine_version: Mapped[str]
    input_digest: Mapped[str]
    comment_count: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Theme(Base):
    """A group of comments that say the same kind of thing."""

    __tablename__ = "theme"
    __table_args__ = (
        CheckConstraint("state IN ('draft','in_review','approved','archived')", name="state"),
        CheckConstraint("merged_into_id <> id", name="not_into_itself"),
        Index("ix_theme_question", "consultation_id", "question_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    question_code: Mapped[str]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("clustering_run.id"))
    label: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    description: Mapped[dict[str, str]] = mapped_column(JsonColumn, default=dict)
    suggested_label: Mapped[str] = mapped_column(default="")
    keywords: Mapped[list[str]] = mapped_column(JsonColumn, default=list)
    stability: Mapped[float | None]
    fell_apart: Mapped[int | None]
    state: Mapped[str] = mapped_column(default="draft")
    is_touched: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    version: Mapped[int] = mapped_column(default=1)


class Suggestion(Base):
    """Where a run puts a comment; ``theme_id`` None where it fits nowhere."""

    __tablename__ = "suggestion"
    __table_args__ = (Index("ix_suggestion_theme", "run_id", "theme_id"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("clustering_run.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    score: Mapped[float]
    candidates: Mapped[list[list[float]]] = mapped_column(JsonColumn, default=list)
    marks: Mapped[list[list[int]]] = mapped_column(JsonColumn, default=list)


class Placement(Base):
    """Where a person put a comment; ``theme_id`` None says that it has no theme."""

    __tablename__ = "placement"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ReleasedQuote(Base):
    """A comment, or part of it, that a person released to the public for a theme."""

    __tablename__ = "released_quote"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    text: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    released_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ThemeAct(Base):
    """One act of review with what it changed, so that it can be undone."""

    __tablename__ = "theme_act"
    __table_args__ = (Index("ix_theme_act_question", "consultation_id", "question_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    question_code: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    actor_name: Mapped[str]
    act: Mapped[str]
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn)
    acted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str] = mapped_column(default="", server_default="")


class Campaign(Base):
    """Near-identical comments written from one template; ``dismissed`` once a person said no."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("state IN ('found','dismissed','archived')", name="state"),
        Index("ix_campaign_question", "consultation_id", "question_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    question_code: Mapped[str]
    template_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    state: Mapped[str] = mapped_column(default="found")
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CampaignCopy(Base):
    """A comment that was written from a campaign's template."""

    __tablename__ = "campaign_copy"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)


class RunPicture(Base):
    """What a run found to be near what: points of themes, and of the comments that are drawn."""

    __tablename__ = "run_picture"

    run_id: Mapped[int] = mapped_column(ForeignKey("clustering_run.id"), primary_key=True)
    themes: Mapped[dict[str, list[float]]] = mapped_column(JsonColumn)
    dots: Mapped[list[list[float]]] = mapped_column(JsonColumn)
    comment_count: Mapped[int]


class SmallVoice(Base):
    """A few comments that say one thing nobody else says; a theme or dismissed once decided."""

    __tablename__ = "small_voice"
    __table_args__ = (
        CheckConstraint("state IN ('found','dismissed','made','archived')", name="state"),
        Index("ix_small_voice_question", "consultation_id", "question_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    question_code: Mapped[str]
    comment_ids: Mapped[list[int]] = mapped_column(JsonColumn)
    keywords: Mapped[list[str]] = mapped_column(JsonColumn)
    state: Mapped[str] = mapped_column(default="found")
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ThemeExtract(Base):
    """Sentences of a theme's own comments that together tell it: [comment, start, end] each."""

    __tablename__ = "theme_extract"

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    sentences: Mapped[list[list[int]]] = mapped_column(JsonColumn)
    comment_count: Mapped[int]
