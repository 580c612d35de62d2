"""The reading pane: a page of comments or the next batch of them, each with what may be done."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import pgettext

from engage.kernel.actors import Actor, Permission
from engage.kernel.folding import fold
from engage.kernel.numbers import numbers_in
from engage.themes.campaigns.queries import campaigns_of
from engage.themes.placed import ANY, IN_THEME, NO_THEME, UNPLACED
from engage.themes.queries import ThemeSummary
from engage.themes.reading import Batch, CommentFilter, Stretch
from engage.themes.reading_forms import asked_for
from engage.themes.review.bench_showing import Around, around
from engage.themes.showing import CommentCard, cards
from engage.themes.stances.sides_showing import Sides, sides_of
from engage.web.locale import plain

STANDINGS = {"unplaced": UNPLACED, "no-theme": NO_THEME, "all": ANY}


@dataclass(frozen=True)
class ReadingPane:
    """Comments to read, and what this reader may do with each.

    ``all_themes`` are in the order of their names; ``href`` leads to the first of the comments,
    ``places`` has for each the address that leads back to it.
    """

    consultation_id: int
    question_code: str
    theme: ThemeSummary | None
    all_themes: tuple[ThemeSummary, ...]
    chosen: CommentFilter
    standing: str
    cards: tuple[CommentCard, ...]
    around: Around
    sides: Sides
    href: str
    places: dict[int, str]
    may_review: bool
    may_approve: bool


def pane_of(
    actor: Actor,
    question: tuple[int, str],
    themes: tuple[ThemeSummary, ...],
    theme: ThemeSummary | None,
    chosen: CommentFilter,
    stretch: Stretch,
) -> ReadingPane:
    """The pane of a stretch of comments."""
    comments, standing = stretch.comments, chosen.standing
    labels = {item.id: plain(item.label) for item in themes}

    def place(comment_id: int) -> str:
        return reading_href(question, theme, standing, at=comment_id)

    campaigns = campaigns_of(comment.id for comment in comments)
    return ReadingPane(
        consultation_id=question[0],
        question_code=question[1],
        theme=theme,
        all_themes=tuple(sorted(themes, key=lambda item: (fold(labels[item.id]), item.id))),
        chosen=chosen,
        standing=standing_code(standing),
        cards=cards(comments, labels, campaigns=campaigns, names_themes=standing == ANY),
        around=around(actor, comments, labels),
        sides=sides_of(theme, question, comments, labels, _onward(stretch, place)),
        href=reading_href(question, theme, standing),
        places={one.id: place(one.id) for one in comments},
        may_review=actor.may(Permission.REVIEW_THEMES),
        may_approve=actor.may(Permission.APPROVE_THEMES),
    )


def batch_of_request() -> Batch | None:
    """Which comments a page that goes on asks for, if it does."""
    args = request.args
    batch = Batch(
        args.get("after", type=int),
        args.get("before", type=int),
        tuple(numbers_in(args.get("only", ""))),
    )
    return batch if batch != Batch() else None


def reading_href(
    question: tuple[int, str], theme: ThemeSummary | None, standing: str, **place: int
) -> str:
    """The address of what is read: ``at`` a comment, on a ``page``, or without a place in it.

    However comments move, the address of a comment leads to it.
    """
    asked: dict[str, object] = {**asked_for(), **place}
    if theme is not None:
        address = url_for("themes.show", theme_id=theme.id)
    else:
        address = url_for("themes.index", consultation_id=question[0])
        asked |= {"question": question[1], "standing": standing_code(standing)}
    query = urlencode({name: value for name, value in asked.items() if value})
    at = f"#c{place['at']}" if "at" in place else ""
    return address + (f"?{query}" if query else "") + at


def standing_code(standing: str) -> str:
    """As the address says it; nothing for a theme's comments."""
    return next((name for name, value in STANDINGS.items() if value == standing), "")


def standing_asked() -> str:
    """Where the comments stand that the address asks for."""
    return STANDINGS.get(request.args.get("standing", ""), IN_THEME)


def standing_name(standing: str) -> str:
    """What comments that stand in no theme, or anywhere, are called."""
    if standing == NO_THEME:
        return pgettext("themes", "No theme")
    if standing == ANY:
        return pgettext("themes", "All comments")
    return pgettext("themes", "Not placed yet")


def _onward(stretch: Stretch, places: Callable[[int], str]) -> list[str]:
    """For each comment the address of the one after it; the very last stays."""
    ids = [comment.id for comment in stretch.comments]
    following = [*ids[1:], stretch.next_id or (ids[-1] if ids else 0)]
    return [places(number) for number in following[: len(ids)]]
