"""The pages on which staff look at the photos that came with responses."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.languages import LocaleText
from engage.responses.uploads import StoredPhoto, list_photos, open_photo
from engage.surveys import list_versions
from engage.web.access import access, current_actor
from engage.web.rendering import render

blueprint = Blueprint("photos", __name__)

SEALED = "default-src 'none'; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True)
class PhotosPage:
    """All photos of a consultation, and what they answer."""

    consultation: ConsultationSummary
    photos: tuple[StoredPhoto, ...]
    labels: Mapping[str, LocaleText]


@blueprint.get("/<int:consultation_id>/photos")
@access(Permission.SEE_THEMES)
def index(consultation_id: int) -> Response:
    """The photos, small."""
    labels = {
        question.code: question.label
        for version in list_versions(consultation_id)
        for question in version.content.questions
        if question.kind == "photo"
    }
    photos = list_photos(current_actor(), consultation_id)
    page = PhotosPage(get_consultation(consultation_id), photos, labels)
    return render("staff/consultations/photos.html", page)


@blueprint.get("/photos/<int:photo_id>.jpg")
@access(Permission.SEE_THEMES)
def show(photo_id: int) -> Response:
    """One photo as it was drawn anew; as a page of its own it may do nothing."""
    answer = Response(open_photo(current_actor(), photo_id), mimetype="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="photo-{photo_id}.jpg"'
    answer.headers["Content-Security-Policy"] = SEALED
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
