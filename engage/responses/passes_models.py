"""Who has answered where not everybody may, or not twice: apart from the responses themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, UtcDateTime


class InvitationBatch(Base):
    """Invitation codes that were made together; ``name`` says for whom."""

    __tablename__ = "invitation_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    name: Mapped[str]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Invitation(Base):
    """One code, as a keyed hash: the code itself is in the file that staff took away."""

    __tablename__ = "invitation"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("invitation_batch.id"), index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SpentPass(Base):
    """An invitation or a browser that has answered; the key makes each count once.

    No moment and no number of the response: a code must not lead to answers. ``holder_hash`` is
    found with the respondent's receipt alone; ``response_id`` is there for forms that operators
    keyed, because they can take them back.
    """

    __tablename__ = "spent_pass"
    __table_args__ = ({"sqlite_with_rowid": False},)  # nor does the order of rows tell it

    pass_hash: Mapped[str] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    holder_hash: Mapped[str] = mapped_column(index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"), index=True)


class WrongCode(Base):
    """A code that nobody was given: the fingerprint of its first group, and when; no address."""

    __tablename__ = "wrong_code"
    __table_args__ = (Index("ix_wrong_code_group", "group_hash", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_hash: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
