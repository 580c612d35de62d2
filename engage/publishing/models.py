"""What a city has made public of a consultation's outcome."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Base, UtcDateTime


class OutcomePublication(Base):
    """Whether the outcome of a consultation may be read by everybody, since when and by whom."""

    __tablename__ = "outcome_publication"
    __table_args__ = (CheckConstraint("state IN ('withheld','published')", name="state"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    state: Mapped[str]
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
