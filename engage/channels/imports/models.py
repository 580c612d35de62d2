"""Imports: which file, with what outcome."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime


class ImportRun(Base):
    """One reading of a file of responses."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    actor_name: Mapped[str]
    filename: Mapped[str]
    mapping: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    accepted: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
