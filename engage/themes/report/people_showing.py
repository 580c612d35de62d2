"""Who took part, who did not, and their charts."""

from typing import Any

from flask import url_for
from flask_babel import format_decimal, npgettext, pgettext

from engage.engines.disclosure import MaskedCount
from engage.kernel.languages import language
from engage.themes.report.document import Bar, Chart, Part, Section, Statement
from engage.themes.report.gathering import Report
from engage.web.channels import channel_name
from engage.web.locale import listing, plain

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
                (language(code).name, count, _comments_href(here, language=code))
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
    parts: list[Part] = [_helped(report, here), *_absent(report, here), *charts]
    return Section("who", pgettext("report", "Who took part, and who did not"), tuple(parts))


def _helped(report: Report, here: tuple[int, str]) -> Statement:
    lot = pgettext(
        "report",
        "Nobody was drawn by lot: these are the people who answered, not everybody who lives here.",
    )
    if not report.responses.assisted:
        return Statement(lot, _groups_href(CHANNEL, here))
    helped = npgettext(
        "report",
        "%(num)s of the responses was entered with somebody’s help.",
        "%(num)s of the responses were entered with somebody’s help.",
        report.responses.assisted,
    )
    return Statement(f"{helped} {lot}", _groups_href(CHANNEL, here))


def _absent(report: Report, here: tuple[int, str]) -> list[Statement]:
    found = []
    if report.silence.channels:
        names = listing([channel_name(code) for code in report.silence.channels])
        text = pgettext("report", "No response came by these channels: %(names)s.", names=names)
        found.append(Statement(text, _groups_href(CHANNEL, here)))
    if report.silence.languages:
        names = listing([language(code).name for code in report.silence.languages])
        text = pgettext(
            "report",
            "The survey was offered in these languages, and nobody answered in them: %(names)s.",
            names=names,
        )
        found.append(Statement(text, _groups_href(LANGUAGE, here)))
    for one in report.took_part:
        if one.absent:
            quoted = [pgettext("report", "“%(answer)s”", answer=plain(each)) for each in one.absent]
            text = pgettext(
                "report",
                "“%(question)s”: nobody answered %(answers)s.",
                question=plain(one.label),
                answers=listing(quoted),
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
