"""Pages: a consultation's overview with its surveys, and bringing a survey in and publishing it."""

import json
from dataclasses import dataclass

from flask import Blueprint, Response, abort, jsonify, request, url_for
from flask_babel import pgettext

from engage.consultations import (
    ConsultationSummary,
    ConsultationTexts,
    Status,
    add_document,
    close_consultation,
    get_consultation,
    get_texts,
    mark_decided,
    mark_reported,
    redraft_consultation,
    remove_document,
    schedule_consultation,
)
from engage.engines.questionnaire import Survey, SurveyProblems, read_survey, survey_schema
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput
from engage.surveys.publishing import publish_version, save_draft
from engage.surveys.queries import (
    PublishedVersion,
    SurveyDraft,
    find_current_version,
    get_document_of,
    get_version,
    list_drafts,
    list_versions,
    require_survey,
)
from engage.web.access import PUBLIC, access, current_actor, find_actor
from engage.web.locale import translate
from engage.web.rendering import flash, render, see_other

blueprint = Blueprint("surveys", __name__)


@dataclass(frozen=True)
class OverviewPage:
    """One consultation: where it stands, what is to do, the ways to its rooms."""

    consultation: ConsultationSummary
    texts: ConsultationTexts
    versions: tuple[PublishedVersion, ...]
    drafts: tuple[SurveyDraft, ...]
    may: frozenset[Permission]
    problem: str


@dataclass(frozen=True)
class UploadPage:
    """A survey document to bring in, with what is wrong in it."""

    consultation: ConsultationSummary
    text: str
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PreviewPage:
    """A draft as an outline, before it is published for good."""

    consultation: ConsultationSummary
    draft: SurveyDraft
    survey: Survey


@blueprint.get("/staff/consultations/<int:consultation_id>")
@access(Permission.SEE_CONSULTATIONS)
def overview(consultation_id: int) -> Response:
    """One consultation."""
    return _overview(consultation_id)


@blueprint.post("/staff/consultations/<int:consultation_id>/<act>")
@access(Permission.MANAGE_CONSULTATIONS)
def advance(consultation_id: int, act: str) -> Response:
    """Schedule, take back, close, mark as decided or reported."""
    actor = current_actor()
    try:
        if act == "schedule":
            has_survey = find_current_version(consultation_id) is not None
            schedule_consultation(actor, consultation_id, has_survey=has_survey)
        elif act == "redraft":
            redraft_consultation(actor, consultation_id)
        elif act == "close":
            close_consultation(actor, consultation_id, request.form.get("reason", ""))
        elif act == "decided":
            mark_decided(actor, consultation_id)
        elif act == "reported":
            mark_reported(actor, consultation_id)
        elif act == "document":
            upload = request.files.get("file")
            title = request.form.get("title", "").strip()
            add_document(
                actor,
                consultation_id,
                {"en": title} if title else {},
                upload.filename or "" if upload else "",
                upload.read() if upload else b"",
            )
        elif act == "remove-document":
            remove_document(actor, consultation_id, request.form.get("document", 0, type=int))
        else:
            abort(404)
    except (Conflict, InvalidInput) as refused:
        return _overview(consultation_id, translate(refused.message), refused.status)
    flash("good", pgettext("consultations", "Done."))
    return see_other(url_for("surveys.overview", consultation_id=consultation_id))


@blueprint.route("/staff/consultations/<int:consultation_id>/surveys", methods=["GET", "POST"])
@access(Permission.EDIT_SURVEYS)
def upload(consultation_id: int) -> Response:
    """Bring a survey document in."""
    consultation = get_consultation(consultation_id)
    if request.method == "GET":
        return render("staff/surveys/upload.html", UploadPage(consultation, "", ()))
    given = request.files.get("file")
    text = given.read().decode("utf-8", "replace") if given and given.filename else ""
    text = text or request.form.get("text", "")
    problems: tuple[tuple[str, str], ...]
    try:
        document = json.loads(text)
        if not isinstance(document, dict):
            raise ValueError
        survey_id = save_draft(current_actor(), consultation_id, document)
        return see_other(
            url_for("surveys.preview", consultation_id=consultation_id, survey_id=survey_id)
        )
    except SurveyProblems as found:
        problems = tuple((item.place, translate(item.message)) for item in found.problems)
    except json.JSONDecodeError as wrong:
        where = pgettext(
            "surveys", "line %(line)s, column %(column)s", line=wrong.lineno, column=wrong.colno
        )
        problems = ((where, pgettext("surveys", "This is not JSON. Look at this place.")),)
    except (ValueError, RecursionError):
        problems = (("", pgettext("surveys", "A survey document is one JSON object.")),)
    return render("staff/surveys/upload.html", UploadPage(consultation, text, problems), 422)


@blueprint.get("/staff/consultations/<int:consultation_id>/surveys/<int:survey_id>")
@access(Permission.EDIT_SURVEYS)
def preview(consultation_id: int, survey_id: int) -> Response:
    """The draft as people would be asked."""
    consultation = get_consultation(consultation_id)
    require_survey(consultation_id, survey_id)
    draft = next((d for d in list_drafts(consultation_id) if d.survey_id == survey_id), None)
    if draft is None:
        return see_other(url_for("surveys.overview", consultation_id=consultation_id))
    page = PreviewPage(consultation, draft, read_survey(draft.document))
    return render("staff/surveys/preview.html", page)


@blueprint.post("/staff/consultations/<int:consultation_id>/surveys/<int:survey_id>")
@access(Permission.EDIT_SURVEYS)
def publish(consultation_id: int, survey_id: int) -> Response:
    """Publish the draft as a version that never changes."""
    require_survey(consultation_id, survey_id)
    publish_version(current_actor(), survey_id)
    flash("good", pgettext("surveys", "The survey was published."))
    return see_other(url_for("surveys.overview", consultation_id=consultation_id))


@blueprint.get("/surveys/<int:version_id>.json")
@access(PUBLIC)
def document(version_id: int) -> Response:
    """A published version as the document it is; while the consultation is drafted, for staff."""
    consultation = get_consultation(get_version(version_id).consultation_id)
    reader = find_actor()
    if consultation.status is Status.DRAFTED and not (
        reader and reader.may(Permission.SEE_CONSULTATIONS)
    ):
        abort(404)
    answer: Response = jsonify(get_document_of(version_id))
    return answer


@blueprint.get("/survey.schema.json")
@access(PUBLIC)
def schema() -> Response:
    """The JSON Schema of survey documents."""
    answer: Response = jsonify(survey_schema())
    return answer


def _overview(consultation_id: int, problem: str = "", status: int = 200) -> Response:
    page = OverviewPage(
        get_consultation(consultation_id),
        get_texts(consultation_id),
        list_versions(consultation_id),
        list_drafts(consultation_id),
        current_actor().permissions,
        problem,
    )
    return render("staff/consultations/show.html", page, status)
