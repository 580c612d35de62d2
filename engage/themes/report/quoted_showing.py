"""People's own words in a report, and the texts that many sent alike."""

from flask import url_for
from flask_babel import npgettext, pgettext

from engage.kernel.languages import language
from engage.themes.campaigns.queries import CampaignSummary
from engage.themes.report.document import Part, Quotation, Remark, Section, Statement, Telling
from engage.themes.report.gathering import Report
from engage.themes.report.names_showing import isolated, language_name, theme_name
from engage.web.locale import listing

CAMPAIGNS = 10


def quotation(text: str, code: str, comment_id: int, theme_href: str, origin: str) -> Quotation:
    """A person's words with where they came from: ``origin`` says the channel."""
    source = pgettext(
        "report",
        "%(origin)s, %(language)s, comment %(num)s",
        origin=origin,
        language=language_name(code),
        num=comment_id,
    )
    join = "&" if "?" in theme_href else "?"
    href = theme_href if "comment=" in theme_href else f"{theme_href}{join}comment={comment_id}"
    return Quotation(text, code, language(code).direction, source, href)


def campaigns_section(report: Report, here: tuple[int, str], *, is_for_office: bool) -> Section:
    """Who sent the same text: as people and as one voice, and where the largest ones stand."""
    title = pgettext("report", "Campaigns")
    if not report.campaigns:
        return Section("campaigns", title, (Remark(pgettext("report", "None was found.")),))
    sent = npgettext(
        "report",
        "%(num)s person sent a text that others sent almost word for word too. It stays in its "
        "theme and counts.",
        "%(num)s people sent a text that others sent almost word for word too. Each stays in its "
        "theme and counts.",
        report.campaign_people,
    )
    voices = npgettext(
        "report",
        "Taken as one voice for each text, they are %(num)s voice.",
        "Taken as one voice for each text, they are %(num)s voices.",
        len(report.campaigns),
    )
    href = url_for("themes.campaigns", consultation_id=here[0], question=here[1])
    parts: list[Part] = [Statement(f"{sent} {voices}", href)]
    names = {each.theme.id: theme_name(each.theme) for each in (*report.themes, *report.minorities)}
    parts += [_campaign(one, names, is_for_office) for one in report.campaigns[:CAMPAIGNS]]
    return Section("campaigns", title, tuple(parts))


def _campaign(one: CampaignSummary, names: dict[int, str], is_for_office: bool) -> Telling:
    href = url_for("themes.campaign", campaign_id=one.id)
    held = [names[place] for place in one.by_theme if place in names]
    quoted = [pgettext("report", "“%(answer)s”", answer=isolated(name)) for name in held]
    under = pgettext("report", "It stands under %(themes)s.", themes=listing(quoted))
    origin = pgettext("report", "not released, %(language)s", language=language_name(one.language))
    words = Quotation(one.template, one.language, language(one.language).direction, origin, href)
    return Telling(
        title=npgettext(
            "report", "One text of %(num)s person", "One text of %(num)s people", one.people
        ),
        href=href,
        statements=(Statement(under, href),) if held else (),
        quotations=(words,) if is_for_office else (),
    )
