"""The report in short: the sentences that one says first when one is asked what people said."""

from collections.abc import Iterable

from flask import url_for
from flask_babel import format_decimal, npgettext, pgettext

from engage.themes.report.document import Section, Statement
from engage.themes.report.gathering import Report, ReportTheme
from engage.themes.report.names_showing import isolated, language_name, theme_name
from engage.themes.report.people_showing import helped, unheard
from engage.web.locale import listing

FIRST = 3


def short_section(report: Report, here: tuple[int, str]) -> Section:
    """Who answered, what most raised, where they differ, what few said, and how sure that is."""
    title = pgettext("report", "In short")
    if not report.totals.comments:
        return Section("short", title, ())
    themes = url_for("themes.index", consultation_id=here[0], question=here[1])
    tops = [one for one in report.themes if not one.branch.depth]
    texts = [_raised(tops[:FIRST], report), _divided(tops), _few(report.minorities[:FIRST])]
    parts = (
        _answered(report, here),
        *(Statement(text, themes) for text in texts if text),
        *unheard(report, here),
        Statement(sure(report), themes),
    )
    return Section("short", title, tuple(part for part in parts if part.text))


def _answered(report: Report, here: tuple[int, str]) -> Statement:
    names = [language_name(code) for code in report.by_language]
    came = npgettext(
        "report",
        "%(num)s response came in, in %(languages)s.",
        "%(num)s responses came in, in %(languages)s.",
        report.responses.total,
        languages=listing(names),
    )
    href = url_for("themes.index", consultation_id=here[0], question=here[1], standing="all")
    return Statement(f"{came} {helped(report)}".strip(), href)


def _raised(themes: list[ReportTheme], report: Report) -> str:
    """What was raised most often, in one sentence."""
    if not themes:
        return ""
    return npgettext(
        "report",
        "Raised most often in %(num)s comment: %(themes)s.",
        "Raised most often in %(num)s comments: %(themes)s.",
        report.totals.comments,
        themes=_named(themes),
    )


def _divided(themes: list[ReportTheme]) -> str:
    """Where so many take the lesser side that no one number tells what people want."""
    split = [each for each in themes if each.branch.stances.is_two_themes][:FIRST]
    if not split:
        return ""
    return pgettext("report", "People are divided over %(themes)s.", themes=_named(split))


def _few(themes: tuple[ReportTheme, ...]) -> str:
    if not themes:
        return ""
    return pgettext(
        "report", "Raised by few, and not to be overlooked: %(themes)s.", themes=_named(themes)
    )


def sure(report: Report) -> str:
    """How many of the themes are to be taken as hints; empty before any run."""
    if report.run is None or not report.count:
        return ""
    if not report.shaky:
        return pgettext(
            "report",
            "Every theme was found again when the machine repeated its work on parts of the "
            "comments.",
        )
    return npgettext(
        "report",
        "Take %(num)s of the %(all)s themes as a hint only: it held together loosely when the "
        "machine repeated its work on parts of the comments.",
        "Take %(num)s of the %(all)s themes as hints only: they held together loosely when the "
        "machine repeated its work on parts of the comments.",
        report.shaky,
        all=format_decimal(report.count),
    )


def _named(themes: Iterable[ReportTheme]) -> str:
    return listing(
        [
            pgettext(
                "report",
                "“%(theme)s” (%(size)s)",
                theme=isolated(theme_name(each.theme)),
                size=_sized(each),
            )
            for each in themes
        ]
    )


def _sized(each: ReportTheme) -> str:
    """The number of comments, and how many are for and against, where that is known."""
    size, stances = format_decimal(each.branch.total), each.branch.stances
    if not stances.is_known:
        return size
    return pgettext(
        "report",
        "%(size)s, of them %(in_favour)s for and %(against)s against",
        size=size,
        in_favour=format_decimal(stances.in_favour),
        against=format_decimal(stances.against),
    )
