"""Which day ``today()`` is: that on which an answer is given, also where it is loaded later.

An engine has no clock: the application brings the city's calendar along.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

_day: ContextVar[date | None] = ContextVar("day_of_answering", default=None)
_ask: list[Callable[[], date | None]] = [lambda: None]


def use_calendar(ask: Callable[[], date]) -> None:
    """Take the city's calendar."""
    _ask[:] = [ask]


def today() -> date | None:
    """The day on which what is evaluated was answered; ``None`` where nobody knows."""
    return _day.get() or _ask[0]()


@contextmanager
def answered_on(day: date | None) -> Iterator[None]:
    """Evaluate as on that day: for answers that come in later than they were given.

    ``None`` changes nothing.
    """
    token = _day.set(day or _day.get())
    try:
        yield
    finally:
        _day.reset(token)
