"""Pieces of work on an axis of time: where each begins and ends, in hundredths of the axis."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engage.roadmap.items import ItemRecord

MONTHS_BETWEEN_MARKS = (1, 2, 3, 6, 12, 24, 60, 120)
MARKS = 7
SHORTEST = 0.8  # what lasts a day must still be seen
OPEN_END = timedelta(days=183)


@dataclass(frozen=True)
class Span:
    """A piece of work on the axis; ``number`` is its place in the picture, from 0."""

    item: ItemRecord
    number: int
    begins: float
    length: float
    is_open_ended: bool


@dataclass(frozen=True)
class Dependency:
    """An arrow from the end of one piece of work to the start of one that waits for it.

    ``clashes`` where the second starts before the first has ended.
    """

    first: Span
    then: Span
    leaves: float
    clashes: bool


@dataclass(frozen=True)
class Mark:
    """The first day of a month on the axis."""

    day: date
    at: float


@dataclass(frozen=True)
class Timeline:
    """The whole picture; ``today`` is always on it."""

    spans: tuple[Span, ...]
    dependencies: tuple[Dependency, ...]
    marks: tuple[Mark, ...]
    today: float


def draw_timeline(
    items: Iterable[ItemRecord], depends_on: Mapping[int, Sequence[int]], today: date
) -> Timeline | None:
    """Lay the work out in order of time, or None where there is none.

    ``depends_on`` names for an item those that must come first; those not shown are left out.
    Work without an end runs to the end of the axis.
    """
    ordered = sorted(items, key=lambda item: (item.starts_on, item.id))
    if not ordered:
        return None
    marks, first, last = _axis(ordered, today)
    days = (last - first).days

    def at(day: date) -> float:
        return round(100 * (day - first).days / days, 3)

    spans = tuple(
        Span(
            item,
            number,
            at(item.starts_on),
            max(SHORTEST, round(at(_day_after(item, last)) - at(item.starts_on), 3)),
            item.ends_on is None,
        )
        for number, item in enumerate(ordered)
    )
    return Timeline(
        spans,
        tuple(_dependencies(spans, depends_on)),
        tuple(Mark(day, at(day)) for day in marks),
        at(today),
    )


def _day_after(item: ItemRecord, last: date) -> date:
    return last if item.ends_on is None else item.ends_on + timedelta(days=1)


def _dependencies(
    spans: Sequence[Span], depends_on: Mapping[int, Sequence[int]]
) -> Iterable[Dependency]:
    by_id = {span.item.id: span for span in spans}
    for then in spans:
        for first_id in depends_on.get(then.item.id, ()):
            first = by_id.get(first_id)
            if first is not None:
                ends_on = first.item.ends_on
                # Nobody can wait for the end of what has none: then it is the start that counts.
                leaves = first.begins if ends_on is None else first.begins + first.length
                ready = first.item.starts_on if ends_on is None else ends_on
                yield Dependency(first, then, leaves, then.item.starts_on < ready)


def _axis(items: Sequence[ItemRecord], today: date) -> tuple[list[date], date, date]:
    first = min(today, *(item.starts_on for item in items))
    last = max(today, *(item.ends_on or item.starts_on + OPEN_END for item in items))
    first = first.replace(day=1)
    months = _months(last) + 1 - _months(first)
    step = next((n for n in MONTHS_BETWEEN_MARKS if months <= n * MARKS), MONTHS_BETWEEN_MARKS[-1])
    begin = _months(first) // step * step if step <= 12 else _months(first)
    count = -(-(_months(last) + 1 - begin) // step)
    marks = [_month(begin + step * number) for number in range(count + 1)]
    return marks[:-1], marks[0], marks[-1]


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)
