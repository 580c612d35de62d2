"""Staff accounts (flask-security's columns) and failed sign-ins."""

from datetime import datetime

from flask_security.models import fsqla_v2 as fsqla
from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, UtcDateTime, db

fsqla.FsModels.set_db_info(db, user_table_name="staff_user", role_table_name="staff_role")


class Role(db.Model, fsqla.FsRoleMixin):  # type: ignore[name-defined, misc]  # untyped library
    """A role's name; what it allows is in ``engage.people.roles``."""

    __tablename__ = "staff_role"

    name: Mapped[str] = mapped_column(unique=True)


class User(db.Model, fsqla.FsUserMixin):  # type: ignore[name-defined, misc]  # untyped library
    """A member of staff who can sign in."""

    __tablename__ = "staff_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    locale: Mapped[str | None]


class SignInFailure(Base):
    """A sign-in that failed: which account name was tried (hashed) and when; no address."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_account", "account_hash", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_hash: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
