"""What a lead wants left out and another has not yet agreed to."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, UtcDateTime


class ProposedExclusion(Base):
    """A response that one person would leave out; it counts until another agrees."""

    __tablename__ = "proposed_exclusion"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), primary_key=True)
    kind: Mapped[str]
    reason: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    actor_name: Mapped[str]
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
