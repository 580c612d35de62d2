"""E-mail addresses that people left: apart from the responses they came with."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Base


class Contact(Base):
    """An address with what it may be used for, in the words and language that were shown.

    No moment and no number of the response, and a key without order: an address must not lead to
    answers. ``holder_hash`` is found with the respondent's receipt alone; ``response_id`` is there
    for forms that operators keyed, because they can take them back.
    """

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_consultation_question", "consultation_id", "question_code"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    question_code: Mapped[str]
    address: Mapped[str]
    purpose: Mapped[str]
    language: Mapped[str]
    keep_days: Mapped[int]
    given_on: Mapped[date]
    holder_hash: Mapped[str] = mapped_column(index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"), index=True)
