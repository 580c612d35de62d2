"""The report: a page to read, a document to take along, and charts for slides."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from markupsafe import Markup

from engage.audit import record
from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.clock import now
from engage.kernel.errors import NotFound, message
from engage.kernel.languages import STAFF_LOCALES, Language, language
from engage.themes.question_views import Question, blueprint, chosen_question, questions
from engage.themes.report.document import Document, require_sources
from engage.themes.report.docx import docx_of
from engage.themes.report.gathering import get_report
from engage.themes.report.pdf import pdf_of, svg_of
from engage.themes.report.showing import document_of
from engage.web.access import access, current_actor
from engage.web.downloads import attachment
from engage.web.locale import current_locale, speaking
from engage.web.rendering import render, settings

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = {"pdf": (pdf_of, "application/pdf"), "docx": (docx_of, DOCX)}


@dataclass(frozen=True)
class ReportPage:
    """The report, which may be in another language than what stands around it."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    languages: tuple[Language, ...]
    language: str
    is_for_office: bool
    article: Markup


@dataclass(frozen=True)
class _Wanted:
    """Which report, in which language, with whose words."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    code: str
    language: str
    is_for_office: bool

    def document(self) -> Document:
        """The report; call it where its language is spoken."""
        asked = {one.code: one.label for one in questions(self.consultation.id)}
        found = get_report(self.consultation.id, self.code, with_unreleased=self.is_for_office)
        return document_of(
            found,
            self.consultation,
            (self.code, asked.get(self.code, "")),
            settings().city,
            now(),
            is_for_office=self.is_for_office,
        )


@blueprint.get("/consultations/<int:consultation_id>/themes/report")
@access(Permission.SEE_THEMES)
def report(consultation_id: int) -> Response:
    """The report on a question."""
    wanted = _wanted(consultation_id)
    where: dict[str, Any] = {"consultation_id": consultation_id}
    where |= {"question": wanted.code, "in": wanted.language}
    with speaking(wanted.language):
        document = wanted.document()
        charts = [one.code for one in document.charts]
        article = render_template(
            "staff/themes/report_article.html",
            document=document,
            chart_hrefs={c: url_for("themes.report_chart", chart=c, **where) for c in charts},
        )
    page = ReportPage(
        consultation=wanted.consultation,
        questions=wanted.questions,
        question_code=wanted.code,
        languages=tuple(language(code) for code in STAFF_LOCALES),
        language=wanted.language,
        is_for_office=wanted.is_for_office,
        article=Markup(article),  # noqa: S704 - made by the template, which escapes
    )
    return render("staff/themes/report.html", page)


@blueprint.post("/consultations/<int:consultation_id>/themes/report")
@access(Permission.SEE_THEMES)
def report_file(consultation_id: int) -> Response:
    """The report as a document; on record, and refused where a sentence of it has no source."""
    wanted, form = _wanted(consultation_id), request.form.get("form", "")
    if form not in FORMS:
        raise NotFound(message("report", "There is no report of this kind."))
    make, mimetype = FORMS[form]
    with speaking(wanted.language):
        document = wanted.document()
        require_sources(document)
        made = make(document, settings().base_url)
    record(
        current_actor(),
        "report.export",
        ("consultation", consultation_id),
        details={
            "question": wanted.code,
            "form": form,
            "language": wanted.language,
            "unreleased": wanted.is_for_office,
        },
    )
    return attachment(made, mimetype, _name(wanted, "report", form))


@blueprint.get("/consultations/<int:consultation_id>/themes/report/charts/<chart>")
@access(Permission.SEE_THEMES)
def report_chart(consultation_id: int, chart: str) -> Response:
    """One chart of the report as a picture for slides."""
    wanted = _wanted(consultation_id)
    with speaking(wanted.language):
        document = wanted.document()
        found = next((each for each in document.charts if each.code == chart), None)
        if found is None:
            raise NotFound(message("report", "The report has no such chart."))
        made = svg_of(document, found, settings().base_url)
    return attachment(made, "image/svg+xml", _name(wanted, chart, "svg"))


def _wanted(consultation_id: int) -> _Wanted:
    given = request.values
    asked = questions(consultation_id)
    code = chosen_question(asked)
    spoken = given.get("in", "")
    return _Wanted(
        get_consultation(consultation_id),
        asked,
        code,
        spoken if spoken in STAFF_LOCALES else current_locale(),
        given.get("words") == "all",
    )


def _name(wanted: _Wanted, what: str, ending: str) -> str:
    parts = (wanted.consultation.slug, wanted.code, what)
    return f"{'-'.join(part for part in parts if part)}.{ending}"
