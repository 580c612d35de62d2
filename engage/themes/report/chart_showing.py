"""The chart of all themes: each with all under it, its sides, weighted beside counted."""

from flask import url_for
from flask_babel import format_decimal, pgettext

from engage.themes.groups.figures_showing import weighted_words
from engage.themes.report.document import Bar, BarPart, Chart
from engage.themes.report.gathering import Report, ReportTheme
from engage.themes.report.names_showing import theme_name
from engage.themes.stances.showing import stance_name
from engage.themes.stances.sides import STANCES, UNREAD
from engage.web.locale import percent

THEMES = "themes"


def theme_chart(report: Report) -> Chart:
    """The themes by size, those under others below them."""
    sides = _sides(report.themes)
    weighted = pgettext("report", "Weighted to the population") if report.weighting else ""
    names = [stance_name(side) for side in sides]
    return Chart(
        THEMES,
        pgettext("report", "Themes by the number of comments"),
        (
            pgettext("report", "Theme"),
            pgettext("report", "Comments"),
            *names,
            *([weighted] if weighted else []),
        ),
        tuple(_bar(each, report, sides) for each in report.themes),
        _note(report.themes),
        tuple(map(_colour, sides)),
        weighted,
    )


def _sides(themes: tuple[ReportTheme, ...]) -> tuple[str, ...]:
    """The sides that are taken anywhere, in their order; none where no stance was set."""
    known = [dict(each.branch.stances.parts) for each in themes if each.branch.stances.is_known]
    if not known:
        return ()
    taken = tuple(side for side in STANCES if any(counts[side] for counts in known))
    return (*taken, UNREAD)


def _bar(each: ReportTheme, report: Report, sides: tuple[str, ...]) -> Bar:
    size, counts = each.branch.total, dict(each.branch.stances.parts)
    cells = [format_decimal(counts[side]) for side in sides]
    if report.weighting:
        # few raised a theme that has no weighted share
        cells.append(weighted_words(each.weighted) if each.weighted else "–")
    return Bar(
        theme_name(each.theme),
        size,
        f"{format_decimal(size)} · {percent(each.share)}",
        url_for("themes.show", theme_id=each.theme.id),
        tuple(
            BarPart(_colour(side), counts[side], format_decimal(counts[side]))
            for side in sides
            if counts[side]
        ),
        each.weighted.share * report.totals.comments if each.weighted else None,
        each.branch.depth,
        tuple(cells),
    )


def _colour(side: str) -> str:
    return side or "unread"


def _note(themes: tuple[ReportTheme, ...]) -> str:
    """How a theme with others under it is counted."""
    if not any(each.branch.has_children for each in themes):
        return ""
    return pgettext(
        "report",
        "A theme with others under it counts their comments too, each once; a comment that takes "
        "different sides in them counts as mixed.",
    )
