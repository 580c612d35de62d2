"""What of a fault may be written down: where it was, never what people wrote."""

from collections.abc import Iterator
from traceback import format_exception, format_tb

from sqlalchemy.exc import DBAPIError


def fault_told(problem: BaseException) -> str:
    """The traceback for a log.

    Of what the database said only the kind: its own words repeat the row it refused.
    """
    if not _is_of_database(problem):
        return "".join(format_exception(problem))
    return "".join([*format_tb(problem.__traceback__), fault_in_short(problem)])


def fault_in_short(problem: BaseException) -> str:
    """The fault in a line."""
    if _is_of_database(problem):
        return " from ".join(type(each).__name__ for each in _chain(problem))
    return str(problem) or type(problem).__name__


def _is_of_database(problem: BaseException) -> bool:
    return any(isinstance(each, DBAPIError) for each in _chain(problem))


def _chain(problem: BaseException) -> Iterator[BaseException]:
    each: BaseException | None = problem
    while each is not None:
        yield each
        each = each.__cause__ or each.__context__
