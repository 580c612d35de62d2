"""How the report was made and how far it goes, in plain words."""

from typing import Any

from flask import url_for
from flask_babel import format_decimal, npgettext, pgettext

from engage.themes.coding.queries import CodingSummary
from engage.themes.coding.showing import kappa_words, rounded
from engage.themes.groups.weighting_showing import weighting_words
from engage.themes.report.document import Part, Reckoning, Remark, Section, Statement
from engage.themes.report.gathering import Report
from engage.themes.report.short_showing import sure
from engage.web.locale import percent, when


def method_section(report: Report, here: tuple[int, str]) -> Section:
    """The engine, its repeats, the second reader, the codebook, and the table that adds up."""
    title = pgettext("report", "How this was made, and how far it goes")
    if report.run is None and not report.count:
        nothing = pgettext(
            "report", "Themes have not been found yet: nothing here rests on a reading."
        )
        return Section("method", title, (Remark(nothing), _ends(report, here)))
    return Section("method", title, (*_made(report, here), _ends(report, here)))


def _made(report: Report, here: tuple[int, str]) -> list[Part]:
    address: dict[str, Any] = {"consultation_id": here[0], "question": here[1]}
    parts: list[Part] = [
        Remark(
            pgettext(
                "report",
                "A machine in the city’s own computer grouped the comments by their words; people "
                "named, merged, split and approved the themes. No comment was left out: the table "
                "adds up to all responses.",
            )
        ),
        Statement(
            npgettext(
                "report",
                "%(num)s comment stands in no theme (%(share)s).",
                "%(num)s comments stand in no theme (%(share)s).",
                report.without_theme,
                share=percent(report.without_theme / max(report.totals.comments, 1)),
            ),
            url_for("themes.index", **address, standing="unplaced"),
        ),
        *_weighting(report, address),
        *_run(report),
        _second_reader(report, here),
    ]
    if report.version:
        text = pgettext(
            "report",
            "What the themes mean stands in the codebook, version %(num)s.",
            num=format_decimal(report.version),
        )
        parts.append(
            Remark(text, url_for("themes.codebook", **address), pgettext("report", "Codebook"))
        )
    parts.append(
        Remark(
            pgettext(
                "report",
                "A comment that says several things counts in each of its themes, so shares may "
                "add up to more than all. A number of comments says how often something was "
                "raised, not how much it matters.",
            )
        )
    )
    return parts


def _weighting(report: Report, address: dict[str, Any]) -> list[Statement]:
    """What weighted shares are, what they cost and where the population's shares come from."""
    if report.weighting is None:
        return []
    codes = [one.question_code for one in report.weighting.populations]
    href = url_for("themes.groups", **address, weighed=codes)
    words = weighting_words(report.weighting, address["consultation_id"])
    explained = pgettext(
        "report",
        "Weighted shares say how many in 100 would have raised a theme, had people answered in the "
        "measure of the population; in brackets stands how far chance alone reaches (95 times in "
        "100). Counts are of comments as they came.",
    )
    texts = (f"{words.title}: {explained}", *words.sentences)
    return [Statement(text, href) for text in texts]


def _run(report: Report) -> list[Remark]:
    run = report.run
    if run is None:
        return []
    made = npgettext(
        "report",
        "The machine grouped %(num)s comment on %(when)s; it can be repeated exactly (engine "
        "%(engine)s, attempt number %(seed)s).",
        "The machine grouped %(num)s comments on %(when)s; it can be repeated exactly (engine "
        "%(engine)s, attempt number %(seed)s).",
        run.comment_count,
        when=when(run.finished_at),
        engine=run.engine_version,
        seed=run.parameters["seed"],
    )
    return [Remark(each) for each in (made, sure(report)) if each]


def _second_reader(report: Report, here: tuple[int, str]) -> Remark:
    coding = report.coding
    if coding is None or coding.agreement is None:
        return Remark(
            pgettext(
                "report",
                "No second person has read a sample yet, so nobody knows how far two people would "
                "agree.",
            ),
            url_for("themes.coding", consultation_id=here[0], question=here[1]),
            pgettext("coding", "A second reader"),
        )
    return Remark(
        _agreement(coding),
        url_for("themes.compared", coding_id=coding.id),
        pgettext("report", "See the comparison"),
    )


def _agreement(coding: CodingSummary) -> str:
    """Alpha where comments have several themes, else kappa."""
    if coding.alpha is not None and coding.has_several:
        alpha = coding.alpha.alpha
        return pgettext(
            "report",
            "A second person read %(size)s comments without seeing where they stood, with several "
            "themes each where they say several things: %(words)s (alpha %(alpha)s).",
            size=format_decimal(coding.size),
            words=kappa_words(alpha),
            alpha=rounded(alpha),
        )
    kappa = coding.agreement.overall.kappa if coding.agreement else None
    return pgettext(
        "report",
        "A second person read %(size)s comments without seeing where they stood: %(words)s "
        "(kappa %(kappa)s).",
        size=format_decimal(coding.size),
        words=kappa_words(kappa),
        kappa=rounded(kappa),
    )


def _ends(report: Report, here: tuple[int, str]) -> Reckoning:
    ends = report.ends
    address: dict[str, Any] = {"consultation_id": here[0], "question": here[1]}
    themes = url_for("themes.index", **address)
    campaigns = url_for("themes.campaigns", **address)
    no_theme = url_for("themes.index", **address, standing="no-theme")
    unplaced = url_for("themes.index", **address, standing="unplaced")
    rows = [
        (pgettext("themes", "In a theme"), format_decimal(ends.in_theme), themes),
        (pgettext("themes", "Copy of a campaign"), format_decimal(ends.campaign), campaigns),
        (pgettext("themes", "No theme: off-topic"), format_decimal(ends.no_theme), no_theme),
        (pgettext("themes", "No words on this question"), format_decimal(ends.empty), themes),
        (pgettext("themes", "Waiting for a person"), format_decimal(ends.waiting), unplaced),
    ]
    if ends.left_out:
        name = pgettext("themes", "Withdrawn or left out")
        rows.append((name, format_decimal(ends.left_out), themes))
    return Reckoning(
        pgettext("themes", "Where every response ended"),
        (pgettext("themes", "End"), pgettext("themes", "Responses")),
        tuple(rows),
        (pgettext("themes", "All responses"), format_decimal(ends.responses)),
    )
