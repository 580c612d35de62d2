"""The one place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today(timezone: str) -> date:
    """The date on the city's calendars."""
    return datetime.now(ZoneInfo(timezone)).date()


def in_zone(naive: datetime, timezone: str) -> datetime:
    """What a person typed as local time, as a moment in UTC."""
    return naive.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)
