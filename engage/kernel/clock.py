"""The one place that asks what time it is, and what the city's calendars say.

The process serves one city, whose time zone ``engage.app`` sets once; commands need its dates but
know no request.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_city = [ZoneInfo("UTC")]


def set_city_zone(timezone: str) -> None:
    """Take the city's time zone; its dates follow from it."""
    _city[:] = [ZoneInfo(timezone)]


def date_in_city(moment: datetime) -> date:
    """The date on the city's calendars at a moment."""
    return time_in_city(moment).date()


def start_in_city(day: date) -> datetime:
    """The moment at which a date begins on the city's calendars."""
    return datetime.combine(day, time(), _city[0]).astimezone(UTC)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date on the city's calendars."""
    return date_in_city(now())


def time_in_city(moment: datetime) -> datetime:
    """A moment as the city's clocks show it."""
    return moment.astimezone(_city[0])


def moment_in_city(typed: datetime) -> datetime:
    """What a person typed as the city's time, as a moment in UTC."""
    return typed.replace(tzinfo=_city[0]).astimezone(UTC)
