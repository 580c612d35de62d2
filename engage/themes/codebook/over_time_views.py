"""The page that says which themes came up more or less often than in another consultation."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, request, url_for
from flask_babel import format_decimal, npgettext, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.engines.statistics import Comparison
from engage.kernel.actors import Permission
from engage.themes.codebook.over_time import (
    OverTime,
    Question,
    Sharing,
    ThenAndNow,
    compare_over_time,
    list_sharing,
)
from engage.themes.groups.figures_showing import counted_words, interval_words
from engage.themes.queries import ThemeSummary
from engage.themes.question_views import blueprint, questions
from engage.web.access import access
from engage.web.locale import listing, percent, plain
from engage.web.rendering import render

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class OtherTime:
    """Another consultation to compare with, as a choice."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Change:
    """A theme whose share has changed beyond chance, in words that one could say aloud."""

    theme: str
    text: str
    figures: str
    href: str
    is_more: bool


@dataclass(frozen=True)
class Bar:
    """A theme's share now, its share then as a mark, and both in figures."""

    label: str
    value: float
    text: str
    mark: float
    href: str


@dataclass(frozen=True)
class Row:
    """A theme in figures: shares and intervals, and what is surely different.

    ``same_as`` says by what it is the same theme, and its name then where that was another.
    """

    label: str
    same_as: str
    then: tuple[str, str]
    now: tuple[str, str]
    change: str
    kind: str


@dataclass(frozen=True)
class Side:
    """One of the two questions: whose it is, what it asked, and how far its comments are read."""

    title: str
    question: str
    opens_at: datetime | None
    comments: int
    unplaced: int
    alone: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class OverTimePage:
    """Two consultations by their themes, the earlier one first."""

    consultation: ConsultationSummary
    question_code: str
    choices: tuple[OtherTime, ...]
    then: Side | None
    now: Side | None
    changes: tuple[Change, ...]
    steady: str
    waiting: str
    bars: tuple[Bar, ...]
    rows: tuple[Row, ...]


@blueprint.get("/consultations/<int:consultation_id>/themes/over-time")
@access(Permission.SEE_THEMES)
def over_time(consultation_id: int) -> Response:
    """Compare with another consultation that uses the same codebook."""
    asked = questions(consultation_id)
    here = (consultation_id, request.args.get("question") or (asked[0].code if asked else ""))
    consultation, known = get_consultation(consultation_id), list_sharing(*here)
    other = _chosen(known)
    choices = tuple(_choice(one, one is other) for one in known)
    if other is None:
        page = OverTimePage(consultation, here[1], choices, None, None, (), "", "", (), ())
        return render("staff/themes/over_time.html", page)
    there = (other.consultation.id, other.question_code)
    ends = sorted(
        ((consultation, here), (other.consultation, there)), key=lambda one: _began(one[0])
    )
    (before, then), (after, now) = ends
    found = compare_over_time(now, then)
    page = OverTimePage(
        consultation,
        here[1],
        choices,
        _side(before, then, found.then.comments, found.then.unplaced, found.only_then),
        _side(after, now, found.now.comments, found.now.unplaced, found.only_now),
        _changes(found),
        _steady(found),
        _waiting(found),
        tuple(map(_bar, found.told)),
        tuple(map(_row, found.told)),
    )
    return render("staff/themes/over_time.html", page)


def _chosen(known: tuple[Sharing, ...]) -> Sharing | None:
    """The one that was asked for, else the one with most themes in common."""
    wanted = request.args.get("with", "")
    most = max(known, key=lambda one: one.shared, default=None)
    return next((one for one in known if _value(one) == wanted), most)


def _value(one: Sharing) -> str:
    return f"{one.consultation.id}-{one.question_code}"


def _choice(one: Sharing, is_chosen: bool) -> OtherTime:
    label = npgettext(
        "over time",
        "%(title)s · %(question)s (%(num)s theme in common)",
        "%(title)s · %(question)s (%(num)s themes in common)",
        one.shared,
        title=plain(one.consultation.title),
        question=plain(one.question) or one.question_code,
    )
    return OtherTime(_value(one), label, is_chosen)


def _began(consultation: ConsultationSummary) -> tuple[bool, datetime, int]:
    """When it began; what has not begun comes last."""
    opens_at = consultation.opens_at
    return opens_at is None, opens_at or LONG_AGO, consultation.id


def _side(
    consultation: ConsultationSummary,
    place: Question,
    comments: int,
    unplaced: int,
    alone: tuple[ThemeSummary, ...],
) -> Side:
    asked = {one.code: one.label for one in questions(place[0])}
    shown = tuple(
        (
            plain(theme.label),
            url_for("themes.show", theme_id=theme.id),
            _share(theme.size, comments),
        )
        for theme in alone
    )
    return Side(
        plain(consultation.title),
        asked.get(place[1], ""),
        consultation.opens_at,
        comments,
        unplaced,
        shown,
    )


def _changes(found: OverTime) -> tuple[Change, ...]:
    sure = sorted((one for one in found.told if one.is_sure), key=lambda one: one.now.adjusted)
    return tuple(
        Change(
            plain(one.theme.label),
            _sentence(one),
            pgettext(
                "over time",
                "then %(then)s, now %(now)s",
                then=counted_words(one.then),
                now=counted_words(one.now),
            ),
            url_for("themes.show", theme_id=one.theme.id),
            one.now.share > one.then.share,
        )
        for one in sure
    )


def _sentence(one: ThenAndNow) -> str:
    if not one.then.raised:
        return pgettext("over time", "Nobody raised this then; now people do.")
    times = one.now.share / one.then.share
    much = pgettext(
        "over time", "Raised %(times)s times as often as then.", times=format_decimal(round(times))
    )
    steps = (
        (2.5, much),
        (1.75, pgettext("over time", "Raised twice as often as then.")),
        (1.35, pgettext("over time", "Raised half as often again as then.")),
        (1.0, pgettext("over time", "Raised somewhat more often than then.")),
        (0.6, pgettext("over time", "Raised somewhat less often than then.")),
        (0.3, pgettext("over time", "Raised about half as often as then.")),
        (1e-9, pgettext("over time", "Hardly raised any more.")),
        (0.0, pgettext("over time", "Nobody raises this any more.")),
    )
    return next(text for least, text in steps if times >= least)


def _steady(found: OverTime) -> str:
    names = [plain(one.theme.label) for one in found.told if not one.is_sure]
    if not names:
        return ""
    return pgettext(
        "over time",
        "Raised neither more nor less often than then, as far as chance allows to say: %(names)s.",
        names=listing([pgettext("over time", "“%(name)s”", name=name) for name in names]),
    )


def _waiting(found: OverTime) -> str:
    names = [plain(one.theme.label) for one in found.both if one.is_waiting]
    if not names:
        return ""
    return pgettext(
        "over time",
        "No comment has been placed in these yet, so nothing can be said of them: %(names)s.",
        names=listing([pgettext("over time", "“%(name)s”", name=name) for name in names]),
    )


def _bar(one: ThenAndNow) -> Bar:
    return Bar(
        plain(one.theme.label),
        one.now.share,
        percent(one.now.share),
        one.then.share,
        url_for("themes.show", theme_id=one.theme.id),
    )


def _row(one: ThenAndNow) -> Row:
    change, kind = "", ""
    if one.is_sure and one.now.share > one.then.share:
        change, kind = pgettext("groups", "more often"), "good"
    elif one.is_sure:
        change, kind = pgettext("groups", "less often"), "warn"
    return Row(plain(one.theme.label), _same_as(one), _cell(one.then), _cell(one.now), change, kind)


def _same_as(one: ThenAndNow) -> str:
    if not one.is_same_entry:
        return pgettext("over time", "same name")
    now, then = plain(one.theme.label), plain(one.former.label)
    if now == then:
        return pgettext("over time", "same entry of the codebook")
    return pgettext("over time", "same entry of the codebook; then “%(name)s”", name=then)


def _cell(one: Comparison) -> tuple[str, str]:
    return counted_words(one), interval_words(one.interval)


def _share(size: int, comments: int) -> str:
    return percent(size / comments) if comments else ""
