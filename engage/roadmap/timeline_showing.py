"""The roadmap's picture in words and numbers as its component draws it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from flask_babel import format_date, format_decimal, get_locale, npgettext, pgettext

from engage.kernel.clock import today
from engage.roadmap.items import ItemRecord
from engage.roadmap.timeline import Span, Timeline, draw_timeline
from engage.roadmap.trace import Trace
from engage.web.locale import plain
from engage.web.words import item_status_name

HIGHEST = 100.0


@dataclass(frozen=True)
class ShownWork:
    """A piece of work: its line in the list and its bar. ``at`` and ``y`` are in hundredths."""

    title: str
    href: str
    status: str
    status_name: str
    dates: str
    after: tuple[str, ...]
    clashes: tuple[str, ...]
    at: float
    length: float
    y: float
    is_open_ended: bool


@dataclass(frozen=True)
class ShownArrow:
    """From the end of one bar to the start of another."""

    from_x: float
    from_y: float
    to_x: float
    to_y: float
    clashes: bool


@dataclass(frozen=True)
class ShownMark:
    """A month on the axis; without ``text`` where the words would not fit."""

    at: float
    text: str


@dataclass(frozen=True)
class ShownTimeline:
    """Everything the component ``work_timeline`` draws."""

    works: tuple[ShownWork, ...]
    arrows: tuple[ShownArrow, ...]
    marks: tuple[ShownMark, ...]
    today: float
    today_text: str
    says: str
    statuses: tuple[tuple[str, str], ...]


def show_timeline(
    items: Iterable[ItemRecord], href_of: Callable[[ItemRecord], str]
) -> ShownTimeline | None:
    """The work on its axis in the reader's language, or None where there is none.

    ``href_of`` gives the page of a piece of work, or "" where the reader has none.
    """
    found = tuple(items)
    day = today()
    trace = Trace()
    waiting = {item.id: trace.dependencies_of_item(item.id) for item in found}
    drawn = draw_timeline(found, waiting, day)
    if drawn is None:
        return None
    height = HIGHEST / len(drawn.spans)

    def y(span: Span) -> float:
        return round((span.number + 0.5) * height, 3)

    statuses = {span.item.status: item_status_name(span.item.status) for span in drawn.spans}
    return ShownTimeline(
        works=tuple(_work(span, drawn, y(span), href_of) for span in drawn.spans),
        arrows=tuple(
            ShownArrow(link.leaves, y(link.first), link.then.begins, y(link.then), link.clashes)
            for link in drawn.dependencies
        ),
        # a word that would run out of the picture is left out; its line stays
        marks=tuple(
            ShownMark(mark.at, _month(mark.day) if mark.at < 90 else "") for mark in drawn.marks
        ),
        today=drawn.today,
        today_text=pgettext("roadmap picture", "Today"),
        says=_says(drawn, day),
        statuses=tuple(statuses.items()),
    )


def _month(day: date) -> str:
    """A month of a year, as short as the language writes it."""
    return str(format_skeleton("yMMM", day, locale=get_locale()))


def _work(span: Span, drawn: Timeline, y: float, href_of: Callable[[ItemRecord], str]) -> ShownWork:
    item = span.item
    links = [link for link in drawn.dependencies if link.then == span]
    return ShownWork(
        title=plain(item.title),
        href=href_of(item),
        status=item.status,
        status_name=item_status_name(item.status),
        dates=_dates(item),
        after=tuple(plain(link.first.item.title) for link in links if not link.clashes),
        clashes=tuple(plain(link.first.item.title) for link in links if link.clashes),
        at=span.begins,
        length=span.length,
        y=y,
        is_open_ended=span.is_open_ended,
    )


def _dates(item: ItemRecord) -> str:
    start = format_date(item.starts_on, "long")
    if item.ends_on is None:
        return pgettext("roadmap picture", "from %(start)s", start=start)
    end = format_date(item.ends_on, "long")
    return pgettext("roadmap picture", "%(start)s to %(end)s", start=start, end=end)


def _says(drawn: Timeline, today: date) -> str:
    running = sum(
        span.item.starts_on <= today and (span.item.ends_on is None or today <= span.item.ends_on)
        for span in drawn.spans
        if span.item.status != "stopped"
    )
    return npgettext(
        "roadmap picture",
        "On %(today)s, %(running)s of %(all)s piece of work is under way.",
        "On %(today)s, %(running)s of %(all)s pieces of work are under way.",
        len(drawn.spans),
        today=format_date(today, "long"),
        running=format_decimal(running),
        all=format_decimal(len(drawn.spans)),
    )
