"""What groups say, as sentences to say aloud, bars and a table."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import format_decimal, pgettext

from engage.engines.statistics import Comparison
from engage.kernel.languages import language
from engage.themes.groups.comparing import (
    Finding,
    Group,
    GroupTable,
    ThemeByGroup,
)
from engage.themes.groups.counting import BY_COMMENT, NO_ANSWER, OTHERS
from engage.themes.groups.figures_showing import counted_words, interval_words
from engage.themes.groups.weighting_showing import weighted_text
from engage.themes.showing import Share
from engage.themes.stances.showing import stance_line, stance_name
from engage.web.channels import channel_name
from engage.web.locale import percent, plain

MOST_SENTENCES = 12


@dataclass(frozen=True)
class Variable:
    """Something that makes groups, as a choice."""

    value: str
    label: str


@dataclass(frozen=True)
class Said:
    """A difference in words; the words lead to the comments."""

    theme: str
    text: str
    figures: str
    href: str
    is_more: bool


@dataclass(frozen=True)
class GroupCell:
    """A cell of the table: ``12 of 40 (30 %)``, and whether that is surely more or less."""

    text: str
    interval: str
    mark: str
    kind: str
    weighted: str = ""


@dataclass(frozen=True)
class GroupRow:
    """A theme with its bars and its cells."""

    label: str
    href: str
    raised: int
    sides: str
    overall: float
    weighted: str
    bars: tuple[Share, ...]
    cells: tuple[GroupCell, ...]


def group_name(group: Group, variable: str) -> str:
    """What a group is called in a table."""
    if group.code == NO_ANSWER:
        return pgettext("groups", "No answer")
    if group.code == OTHERS:
        return pgettext("groups", "Other answers")
    if variable == "channel":
        return channel_name(group.code)
    if variable == "language":
        return language(group.code).name
    return plain(group.label) or group.code


def who(group: Group, variable: str) -> str:
    """What a group is called at the beginning of a sentence; always several people."""
    if variable == "channel":
        return _who_by_channel(group.code)
    if variable == "language":
        return pgettext(
            "who", "People who answered in %(language)s", language=language(group.code).name
        )
    if group.code == NO_ANSWER:
        return pgettext("who", "People who left that question out")
    return pgettext("who", "People who answered “%(answer)s”", answer=group_name(group, variable))


def sentences(
    table: GroupTable, variable: str, consultation_id: int, code: str
) -> tuple[Said, ...]:
    """The differences beyond chance, the surest first."""
    found = [
        (finding.comparison, finding.group, row)
        for row in table.rows
        for finding in row.findings
        if finding.is_sure and finding.comparison is not None
    ]
    found.sort(key=lambda each: (each[0].adjusted, -abs(each[0].share)))
    return tuple(
        Said(
            theme=row_name(row),
            text=_sentence(who(group, variable), one, row),
            figures=pgettext(
                "groups",
                "%(raised)s of %(of)s (%(share)s); all: %(all_raised)s of %(people)s (%(overall)s)",
                raised=format_decimal(one.raised),
                of=format_decimal(one.of),
                share=percent(one.share),
                all_raised=format_decimal(row.raised),
                people=format_decimal(table.people),
                overall=percent(row.raised / table.people),
            ),
            href=_comments_href(row, group, variable, consultation_id, code),
            is_more=(one.lift or 0) > 1,
        )
        for one, group, row in found[:MOST_SENTENCES]
    )


def group_rows(
    table: GroupTable, variable: str, consultation_id: int, code: str
) -> tuple[GroupRow, ...]:
    """The themes with their bars and cells, the largest first."""
    return tuple(
        GroupRow(
            label=row_name(row),
            href=_row_href(row, consultation_id, code),
            raised=row.raised,
            sides=stance_line(row.theme.stances) if row.theme and row.stance is None else "",
            overall=row.raised / table.people if table.people else 0.0,
            weighted=weighted_text(row.weighted),
            bars=tuple(
                Share(
                    group_name(finding.group, variable),
                    finding.comparison.share,
                    percent(finding.comparison.share),
                )
                for finding in row.findings
                if finding.comparison is not None and finding.comparison.of
            ),
            cells=tuple(_cell(finding) for finding in row.findings),
        )
        for row in table.rows
        if row.raised
    )


def row_name(row: ThemeByGroup) -> str:
    """The theme's name, with the side if the row is of one; or that there is no theme."""
    if row.theme is None:
        return pgettext("groups", "In no theme")
    if row.stance is None:
        return plain(row.theme.label)
    return pgettext(
        "stance", "%(theme)s: %(side)s", theme=plain(row.theme.label), side=stance_name(row.stance)
    )


def _cell(finding: Finding) -> GroupCell:
    one = finding.comparison
    if one is None:
        return GroupCell(pgettext("groups", "not shown"), "", "", "soft")
    text, interval = counted_words(one), interval_words(one.interval)
    weighted = weighted_text(finding.weighted)
    if not finding.is_sure:
        return GroupCell(text, interval, "", "", weighted)
    if (one.lift or 0) > 1:
        return GroupCell(text, interval, pgettext("groups", "more often"), "good", weighted)
    return GroupCell(text, interval, pgettext("groups", "less often"), "warn", weighted)


def _sentence(people: str, one: Comparison, row: ThemeByGroup) -> str:
    lift = one.lift or 0.0
    if row.theme is None:
        if lift > 1:
            return pgettext("groups", "%(who)s stand in no theme more often than all.", who=people)
        return pgettext("groups", "%(who)s stand in no theme less often than all.", who=people)
    times = format_decimal(round(lift))
    much = pgettext(
        "groups", "%(who)s raised this %(times)s times as often as all.", who=people, times=times
    )
    steps = (
        (2.5, much),
        (1.75, pgettext("groups", "%(who)s raised this twice as often as all.", who=people)),
        (1.35, pgettext("groups", "%(who)s raised this half as often again as all.", who=people)),
        (1.0, pgettext("groups", "%(who)s raised this somewhat more often than all.", who=people)),
        (0.6, pgettext("groups", "%(who)s raised this somewhat less often than all.", who=people)),
        (0.3, pgettext("groups", "%(who)s raised this half as often as all.", who=people)),
        (1e-9, pgettext("groups", "%(who)s hardly raised this.", who=people)),
        (0.0, pgettext("groups", "%(who)s did not raise this at all.", who=people)),
    )
    return next(text for least, text in steps if lift >= least)


def _who_by_channel(channel: str) -> str:
    names = {
        "web": pgettext("who", "People who answered on the web"),
        "kiosk": pgettext("who", "People who answered at a kiosk"),
        "paper": pgettext("who", "People who answered on paper"),
        "phone": pgettext("who", "People who answered by phone"),
        "in_person": pgettext("who", "People who answered in person"),
        "letter": pgettext("who", "People who wrote a letter or an e-mail"),
    }
    return names.get(channel, channel)


def _row_href(row: ThemeByGroup, consultation_id: int, code: str) -> str:
    if row.theme:
        return url_for("themes.show", theme_id=row.theme.id, stance=_side(row))
    return url_for(
        "themes.index", consultation_id=consultation_id, question=code, standing="unplaced"
    )


def _comments_href(
    row: ThemeByGroup, group: Group, variable: str, consultation_id: int, code: str
) -> str:
    if row.theme:
        channel = group.code if variable == "channel" else None
        spoken = group.code if variable == "language" else None
        is_answer = variable not in BY_COMMENT and group.code not in (NO_ANSWER, OTHERS)
        return url_for(
            "themes.show",
            theme_id=row.theme.id,
            channel=channel,
            language=spoken,
            group=f"{variable}:{group.code}" if is_answer else None,
            stance=_side(row),
        )
    return _row_href(row, consultation_id, code)


def _side(row: ThemeByGroup) -> str | None:
    return None if row.stance is None else row.stance or "unread"
