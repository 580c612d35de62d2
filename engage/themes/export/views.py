"""The page on which coded comments are taken out as a file."""

from dataclasses import dataclass

from flask import Response, request, stream_with_context
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.languages import language
from engage.kernel.tables import csv_pieces, xlsx_pieces
from engage.themes.export.coded_comments import export_comments, exported_questions
from engage.themes.export.sav import can_write_sav, sav_pieces
from engage.themes.export.sav_showing import variables_of
from engage.themes.export.showing import rows_of
from engage.themes.queries import list_themes
from engage.themes.question_views import Question, blueprint, questions
from engage.web.access import access, current_actor
from engage.web.downloads import XLSX, attachment
from engage.web.locale import current_locale
from engage.web.rendering import render

SAV, ZIP = "application/x-spss-sav", "application/zip"


@dataclass(frozen=True)
class ExportPage:
    """Which question, and in what kind of file."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    forms: tuple[tuple[str, str, str], ...]
    columns: tuple[str, ...]


@blueprint.get("/consultations/<int:consultation_id>/themes/export")
@access(Permission.SEE_THEMES)
def export(consultation_id: int) -> Response:
    """Choose what to take out."""
    closed = exported_questions(consultation_id)
    header = next(rows_of((), closed, {}))
    page = ExportPage(
        get_consultation(consultation_id),
        questions(consultation_id),
        request.args.get("question", ""),
        _forms(),
        tuple(str(cell) for cell in header),
    )
    return render("staff/themes/export.html", page)


@blueprint.post("/consultations/<int:consultation_id>/themes/export")
@access(Permission.SEE_THEMES)
def export_file(consultation_id: int) -> Response:
    """The file, sent while it is read; the export is in the audit record before its first byte."""
    code, form = request.form.get("question", ""), request.form.get("form", "csv")
    consultation = get_consultation(consultation_id)
    comments = export_comments(current_actor(), consultation_id, code, form)
    labels = {question.code: question.label for question in questions(consultation_id)}
    ending, mimetype = "csv", "text/csv"
    if form == "sav" and can_write_sav():
        themes = [one for one in list_themes(consultation_id) if code in ("", one.question_code)]
        variables = variables_of(consultation_id, themes, labels)
        ending, pieces = sav_pieces(comments, variables, consultation.slug)
        mimetype = SAV if ending == "sav" else ZIP
    elif form == "xlsx":
        rows = rows_of(comments, exported_questions(consultation_id), labels)
        is_right_to_left = language(current_locale()).direction == "rtl"
        pieces = xlsx_pieces(rows, is_right_to_left=is_right_to_left)
        ending, mimetype = "xlsx", XLSX
    else:
        rows = rows_of(comments, exported_questions(consultation_id), labels)
        pieces = csv_pieces(rows, has_bom=form == "csv-bom")
    name = "-".join(part for part in (consultation.slug, code, "comments") if part)
    return attachment(stream_with_context(pieces), mimetype, f"{name}.{ending}")


def _forms() -> tuple[tuple[str, str, str], ...]:
    """Each kind of file: its value, what it is, and what it is good for."""
    forms = [
        (
            "xlsx",
            pgettext("export", "Spreadsheet (.xlsx)"),
            pgettext("export", "Opens in Excel and LibreOffice with every script as written."),
        ),
        (
            "csv",
            pgettext("export", "Table (.csv)"),
            pgettext("export", "For other programs; UTF-8."),
        ),
        (
            "csv-bom",
            pgettext("export", "Table for Excel (.csv)"),
            pgettext("export", "The same, with a mark (BOM) by which Excel knows the script."),
        ),
    ]
    if can_write_sav():
        forms.append(
            (
                "sav",
                pgettext("export", "Statistics (.sav)"),
                pgettext(
                    "export",
                    "For SPSS, R and Stata: numbers with labels, a column for each theme. More "
                    "than 20,000 comments come as a zip of several files.",
                ),
            )
        )
    return tuple(forms)
