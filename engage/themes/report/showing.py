"""A report in the words of the page's language: the document that all its forms are made from."""

from datetime import datetime

from flask import url_for
from flask_babel import format_decimal, npgettext, pgettext

from engage.consultations import ConsultationSummary
from engage.kernel.languages import language
from engage.themes.discovery.small_voices import Voice
from engage.themes.groups.figures_showing import weighted_words
from engage.themes.report.chart_showing import theme_chart
from engage.themes.report.document import (
    Document,
    Quotation,
    Remark,
    Section,
    Statement,
    Telling,
)
from engage.themes.report.gathering import Report, ReportTheme
from engage.themes.report.method_showing import method_section
from engage.themes.report.people_showing import people_section
from engage.themes.stances.showing import stance_line
from engage.web.channels import channel_name
from engage.web.locale import current_locale, listing, percent, plain, when

FIRST = 3


def document_of(
    report: Report,
    consultation: ConsultationSummary,
    question: tuple[str, str],
    city: str,
    made_at: datetime,
    *,
    is_for_office: bool,
) -> Document:
    """The report on a ``question`` (code, label); ``is_for_office`` where it holds more words."""
    here = (consultation.id, question[0])
    spoken = language(current_locale())
    sections = (
        _themes_section(report, here),
        _few_section(report, here, is_for_office=is_for_office),
        people_section(report, here),
        _campaigns_section(report, here),
        method_section(report, here),
    )
    return Document(
        title=pgettext("report", "What people said"),
        lead=plain(consultation.title),
        question=question[1],
        made=pgettext("report", "As it stood on %(when)s.", when=when(made_at)),
        city=city,
        language=spoken.code,
        direction=spoken.direction,
        notice=_notice() if is_for_office else "",
        figures=_figures(report),
        sections=tuple(section for section in sections if section.parts),
    )


def _notice() -> str:
    return pgettext(
        "report",
        "For the office only: it quotes comments that nobody has released to the public.",
    )


def _figures(report: Report) -> tuple[tuple[str, str], ...]:
    responses, comments = report.responses.total, report.totals.comments
    themes, campaigns = len(report.themes) + len(report.minorities), len(report.campaigns)
    names = (
        (responses, npgettext("report", "response", "responses", responses)),
        (
            comments,
            npgettext("report", "comment on this question", "comments on this question", comments),
        ),
        (themes, npgettext("report", "theme", "themes", themes)),
        (campaigns, npgettext("report", "campaign", "campaigns", campaigns)),
    )
    return tuple((format_decimal(count), name) for count, name in names)


def _themes_section(report: Report, here: tuple[int, str]) -> Section:
    title = pgettext("report", "What they said")
    if not report.themes:
        nothing = pgettext("report", "No theme holds comments yet.")
        return Section("themes", title, (Remark(nothing),))
    tellings = tuple(_telling(each, report) for each in report.themes)
    return Section("themes", title, (_first(report, here), theme_chart(report), *tellings))


def _first(report: Report, here: tuple[int, str]) -> Statement:
    """What was raised most often, in one sentence."""
    named = [
        pgettext(
            "report",
            "“%(theme)s” (%(size)s)",
            theme=isolated(plain(each.theme.label)),
            size=_sized(each),
        )
        for each in [one for one in report.themes if not one.branch.depth][:FIRST]
    ]
    return Statement(
        pgettext(
            "report",
            "Of %(all)s comments, most raised %(themes)s.",
            all=format_decimal(report.totals.comments),
            themes=listing(named),
        ),
        url_for("themes.index", consultation_id=here[0], question=here[1]),
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


def _few_section(report: Report, here: tuple[int, str], *, is_for_office: bool) -> Section:
    words: list[Remark | Statement] = []
    if report.minorities:
        remark = pgettext(
            "report",
            "Fewer than 2 in 100 comments each. Few people are not little need: "
            "read them before you decide.",
        )
        words.append(Remark(remark))
    if report.voices:
        waiting = npgettext(
            "report",
            "%(num)s small group says one thing that nobody else says, and waits to be heard.",
            "%(num)s small groups each say one thing that nobody else says, and wait to be heard.",
            len(report.voices),
        )
        href = url_for("themes.index", consultation_id=here[0], question=here[1])
        words.append(Statement(waiting, href))
    tellings = [_telling(each, report) for each in report.minorities]
    if is_for_office:
        tellings += [_voice(voice) for voice in report.voices]
    return Section("few", pgettext("report", "Voices of few"), (*words, *tellings))


def _telling(each: ReportTheme, report: Report) -> Telling:
    theme = each.theme
    href = url_for("themes.show", theme_id=theme.id)
    lead = pgettext(
        "report",
        "%(size)s of %(all)s comments",
        size=format_decimal(each.branch.total),
        all=format_decimal(report.totals.comments),
    )
    released = {quote.comment_id for quote in each.quotes}
    unreleased = pgettext("report", "not released")
    return Telling(
        title=plain(theme.label),
        href=href,
        statements=(Statement(f"({percent(each.share)})", href, lead), *_counted(each, href)),
        quotations=(
            *(
                _quotation(one.text, one.language, one.comment_id, href, channel_name(one.channel))
                for one in each.quotes
            ),
            *(
                _quotation(one.text, one.language, one.comment_id, href, unreleased)
                for one in each.sentences[:FIRST]
                if one.comment_id not in released
            ),
        ),
        description=plain(theme.description),
        state="" if theme.state == "approved" else pgettext("report", "not approved yet"),
    )


def _counted(each: ReportTheme, href: str) -> tuple[Statement, ...]:
    """How many are for and against, which never add up to one number; weighted; and its own."""
    texts = [stance_line(each.branch.stances)]
    if each.weighted:
        words = weighted_words(each.weighted)
        texts.append(pgettext("report", "Weighted to the population: %(share)s", share=words))
    if each.branch.has_children:
        own = npgettext(
            "report",
            "With the themes under it; %(num)s comment stands in this theme itself.",
            "With the themes under it; %(num)s comments stand in this theme itself.",
            each.theme.size,
        )
        texts.append(own)
    return tuple(Statement(text, href) for text in texts if text)


def _voice(voice: Voice) -> Telling:
    href = url_for(
        "themes.index",
        consultation_id=voice.consultation_id,
        question=voice.question_code,
        standing="all",
        comment=voice.comment_ids[0],
    )
    count = npgettext("themes", "%(num)s comment", "%(num)s comments", len(voice.comment_ids))
    quotes = zip(voice.quotes, voice.comment_ids, strict=False)
    return Telling(
        title=" · ".join(voice.keywords[:3]),
        href=href,
        statements=(Statement("", href, count),),
        quotations=tuple(
            _quotation(text, code, number_, href, pgettext("report", "not released"))
            for (text, code), number_ in quotes
        ),
    )


def _quotation(text: str, code: str, comment_id: int, theme_href: str, origin: str) -> Quotation:
    found = language(code)
    source = pgettext(
        "report",
        "%(origin)s, %(language)s, comment %(num)s",
        origin=origin,
        language=found.name,
        num=comment_id,
    )
    join = "&" if "?" in theme_href else "?"
    href = theme_href if "comment=" in theme_href else f"{theme_href}{join}comment={comment_id}"
    return Quotation(text, code, found.direction, source, href)


def _campaigns_section(report: Report, here: tuple[int, str]) -> Section:
    title = pgettext("report", "Campaigns")
    if not report.campaigns:
        return Section("campaigns", title, (Remark(pgettext("report", "None was found.")),))
    told = npgettext(
        "report",
        "%(num)s person sent a text that others sent almost word for word too. Each stays in its "
        "theme and counts; taken as one voice each, the campaigns are %(voices)s.",
        "%(num)s people sent a text that others sent almost word for word too. Each stays in its "
        "theme and counts; taken as one voice each, the campaigns are %(voices)s.",
        report.campaign_people,
        voices=format_decimal(len(report.campaigns)),
    )
    href = url_for("themes.campaigns", consultation_id=here[0], question=here[1])
    return Section("campaigns", title, (Statement(told, href),))


def isolated(words: str) -> str:
    """Words that keep their own direction within a sentence of the other one."""
    return f"\u2068{words}\u2069"
