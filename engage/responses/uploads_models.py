"""Photos and PDFs that came with responses, or wait for theirs."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, UtcDateTime


class Upload(Base):
    """A file: what answers call it, where it lies, and the response it belongs to once sent.

    ``holder_hash`` is the hash of the receipt that its response has or will have. What the file
    was called is not kept.
    """

    __tablename__ = "upload"
    __table_args__ = (Index("ix_upload_consultation_response", "consultation_id", "response_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    question_code: Mapped[str]
    stored_name: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    holder_hash: Mapped[str] = mapped_column(index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"), index=True)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
