"""What a reader asks of the comments: an address as a filter, and what may be asked."""

from dataclasses import dataclass
from datetime import date

from flask import request

from engage.kernel.languages import language
from engage.responses import list_places
from engage.themes.groups.comparing import list_variables
from engage.themes.placed import ANY
from engage.themes.queries import ThemeSummary, Totals
from engage.themes.reading import CommentFilter
from engage.web.locale import plain

ASKED = (
    "words",
    "order",
    "channel",
    "language",
    "theme",
    "stance",
    "group",
    "place",
    "since",
    "until",
    "unread",
)
MORE = ("channel", "language", "stance", "group", "place", "since", "until", "unread")
SHOWN_OPTIONS = 60


@dataclass(frozen=True)
class Choices:
    """What the comments may be narrowed to; ``asked`` is what was asked for, but the page."""

    languages: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    places: tuple[str, ...]
    asked: dict[str, str]
    has_more: bool


def filter_of_request(
    theme: ThemeSummary | None, standing: str, reader: int | None
) -> CommentFilter:
    """The filter that the address asks for; what makes no sense is passed over."""
    args = request.args
    wanted = theme.id if theme else None
    code, _, option = args.get("group", "").partition(":")
    return CommentFilter(
        theme_id=args.get("theme", type=int) if standing == ANY else wanted,
        standing=standing,
        channel=args.get("channel", ""),
        language=args.get("language", ""),
        words=args.get("words", ""),
        comment_id=args.get("comment", type=int),
        order=args.get("order", "typical"),
        page=args.get("page", 1, type=int),
        at=args.get("at", type=int),
        stance=args.get("stance", ""),
        answered=(code, option) if code and option else None,
        place=args.get("place", ""),
        since=_day("since"),
        until=_day("until"),
        unread_by=reader if args.get("unread") else None,
    )


def asked_for() -> dict[str, str]:
    """What the address narrows and orders the comments by, without the place in them."""
    return {name: request.args[name] for name in ASKED if request.args.get(name)}


def choices_of(consultation_id: int, totals: Totals) -> Choices:
    """What a reader may narrow the comments to."""
    groups = tuple(
        (
            plain(question.label),
            tuple(
                (f"{question.code}:{option.code}", plain(option.label))
                for option in question.options[:SHOWN_OPTIONS]
            ),
        )
        for question in list_variables(consultation_id)
        if question.options
    )
    asked = asked_for()
    return Choices(
        tuple((code, language(code).name) for code in sorted(totals.by_language)),
        groups,
        list_places(consultation_id),
        asked,
        any(name in asked for name in MORE),
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
