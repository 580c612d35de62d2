"""Imports: which file, with what outcome, and files that wait to be imported."""

from datetime import datetime
from typing import Any

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


class ImportFile(Base):
    """A file that was sent to be imported: how it is read, and what came of checking it.

    ``stored_name`` and ``refusals_name`` are files, gone some time after. ``checked`` counts what
    an import would bring, ``problem`` says why the file cannot be read.
    """

    __tablename__ = "import_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    actor_name: Mapped[str]
    filename: Mapped[str]
    stored_name: Mapped[str]
    encoding: Mapped[str]
    separator: Mapped[str]
    head: Mapped[list[str]] = mapped_column(JsonColumn)
    mapping: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    channel: Mapped[str]
    language: Mapped[str]
    day_order: Mapped[str]
    late_reason: Mapped[str] = mapped_column(default="")
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    checked: Mapped[dict[str, int] | None] = mapped_column(JsonColumn)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    refusals_name: Mapped[str] = mapped_column(default="")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
