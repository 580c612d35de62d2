"""Surveys: a draft that may change and numbered versions that never do."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime


class Survey(Base):
    """An ordered set of pages and questions within a consultation.

    ``edit_number`` is the edit that stands, ``last_edit_number`` the highest ever given, and
    ``stepped_by`` the window that undid or did again since the last edit, "" where none did.
    """

    __tablename__ = "survey"
    __table_args__ = (UniqueConstraint("consultation_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    code: Mapped[str]
    draft: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    draft_saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edit_number: Mapped[int] = mapped_column(default=0, server_default="0")
    last_edit_number: Mapped[int] = mapped_column(default=0, server_default="0")
    stepped_by: Mapped[str] = mapped_column(default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    versions: Mapped[list["SurveyVersion"]] = relationship(order_by="SurveyVersion.number")


class SurveyEdit(Base):
    """The draft as it was after an edit; ``Survey.edit_number`` says which one stands.

    ``desk`` is the window that the edit was made in, "" where it is not known.
    """

    __tablename__ = "survey_edit"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    number: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    what: Mapped[str]
    part: Mapped[str] = mapped_column(default="")
    desk: Mapped[str] = mapped_column(default="", server_default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class SurveyTranslation(Base):
    """Words in a language for a text of the draft: from what they were translated, and by whom.

    Texts are known by code and role (``KeyedText``), so that moving a question loses nothing. Rows
    stay when the words are replaced, so that they are known again when an edit is undone. ``state``
    is ``suggested`` (a machine's, never in the document by itself), ``translated`` or ``reviewed``.
    """

    __tablename__ = "survey_translation"
    __table_args__ = (
        UniqueConstraint(
            "survey_id",
            "language",
            "text_key",
            "words_digest",
            name="uq_survey_translation_of_words",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    text_key: Mapped[str]
    language: Mapped[str]
    words_digest: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    state: Mapped[str]
    suggester: Mapped[str] = mapped_column(default="")
    translator_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    translated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SurveyVersion(Base):
    """A published survey document; a trigger in the database refuses to change it."""

    __tablename__ = "survey_version"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    number: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    digest: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
