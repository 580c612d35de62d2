"""The report: a page to read, to print, and to follow every figure to its comments."""

from dataclasses import dataclass

from flask import Response, request
from flask_babel import format_decimal

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.clock import now
from engage.kernel.languages import language
from engage.themes.coding_views import kappa_words
from engage.themes.question_views import Question, blueprint, questions
from engage.themes.report import Report, get_report
from engage.themes.showing import Share
from engage.web.access import access
from engage.web.channels import channel_name
from engage.web.locale import percent, plain
from engage.web.rendering import render


@dataclass(frozen=True)
class ReportPage:
    """The report with its bars and sentences made ready."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    question: str
    report: Report
    by_channel: tuple[Share, ...]
    by_language: tuple[Share, ...]
    took_part: tuple[tuple[str, tuple[Share, ...], int], ...]
    theme_bars: tuple[Share, ...]
    kappa: str
    kappa_words: str
    made_at: object


@blueprint.get("/consultations/<int:consultation_id>/themes/report")
@access(Permission.SEE_THEMES)
def report(consultation_id: int) -> Response:
    """The report on a question."""
    asked = questions(consultation_id, request.args.get("question", ""))
    code = request.args.get("question") or (asked[0].code if asked else "")
    found = get_report(consultation_id, code)
    kappa = (
        found.coding.agreement.overall.kappa if found.coding and found.coding.agreement else None
    )
    page = ReportPage(
        consultation=get_consultation(consultation_id),
        questions=asked,
        question_code=code,
        question=next((one.label for one in asked if one.code == code), ""),
        report=found,
        by_channel=_bars({channel_name(k): n for k, n in found.responses.by_channel.items()}),
        by_language=_bars({language(k).name: n for k, n in found.responses.by_language.items()}),
        took_part=tuple(
            (
                plain(one.label),
                _bars(
                    {plain(label): n for label, n in one.answers if n is not None}, in_order=True
                ),
                sum(count is None for _label, count in one.answers),
            )
            for one in found.took_part
        ),
        theme_bars=tuple(
            Share(plain(each.theme.label), each.theme.size, _n_of(each.theme.size, each.share))
            for each in found.themes
        ),
        kappa="" if kappa is None else format_decimal(round(kappa, 2)),
        kappa_words=kappa_words(kappa),
        made_at=now(),
    )
    return render("staff/themes/report.html", page)


def _bars(counts: dict[str, int], *, in_order: bool = False) -> tuple[Share, ...]:
    ordered = counts.items() if in_order else sorted(counts.items(), key=lambda item: -item[1])
    return tuple(Share(name, count, format_decimal(count)) for name, count in ordered)


def _n_of(count: int, share: float) -> str:
    return f"{format_decimal(count)} · {percent(share)}"
