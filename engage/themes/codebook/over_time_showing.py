"""Two consultations by their themes, in words and figures: what changed and what stayed."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import format_decimal, pgettext

from engage.consultations import ConsultationSummary
from engage.engines.statistics import Comparison
from engage.themes.codebook.over_time import OverTime, Question, ThenAndNow
from engage.themes.groups.figures_showing import counted_words, interval_words
from engage.themes.queries import ThemeSummary
from engage.themes.question_views import questions
from engage.web.locale import listing, percent, plain


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


def side_of(
    consultation: ConsultationSummary,
    place: Question,
    comments: int,
    unplaced: int,
    alone: tuple[ThemeSummary, ...],
) -> Side:
    """One of the two questions, with the themes that it alone has."""
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


def changes_in_words(found: OverTime) -> tuple[Change, ...]:
    """The themes whose shares changed beyond chance, the surest first."""
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


def steady_in_words(found: OverTime) -> str:
    """The themes of which no change can be told from chance; nothing where there are none."""
    names = [plain(one.theme.label) for one in found.told if not one.is_sure]
    if not names:
        return ""
    return pgettext(
        "over time",
        "Raised neither more nor less often than then, as far as chance allows to say: %(names)s.",
        names=listing([pgettext("over time", "“%(name)s”", name=name) for name in names]),
    )


def waiting_in_words(found: OverTime) -> str:
    """The themes in which nothing is placed yet; nothing where there are none."""
    names = [plain(one.theme.label) for one in found.both if one.is_waiting]
    if not names:
        return ""
    return pgettext(
        "over time",
        "No comment has been placed in these yet, so nothing can be said of them: %(names)s.",
        names=listing([pgettext("over time", "“%(name)s”", name=name) for name in names]),
    )


def bar_of(one: ThenAndNow) -> Bar:
    """A theme for the chart."""
    return Bar(
        plain(one.theme.label),
        one.now.share,
        percent(one.now.share),
        one.then.share,
        url_for("themes.show", theme_id=one.theme.id),
    )


def row_of(one: ThenAndNow) -> Row:
    """A theme for the table."""
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
