"""The pages on which staff look at the photos and PDFs that came with responses."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.languages import LocaleText
from engage.responses.upload_queries import (
    StoredUpload,
    file_name,
    list_uploads,
    open_upload,
)
from engage.surveys import list_versions
from engage.web.access import access, current_actor
from engage.web.rendering import render

blueprint = Blueprint("uploads", __name__)

SEALED = "default-src 'none'; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True)
class UploadsPage:
    """All photos and PDFs of a consultation, and what they answer."""

    consultation: ConsultationSummary
    photos: tuple[StoredUpload, ...]
    documents: tuple[StoredUpload, ...]
    labels: Mapping[str, LocaleText]


@blueprint.get("/<int:consultation_id>/photos")
@access(Permission.SEE_THEMES)
def index(consultation_id: int) -> Response:
    """The photos, small, and the PDFs to be downloaded."""
    labels = {
        question.code: question.label
        for version in list_versions(consultation_id)
        for question in version.content.questions
        if question.accepts
    }
    found = list_uploads(current_actor(), consultation_id)
    page = UploadsPage(
        get_consultation(consultation_id),
        tuple(each for each in found if each.is_photo),
        tuple(each for each in found if not each.is_photo),
        labels,
    )
    return render("staff/consultations/uploads.html", page)


@blueprint.get("/photos/<int:upload_id>.jpg")
@access(Permission.SEE_THEMES)
def photo(upload_id: int) -> Response:
    """One photo as it was drawn anew; as a page of its own it may do nothing."""
    return _sealed(upload_id, "image/jpeg", "inline")


@blueprint.get("/files/<int:upload_id>.pdf")
@access(Permission.SEE_THEMES)
def document(upload_id: int) -> Response:
    """One PDF as it was written anew: to be saved, never opened as a page of this site."""
    return _sealed(upload_id, "application/pdf", "attachment")


def _sealed(upload_id: int, media_type: str, way: str) -> Response:
    answer = Response(open_upload(current_actor(), upload_id, media_type), mimetype=media_type)
    name = file_name(upload_id, media_type)
    answer.headers["Content-Disposition"] = f'{way}; filename="{name}"'
    answer.headers["Content-Security-Policy"] = SEALED
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
