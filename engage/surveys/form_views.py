"""Pages: forms of other systems brought in with a report, and versions handed out as forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from flask import Response, url_for

from engage.consultations import ConsultationSummary
from engage.engines.questionnaire.foreign import Note, RefusedFile
from engage.kernel.actors import Permission
from engage.kernel.db import transaction
from engage.kernel.errors import Conflict
from engage.surveys.bundles import Pictures, pack
from engage.surveys.overview_views import blueprint
from engage.surveys.own_pictures import keep_pictures, own_pictures_in, pictures_of
from engage.surveys.publishing import save_draft
from engage.surveys.queries import get_document_of, get_version
from engage.web.access import access, current_actor
from engage.web.downloads import XLSX, attachment
from engage.web.locale import translate
from engage.web.rendering import render

FROM_LIMESURVEY = (".lss", ".txt")


@dataclass(frozen=True)
class ReportLine:
    """One thing that did not come over as it stands."""

    sheet: str
    row: int
    column: str
    heading: str
    done: str


@dataclass(frozen=True)
class BroughtInPage:
    """What became of a form: the draft, and the report."""

    consultation: ConsultationSummary
    filename: str
    draft_href: str
    questions: int
    lines: tuple[ReportLine, ...]


def is_form(filename: str) -> bool:
    """Whether a file is called like a form of another system."""
    return filename.lower().endswith((".xlsx", *FROM_LIMESURVEY))


def bring_form_in(
    consultation: ConsultationSummary, filename: str, content: bytes, pictures: Pictures
) -> Response:
    """Keep the survey of a form as a draft and show the report; raises ``RefusedFile``."""
    # Only those who bring forms in pay for loading what reads spreadsheets.
    from engage.engines.questionnaire.limesurvey import import_limesurvey
    from engage.engines.questionnaire.xlsform import import_xlsform

    is_theirs = filename.lower().endswith(FROM_LIMESURVEY)
    found = (
        import_limesurvey(content) if is_theirs else import_xlsform(content, bring=pictures.bring)
    )
    if found.document is None:
        _refuse(found.notes)
    survey_id = keep_draft(consultation.id, found.document, pictures)
    page = BroughtInPage(
        consultation,
        filename,
        url_for("surveys.preview", consultation_id=consultation.id, survey_id=survey_id),
        sum(len(each["questions"]) for each in found.document["pages"]),
        tuple(_line(note) for note in found.notes),
    )
    return render("staff/surveys/brought_in.html", page)


def keep_draft(consultation_id: int, document: dict[str, Any], pictures: Pictures) -> int:
    """Keep a document and the pictures that came with it; gives the survey's number."""
    pictures.bring_named(document)
    named = {each["file"] for each in own_pictures_in(document)}
    drawn = {digest: each for digest, each in pictures.drawn.items() if digest in named}
    with transaction():
        keep_pictures(current_actor(), drawn)
        return save_draft(current_actor(), consultation_id, document)


def _refuse(notes: Sequence[Note]) -> NoReturn:
    """Nothing in the file can be asked: one of the notes says so of its main sheet."""
    raise RefusedFile(next(note.done for note in notes if not note.row))


def _line(note: Note) -> ReportLine:
    heading = note.heading if note.heading != note.column else ""
    return ReportLine(note.sheet, note.row, note.column, heading, translate(note.done))


@blueprint.get("/staff/surveys/<int:version_id>.xlsx")
@access(Permission.SEE_CONSULTATIONS)
def form(version_id: int) -> Response:
    """A published version as an XLSForm."""
    name, content = _written(version_id)
    return attachment(content, XLSX, f"{name}.xlsx")


@blueprint.get("/staff/surveys/<int:version_id>.zip")
@access(Permission.SEE_CONSULTATIONS)
def form_with_pictures(version_id: int) -> Response:
    """A published version as an XLSForm, with the pictures that it brings along."""
    name, content = _written(version_id)
    pictures = pictures_of(get_document_of(version_id))
    return attachment(pack(f"{name}.xlsx", content, pictures), "application/zip", f"{name}.zip")


def _written(version_id: int) -> tuple[str, bytes]:
    """What a version is called as a file, and its XLSForm."""
    from engage.engines.questionnaire.xlsform import export_xlsform

    version = get_version(version_id)
    try:
        sent = export_xlsform(get_document_of(version_id), str(version.number))
    except RefusedFile as refused:
        raise Conflict(refused.message) from refused
    return f"{version.content.code}-{version.number}", sent.content
