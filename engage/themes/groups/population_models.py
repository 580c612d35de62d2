"""What is known of the population, to weigh what people said who answered more or less often."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime


class PopulationShare(Base):
    """How many in 100 of the population would give each answer to a question, and who says so."""

    __tablename__ = "population_share"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    question_code: Mapped[str] = mapped_column(primary_key=True)
    shares: Mapped[dict[str, float]] = mapped_column(JsonColumn)
    source: Mapped[str]
    actor_name: Mapped[str]
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
