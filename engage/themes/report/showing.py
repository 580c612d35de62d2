"""A report in the words of the page's language: the document that all its forms are made from."""

from datetime import datetime

from flask import url_for
from flask_babel import format_decimal, npgettext, pgettext

from engage.consultations import ConsultationSummary
from engage.kernel.languages import language
from engage.themes.discovery.small_voices import Voice
from engage.themes.groups.figures_showing import weighted_words
from engage.themes.queries import ThemeSummary
from engage.themes.report.chart_showing import theme_chart
from engage.themes.report.document import (
    Document,
    Remark,
    Section,
    Statement,
    Telling,
)
from engage.themes.report.gathering import Report, ReportTheme
from engage.themes.report.method_showing import method_section
from engage.themes.report.names_showing import BETWEEN, isolated, share_of_all, theme_name
from engage.themes.report.people_showing import people_section
from engage.themes.report.quoted_showing import campaigns_section, quotation
from engage.themes.report.short_showing import FIRST, short_section
from engage.themes.runs.repeats import is_loose
from engage.themes.stances.showing import stance_line
from engage.web.channels import channel_name
from engage.web.locale import current_locale, listing, plain, when


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
        short_section(report, here),
        _themes_section(report),
        _few_section(report, here, is_for_office=is_for_office),
        people_section(report, here),
        campaigns_section(report, here, is_for_office=is_for_office),
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
    themes, campaigns = report.count, len(report.campaigns)
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


def _themes_section(report: Report) -> Section:
    title = pgettext("report", "What they said")
    if not report.themes:
        nothing = pgettext("report", "No theme holds comments yet.")
        return Section("themes", title, (Remark(nothing),))
    tellings = tuple(_telling(each, report) for each in report.themes)
    return Section("themes", title, (theme_chart(report), *tellings))


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
        title=theme_name(theme),
        href=href,
        statements=(Statement(f"({share_of_all(each.share)})", href, lead), *_counted(each, href)),
        quotations=(
            *(
                quotation(one.text, one.language, one.comment_id, href, channel_name(one.channel))
                for one in each.quotes
            ),
            *(
                quotation(one.text, one.language, one.comment_id, href, unreleased)
                for one in each.sentences[:FIRST]
                if one.comment_id not in released
            ),
        ),
        description=plain(theme.description),
        state=BETWEEN.join(_doubts(theme)),
    )


def _doubts(theme: ThemeSummary) -> list[str]:
    """What keeps anybody from relying on it yet."""
    found = [] if theme.state == "approved" else [pgettext("report", "not approved yet")]
    if is_loose(theme.stability, theme.fell_apart):
        found.append(pgettext("report", "a hint only: it holds together loosely"))
    return found


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
        title=listing([isolated(each) for each in voice.keywords[:3]]),
        href=href,
        statements=(Statement("", href, count),),
        quotations=tuple(
            quotation(text, code, number_, href, pgettext("report", "not released"))
            for (text, code), number_ in quotes
        ),
    )
