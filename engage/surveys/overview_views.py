"""Pages: one consultation as staff see it, with its surveys, documents and the acts of its life."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import pgettext

from engage.consultations import (
    ConsultationSummary,
    ConsultationTexts,
    add_document,
    close_consultation,
    get_consultation,
    get_texts,
    mark_decided,
    mark_reported,
    open_consultation,
    redraft_consultation,
    remove_document,
    schedule_consultation,
)
from engage.engines.questionnaire import OwnPicture
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, EngageError, InvalidInput
from engage.kernel.languages import PUBLIC_LOCALES
from engage.surveys.queries import (
    PublishedVersion,
    SurveyDraft,
    find_current_version,
    list_drafts,
    list_versions,
)
from engage.web.access import access, current_actor
from engage.web.locale import translate
from engage.web.rendering import flash, render, see_other

blueprint = Blueprint("surveys", __name__)

HAS_A_FIELD = ("reason", "document_title", "file")  # what the page can point at


@dataclass(frozen=True)
class Refused:
    """Why an act was refused: for the summary at the top, and at the fields of the page."""

    problems: tuple[tuple[str, str], ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, refused: EngageError) -> Self:
        """What to show of a command's refusal."""
        told = getattr(refused, "fields", {})
        fields = {name: translate(text) for name, text in told.items() if name in HAS_A_FIELD}
        problems = tuple((f"f_{name}", text) for name, text in fields.items())
        return cls(problems or (("", translate(refused.message)),), fields)


@dataclass(frozen=True)
class OverviewPage:
    """One consultation: where it stands, what is to do, the ways to its rooms."""

    consultation: ConsultationSummary
    texts: ConsultationTexts
    versions: tuple[PublishedVersion, ...]
    drafts: tuple[SurveyDraft, ...]
    may: frozenset[Permission]
    refused: Refused
    titles: Mapping[str, str]

    @property
    def asked(self) -> int | None:
        """The one that people are asked, where several surveys were published."""
        surveys = [version.survey_id for version in self.versions]
        return surveys[0] if len(set(surveys)) > 1 else None

    def asks(self, *kinds: str) -> bool:
        """Whether any version that was published has a question of one of the kinds."""
        return any(part.kind in kinds for each in self.versions for part in each.content.parts)

    def has_pictures(self, version: PublishedVersion) -> bool:
        """Whether a version brings pictures of its own along."""
        parts = version.content.parts
        beside = [part.picture for part in parts]
        beside += [option.picture for part in parts for option in part.options]
        return any(isinstance(picture, OwnPicture) for picture in beside)


@blueprint.get("/staff/consultations/<int:consultation_id>")
@access(Permission.SEE_CONSULTATIONS)
def overview(consultation_id: int) -> Response:
    """One consultation."""
    return _overview(consultation_id)


@blueprint.post("/staff/consultations/<int:consultation_id>/<act>")
@access(Permission.MANAGE_CONSULTATIONS)
def advance(consultation_id: int, act: str) -> Response:
    """Schedule, open now, take back, close, mark as decided or reported; take a document away."""
    actor = current_actor()
    try:
        if act in ("schedule", "open"):
            has_survey = find_current_version(consultation_id) is not None
            begin = schedule_consultation if act == "schedule" else open_consultation
            begin(actor, consultation_id, has_survey=has_survey)
        elif act == "redraft":
            redraft_consultation(actor, consultation_id)
        elif act == "close":
            close_consultation(actor, consultation_id, request.form.get("reason", ""))
        elif act == "decided":
            mark_decided(actor, consultation_id)
        elif act == "reported":
            mark_reported(actor, consultation_id)
        elif act == "remove-document":
            remove_document(actor, consultation_id, request.form.get("document", 0, type=int))
        else:
            abort(404)
    except (Conflict, InvalidInput) as refused:
        return _overview(consultation_id, Refused.of(refused), refused.status)
    flash("good", pgettext("consultations", "Done."))
    return see_other(url_for("surveys.overview", consultation_id=consultation_id))


@blueprint.post("/staff/consultations/<int:consultation_id>/document")
@access(Permission.MANAGE_CONSULTATIONS)
def attach(consultation_id: int) -> Response:
    """Put a file beside the consultation."""
    given = request.files.get("file")
    name, content = (given.filename or "", given.read()) if given else ("", b"")
    titles = {code: request.form.get(f"document_title_{code}", "") for code in PUBLIC_LOCALES}
    try:
        add_document(current_actor(), consultation_id, titles, name, content)
    except InvalidInput as refused:
        return _overview(consultation_id, Refused.of(refused), refused.status, titles)
    flash("good", pgettext("consultations", "The document was added."))
    return see_other(url_for("surveys.overview", consultation_id=consultation_id))


def _overview(
    consultation_id: int,
    refused: Refused | None = None,
    status: int = 200,
    titles: Mapping[str, str] | None = None,
) -> Response:
    page = OverviewPage(
        get_consultation(consultation_id),
        get_texts(consultation_id),
        list_versions(consultation_id),
        list_drafts(consultation_id),
        current_actor().permissions,
        refused or Refused(),
        titles or {},
    )
    return render("staff/consultations/show.html", page, status)
