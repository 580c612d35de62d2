"""What stands in a command's way, told in a sentence and not as a traceback."""

import sys
from typing import Any

import click

from engage.config import UnsafeSettings


class PlainGroup(click.Group):
    """Commands that tell whoever runs them what to put right, and exit with 1.

    Only what lies outside of Engage is told so: settings, the database, files. Anything else is a
    fault of ours and keeps its traceback.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as problem:
            told = _told(problem)
            if told is None:
                raise
            raise click.ClickException(told) from problem


def _told(problem: Exception) -> str | None:
    if isinstance(problem, UnsafeSettings):
        return str(problem)
    if isinstance(problem, OSError) and problem.filename is not None:
        return f"{problem.filename}: {problem.strerror}"
    if "sqlalchemy" not in sys.modules:  # a command without a database starts without its library
        return None
    from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

    if isinstance(problem, ArgumentError):
        return f"ENGAGE_DATABASE_URL is not the address of a database: {problem}"
    if isinstance(problem, OperationalError | ProgrammingError):
        return _told_by_the_database(problem.orig)
    return None


def _told_by_the_database(said: BaseException | None) -> str:
    from psycopg.errors import UndefinedColumn, UndefinedTable

    from engage.kernel.schema import OLD_SCHEMA

    if str(said).startswith(("no such table", "no such column")):
        return OLD_SCHEMA
    if isinstance(said, UndefinedColumn | UndefinedTable):
        return OLD_SCHEMA
    return f"The database says: {said}"
