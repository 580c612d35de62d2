"""Themes and comments as the review page draws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask import url_for
from flask_babel import format_decimal, npgettext, pgettext

from engage.kernel.languages import language
from engage.themes.queries import ThemeSummary
from engage.themes.reading import PlacedComment
from engage.themes.review.nesting import Branch
from engage.themes.reviewers.presence import Claim
from engage.themes.runs.repeats import REPEATS, is_loose
from engage.themes.stances.showing import stance_line
from engage.themes.trends import Trend
from engage.web.channels import channel_name
from engage.web.locale import percent, plain

WORTH_NAMING = 0.1


@dataclass(frozen=True)
class ListedTheme:
    """A theme in the list on the left."""

    label: str
    count: int
    href: str
    parts: tuple[int, ...]
    note: str
    state: str
    state_kind: str
    is_current: bool
    depth: int
    notes: tuple[str, ...]
    sides: str = ""
    rest: int = 0


@dataclass(frozen=True)
class Segment:
    """A piece of a comment; marked where its words put the comment into the theme."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class CommentCard:
    """A comment to read and act on."""

    id: int
    text: str
    segments: tuple[Segment, ...]
    meta: tuple[str, ...]
    lang: str
    label: str
    released_text: str | None
    is_chosen: bool
    campaign_href: str


@dataclass(frozen=True)
class Share:
    """The share of a group's comments that stand in the theme."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class PlacedCopies:
    """How many of a campaign's copies stand in a theme; without ``href``: in none."""

    label: str
    href: str
    count: int


STATES = {"draft": "", "in_review": "warn", "approved": "good", "archived": ""}


def state_name(state: str) -> str:
    """A theme's state in a word."""
    names = {
        "draft": pgettext("theme state", "draft"),
        "in_review": pgettext("theme state", "in review"),
        "approved": pgettext("theme state", "approved"),
        "archived": pgettext("theme state", "archived"),
    }
    return names[state]


def stability_note(stability: float | None, fell_apart: int | None) -> str:
    """How well a theme came together again in repeats (``repeats``); a warning where it did not.

    Of runs of before repeats were counted, the mean overlap with its nearest match in each.
    """
    if stability is None:
        return pgettext("themes", "made by a person")
    loose = is_loose(stability, fell_apart)
    if fell_apart is not None and loose:
        return pgettext(
            "themes",
            "loose: fell apart in %(num)s of %(repeats)s repeats",
            num=fell_apart,
            repeats=REPEATS,
        )
    if fell_apart is not None:
        return pgettext(
            "themes",
            "held together in %(num)s of %(repeats)s repeats",
            num=REPEATS - fell_apart,
            repeats=REPEATS,
        )
    if loose:
        return pgettext("themes", "loose: %(share)s the same in repeats", share=percent(stability))
    return pgettext("themes", "%(share)s the same in repeats", share=percent(stability))


def trend_text(trend: Trend | None) -> str:
    """How a theme's share moved from the earlier half of the comments to the later one."""
    if trend is None:
        return ""
    shares = {"before": percent(trend.before), "after": percent(trend.after)}
    texts = {
        "rising": pgettext("trend", "rising: %(before)s, then %(after)s", **shares),
        "falling": pgettext("trend", "falling: %(before)s, then %(after)s", **shares),
        "steady": pgettext("trend", "steady"),
    }
    return texts[trend.direction]


def listed(
    tree: Sequence[Branch],
    current_id: int | None,
    claims: Mapping[int, Claim],
    trends: Mapping[int, Trend],
) -> tuple[ListedTheme, ...]:
    """The themes for the list on the left, in the order of the tree."""
    # where sides are shown, a theme of which nobody has said any is none of them
    has_sides = any(branch.stances.is_known for branch in tree)
    return tuple(
        ListedTheme(
            label=plain(branch.theme.label),
            count=branch.total,
            href=url_for("themes.show", theme_id=branch.theme.id),
            sides=stance_line(branch.stances),
            parts=_sides(branch) if has_sides else (branch.total,),
            rest=branch.total - sum(_sides(branch)) if has_sides else 0,
            note=stability_note(branch.theme.stability, branch.theme.fell_apart),
            state=state_name(branch.theme.state),
            state_kind=STATES[branch.theme.state],
            is_current=branch.theme.id == current_id,
            depth=branch.depth,
            notes=_notes(branch, claims.get(branch.theme.id), trends.get(branch.theme.id)),
        )
        for branch in tree
    )


def _sides(branch: Branch) -> tuple[int, ...]:
    """How many of the theme and all under it take each side; nothing where no stance was set."""
    counts = branch.stances
    return tuple(count for stance, count in counts.parts if stance) if counts.is_known else ()


def _notes(branch: Branch, claim: Claim | None, trend: Trend | None) -> tuple[str, ...]:
    found = []
    if trend is not None and trend.direction != "steady":
        found.append(trend_text(trend))
    if branch.has_children:
        own = npgettext("themes", "%(num)s of its own", "%(num)s of its own", branch.theme.size)
        found.append(own)
    if claim is not None:
        found.append(pgettext("themes", "taken by %(name)s", name=claim.actor_name))
    return tuple(found)


def cards(
    comments: tuple[PlacedComment, ...],
    labels: Mapping[int, str],
    chosen: frozenset[int] = frozenset(),
    campaigns: Mapping[int, int] = MappingProxyType({}),
    *,
    names_themes: bool = False,
) -> tuple[CommentCard, ...]:
    """Comments as cards; ``labels`` names the themes that else might hold them.

    ``campaigns`` are those of the comments that are copies. ``names_themes`` says with each comment
    which theme it stands in.
    """
    return tuple(
        CommentCard(
            id=comment.id,
            text=comment.text,
            segments=_segments(comment),
            meta=(*_theme_of(comment, labels, names_themes), *_meta(comment, labels)),
            lang=comment.language,
            label=pgettext("themes", "Comment %(num)s", num=comment.id),
            released_text=comment.released_text,
            is_chosen=comment.id in chosen,
            campaign_href=url_for("themes.campaign", campaign_id=campaigns[comment.id])
            if comment.id in campaigns
            else "",
        )
        for comment in comments
    )


def shares(counts: Mapping[str, int], totals: Mapping[str, int], kind: str) -> tuple[Share, ...]:
    """For each channel or language, the share of its comments that stand in the theme."""
    found = []
    for code, total in sorted(totals.items(), key=lambda item: -item[1]):
        count = counts.get(code, 0)
        name = channel_name(code) if kind == "channel" else language(code).name
        found.append(Share(name, count / total, percent(count / total)))
    return tuple(found)


def placed_copies(
    by_theme: Mapping[int | None, int], themes: tuple[ThemeSummary, ...]
) -> tuple[PlacedCopies, ...]:
    """The themes in which a campaign's copies stand, the one with most first."""
    labels = {theme.id: plain(theme.label) for theme in themes}
    found = [
        PlacedCopies(
            pgettext("campaigns", "In no theme") if theme_id is None else labels[theme_id],
            "" if theme_id is None else url_for("themes.show", theme_id=theme_id),
            count,
        )
        for theme_id, count in by_theme.items()
    ]
    return tuple(sorted(found, key=lambda placed: -placed.count))


def _segments(comment: PlacedComment) -> tuple[Segment, ...]:
    segments, place = [], 0
    for start, end in sorted(comment.marks):
        if start > place:
            segments.append(Segment(comment.text[place:start], False))
        segments.append(Segment(comment.text[max(start, place) : end], True))
        place = max(place, end)
    segments.append(Segment(comment.text[place:], False))
    return tuple(segment for segment in segments if segment.text)


def _theme_of(
    comment: PlacedComment, labels: Mapping[int, str], names_themes: bool
) -> tuple[str, ...]:
    if not names_themes:
        return ()
    if comment.theme_id is not None and comment.theme_id in labels:
        return (pgettext("themes", "Theme: %(theme)s", theme=labels[comment.theme_id]),)
    return (pgettext("themes", "In no theme"),)


def _meta(comment: PlacedComment, labels: Mapping[int, str]) -> tuple[str, ...]:
    meta = [channel_name(comment.channel), language(comment.language).name]
    if comment.place:
        meta.append(comment.place)
    if comment.is_by_person:
        meta.append(pgettext("themes", "placed by a person"))
    for theme_id, score in comment.candidates[1:2]:
        if theme_id in labels and theme_id != comment.theme_id and score >= WORTH_NAMING:
            meta.append(
                pgettext(
                    "themes",
                    "also: %(theme)s %(score)s",
                    theme=labels[theme_id],
                    score=format_decimal(round(score, 2)),
                )
            )
    if comment.note:
        meta.append(pgettext("themes", "operator’s note: %(note)s", note=comment.note))
    return tuple(meta)
