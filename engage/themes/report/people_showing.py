"""Who took part, who did not, and their charts."""

from typing import Any

from flask import url_for
from flask_babel import format_decimal, npgettext, pgettext

from engage.engines.disclosure import MaskedCount
from engage.themes.report.document import Bar, Chart, Part, Remark, Section, Statement
from engage.themes.report.gathering import Report
from engage.themes.report.names_showing import language_name
from engage.web.channels import channel_name
from engage.web.locale import either, listing, plain

CHANNEL, LANGUAGE = "channel", "language"


def people_section(report: Report, here: tuple[int, str]) -> Section:
    """Who took part, by channel, language and what they said of themselves; and who did not."""
    charts = [
        _chart(
            CHANNEL,
            pgettext("report", "Responses by channel"),
            tuple(
                (channel_name(code), count, _comments_href(here, channel=code))
                for code, count in report.by_channel.items()
            ),
        ),
        _chart(
            LANGUAGE,
            pgettext("report", "Responses by language"),
            tuple(
                (_headed(language_name(code)), count, _comments_href(here, language=code))
                for code, count in report.by_language.items()
            ),
        ),
        *(
            _chart(
                one.code,
                plain(one.label),
                tuple(
                    (plain(label), count, _comments_href(here, group=f"{one.code}:{code}"))
                    for code, label, count in one.answers
                    if count != 0
                ),
            )
            for one in report.took_part
        ),
    ]
    shown = [one for one in charts if one.bars or one.note]
    parts: list[Part] = [_drawn(report, here), *_absent(report, here), *shown]
    if not report.responses.total:
        parts = [Remark(pgettext("report", "Nobody has answered yet."))]
    return Section("who", pgettext("report", "Who took part, and who did not"), tuple(parts))


def _drawn(report: Report, here: tuple[int, str]) -> Statement:
    lot = pgettext(
        "report",
        "Nobody was drawn by lot: these are the people who answered, not everybody who lives here.",
    )
    return Statement(f"{helped(report)} {lot}".strip(), _groups_href(CHANNEL, here))


def helped(report: Report) -> str:
    """How many did not enter their answers alone; empty where all did."""
    if not report.responses.assisted:
        return ""
    return npgettext(
        "report",
        "%(num)s of the responses was entered with somebody’s help.",
        "%(num)s of the responses were entered with somebody’s help.",
        report.responses.assisted,
    )


def unheard(report: Report, here: tuple[int, str]) -> list[Statement]:
    """The languages in which nobody answered, though they could."""
    if not report.silence.languages:
        return []
    names = either([language_name(code) for code in report.silence.languages])
    text = pgettext(
        "report", "Nobody answered in %(languages)s, though the survey offers it.", languages=names
    )
    return [Statement(text, _groups_href(LANGUAGE, here))]


def _absent(report: Report, here: tuple[int, str]) -> list[Statement]:
    found = []
    if report.silence.channels:
        names = listing([channel_name(code) for code in report.silence.channels])
        text = pgettext("report", "No response came by these channels: %(names)s.", names=names)
        found.append(Statement(text, _groups_href(CHANNEL, here)))
    found += unheard(report, here)
    for one in report.took_part:
        if one.absent:
            quoted = [pgettext("report", "“%(answer)s”", answer=plain(each)) for each in one.absent]
            text = pgettext(
                "report",
                "“%(question)s”: nobody answered %(answers)s.",
                question=plain(one.label),
                answers=either(quoted),
            )
            if len(one.absent) == len(one.answers):
                text = pgettext(
                    "report",
                    "Nobody answered the question “%(question)s”.",
                    question=plain(one.label),
                )
            found.append(Statement(text, _groups_href(one.code, here)))
    return found


def _chart(code: str, title: str, counts: tuple[tuple[str, MaskedCount, str], ...]) -> Chart:
    hidden = sum(count is None for _name, count, _href in counts)
    note = npgettext(
        "report",
        "%(num)s answer is not shown, because few gave it or because it would tell of another.",
        "%(num)s answers are not shown, because few gave them or because they would tell of "
        "others.",
        hidden,
    )
    return Chart(
        code,
        title,
        (pgettext("groups", "Group"), pgettext("report", "Responses")),
        tuple(
            Bar(name, count, format_decimal(count), href)
            for name, count, href in counts
            if count is not None
        ),
        note if hidden else "",
    )


def _comments_href(here: tuple[int, str], **chosen: Any) -> str:
    """All comments of the people whom a bar counts."""
    return url_for(
        "themes.index", consultation_id=here[0], question=here[1], standing="all", **chosen
    )


def _groups_href(variable: str, here: tuple[int, str]) -> str:
    return url_for("themes.groups", consultation_id=here[0], question=here[1], by=variable)


def _headed(name: str) -> str:
    return name[:1].upper() + name[1:]
