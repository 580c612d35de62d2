"""The database: one code for SQLite and PostgreSQL, and the only place where they differ.

``transaction()`` is the only way to write. On SQLite it begins IMMEDIATE, because with a deferred
begin two writers that check and then insert race each other.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    DateTime,
    Engine,
    Executable,
    MetaData,
    Row,
    Table,
    event,
    make_url,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from engage.config import UnsafeSettings

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no such queue
    fcntl = None  # type: ignore[assignment]  # told from the module by comparison

BUSY_MILLISECONDS = 15_000
OLDEST_SQLITE = (3, 35)  # the first that hands back rows as it writes them (RETURNING)

read_only: ContextVar[bool] = ContextVar("read_only", default=False)


class Base(DeclarativeBase):
    """The root of all models; constraints have predictable names, so migrations can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"expire_on_commit": False, "autoflush": True},
)

JsonColumn = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both databases; refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class GetMustNotWrite(RuntimeError):
    """A page that only shows something tried to change something."""


def session() -> Session:
    """The session of this request, command or job."""
    return db.session()


@contextmanager
def transaction() -> Iterator[Session]:
    """Write, all or nothing, durable on exit. Inside another transaction it joins that one.

    Raises ``GetMustNotWrite`` while a safe request is being answered.
    """
    current = session()
    if current.info.get("is_writing"):
        yield current
        return
    if read_only.get():
        raise GetMustNotWrite("transaction() in a request that must not change anything")
    if current.new or current.dirty or current.deleted:
        raise RuntimeError("Something was changed outside a transaction.")
    if current.in_transaction():
        current.commit()  # ends the reading; what was read stays known to the session
    with _turn_to_write(current.get_bind().engine):
        current.connection(execution_options={"engage_write": True})
        current.info["is_writing"] = True
        try:
            yield current
            current.commit()
        except BaseException:
            current.rollback()
            raise
        finally:
            current.info.pop("is_writing", None)


@contextmanager
def _turn_to_write(engine: Engine) -> Iterator[None]:
    """Let the writers of a SQLite file, in all processes, wait in one queue of the system's.

    SQLite alone lets them sleep and ask again, ever longer: under load some wait for seconds.
    The queue is no safeguard, only order: whoever does not stand in it still meets SQLite's lock.
    """
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:" or fcntl is None:
        yield
        return
    with Path(f"{path}-queue").open("ab") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)  # closing the file gives the turn on
        yield


def ask_once(statement: Executable, parameters: Mapping[str, Any]) -> Row[Any] | None:
    """One row at most, by one statement that needs no transaction around it.

    PostgreSQL is then spoken to once instead of three times. Inside a transaction it is asked
    there, and sees what that has written.
    """
    current = session()
    engine = current.get_bind().engine
    if engine.dialect.name == "sqlite" or current.in_transaction():
        return current.execute(statement, parameters).one_or_none()
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        return connection.execute(statement, parameters).one_or_none()


def engine_options(url: str) -> dict[str, Any]:
    """Pool and driver options for the database behind ``url``."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_MILLISECONDS / 1000}}
    return {"pool_size": 5, "max_overflow": 10}


def prepare_engine(engine: Engine) -> None:
    """Bind the events that make SQLite durable and its writers queue up."""
    if engine.dialect.name != "sqlite":
        return
    database = engine.url.database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would be a deferred one
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute(f"PRAGMA synchronous={os.environ.get('ENGAGE_SQLITE_SYNCHRONOUS', 'FULL')}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    is_write = connection.get_execution_options().get("engage_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")


def refuse_unsafe_database(engine: Engine) -> None:
    """Raise ``UnsafeSettings`` if an acknowledged response could be lost in a power cut.

    And where SQLite is too old for what is asked of it.

    Killing the process proves nothing here: WAL with ``synchronous=NORMAL`` survives that and
    still loses data with the power.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            version = engine.dialect.server_version_info
            if version and version < OLDEST_SQLITE:
                told = ".".join(str(part) for part in version)
                raise UnsafeSettings(f"SQLite 3.35 or newer is needed; this Python has {told}.")
            level = connection.scalar(text("PRAGMA synchronous"))
            if level is None or int(level) < 2:
                raise UnsafeSettings("SQLite must run with synchronous=FULL.")
            return
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            value = connection.scalar(text(f"SHOW {setting}"))
            if value == "off":
                raise UnsafeSettings(f"PostgreSQL must run with {setting} switched on.")


def insert_unless_there(model: type[Base], values: dict[str, Any], unique: str) -> int | None:
    """Insert a row and give its id, or None where ``values[unique]`` is already taken.

    Both databases decide this in one statement, so that two writers can't both succeed.
    """
    current = session()
    statement = _insert_unless_there(model, unique, current.get_bind().dialect.name)
    return current.execute(statement, values).scalar_one_or_none()


@cache
def _insert_unless_there(model: type[Base], unique: str, dialect: str) -> Any:
    """Made once for each table, past the object layer: building it costs more than running it."""
    table = table_of(model)
    insert = sqlite_insert if dialect == "sqlite" else postgresql_insert
    statement = insert(table).on_conflict_do_nothing(index_elements=[unique])
    return statement.returning(table.c.id)


def table_of(model: type[Base]) -> Table:
    """A model's table, for statements that need no objects."""
    return cast("Table", model.__table__)


def append_only_statements(table: str, verbs: tuple[str, ...], dialect: str) -> list[str]:
    """SQL that makes the database itself refuse ``verbs`` (UPDATE, DELETE) on a table."""
    statements = []
    for verb in verbs:
        name = f"{table}_no_{verb.lower()}"
        if dialect == "sqlite":
            statements.append(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
            continue
        statements.append(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        )
        statements.append(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    return statements


APPEND_ONLY = {
    "audit_entry": ("UPDATE", "DELETE"),
    "log_entry": ("UPDATE", "DELETE"),
    "survey_version": ("UPDATE", "DELETE"),
    "comment": ("UPDATE",),
}
