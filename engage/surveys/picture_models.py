"""Pictures that surveys bring along."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, UtcDateTime


class SurveyPicture(Base):
    """A picture by what it is: another content has another digest, so versions keep theirs."""

    __tablename__ = "survey_picture"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
