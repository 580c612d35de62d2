"""Pages: bringing a survey in, looking at the draft, publishing it, handing versions out."""

import json
from dataclasses import dataclass

from flask import Response, abort, jsonify, request, url_for
from flask_babel import format_decimal, pgettext

from engage.consultations import ConsultationSummary, Status, get_consultation
from engage.engines.questionnaire import (
    SurveyProblems,
    compare_surveys,
    lines_of,
    read_survey,
    survey_digest,
    survey_schema,
)
from engage.engines.questionnaire.foreign import RefusedFile
from engage.kernel.actors import Permission
from engage.kernel.languages import DEFAULT_LOCALE, public_locale
from engage.surveys import picture_views
from engage.surveys.begun import Begun, begun_answers
from engage.surveys.bundles import Pictures, open_bundle
from engage.surveys.change_showing import ChangeLine, lines_of_changes
from engage.surveys.editor import begin_views as editor_begin_views
from engage.surveys.editor import views as editor_views
from engage.surveys.editor.checks_showing import Checks, checks_of
from engage.surveys.form_views import bring_form_in, is_form, keep_draft
from engage.surveys.overview_views import blueprint
from engage.surveys.own_pictures import is_picture_here
from engage.surveys.publishing import publish_version
from engage.surveys.queries import (
    PublishedVersion,
    SurveyDraft,
    find_current_version,
    find_draft,
    get_document_of,
    get_version,
    require_survey,
)
from engage.surveys.showing import Outline, outline_of
from engage.surveys.translation import file_views as translation_file_views
from engage.surveys.translation import views as translation_views
from engage.surveys.translation.showing import ShownProgress, shown_progress
from engage.surveys.translation.translated import progress_in_all
from engage.surveys.versions import views as version_views
from engage.web.access import PUBLIC, access, current_actor, find_actor
from engage.web.locale import current_locale, translate
from engage.web.rendering import flash, render, see_other

__all__ = [
    "blueprint",
    "editor_begin_views",
    "editor_views",
    "picture_views",
    "translation_file_views",
    "translation_views",
    "version_views",
]


@dataclass(frozen=True)
class Fault:
    """A place to correct: where it stands in the text, its JSON pointer, what to do there."""

    where: str
    place: str
    text: str


@dataclass(frozen=True)
class UploadPage:
    """A survey document to bring in, with what is wrong in it."""

    consultation: ConsultationSummary
    text: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class PreviewPage:
    """A draft as an outline in one of its languages, before it is published for good."""

    consultation: ConsultationSummary
    draft: SurveyDraft
    languages: tuple[str, ...]
    chosen: str
    outline: Outline

    @property
    def walk_href(self) -> str:
        """Where the draft is walked through, in a language that people can choose."""
        locale = public_locale(self.chosen) or DEFAULT_LOCALE
        return url_for("preview.walk", locale=locale, survey_id=self.draft.survey_id)


@dataclass(frozen=True)
class ConfirmPage:
    """What publishing would change, to be confirmed; ``last`` is the newest version's number."""

    consultation: ConsultationSummary
    draft: SurveyDraft
    digest: str
    questions: int
    last: int
    is_same: bool
    changes: tuple[ChangeLine, ...]
    translations: tuple[ShownProgress, ...]
    begun: tuple[Begun, ...]
    asked: PublishedVersion | None

    @property
    def asks_another(self) -> bool:
        """Whether people are asked another survey of the consultation now."""
        return self.asked is not None and self.asked.survey_id != self.draft.survey_id

    @property
    def is_put_to_nobody(self) -> bool:
        """Whether they go on being asked the other one, which was there before."""
        return self.asked is not None and self.asked.survey_id < self.draft.survey_id

    @property
    def people(self) -> int:
        """How many have begun to answer and not sent."""
        return sum(each.people for each in self.begun)


@dataclass(frozen=True)
class UnfinishedPage:
    """What a draft lacks before it can be looked at as a survey, or published."""

    consultation: ConsultationSummary
    survey_id: int
    checks: Checks

    def href_of(self, code: str) -> str:
        """The editor with a part chosen."""
        return url_for(
            "surveys.edit",
            consultation_id=self.consultation.id,
            survey_id=self.survey_id,
            part=code or None,
        )


@blueprint.route("/staff/consultations/<int:consultation_id>/surveys", methods=["GET", "POST"])
@access(Permission.EDIT_SURVEYS)
def upload(consultation_id: int) -> Response:
    """Bring a survey document in."""
    consultation = get_consultation(consultation_id)
    if request.method == "GET":
        return render("staff/surveys/upload.html", UploadPage(consultation, "", ()))
    given = request.files.get("file")
    name, content = (given.filename or "", given.read()) if given else ("", b"")
    pictures, text = Pictures({}), ""
    try:
        if name.lower().endswith(".zip"):
            bundle = open_bundle(content, is_picture_here)
            name, content, pictures = bundle.name, bundle.content, bundle.pictures
        if is_form(name):
            return bring_form_in(consultation, name, content, pictures)
        text = content.decode("utf-8", "replace") or request.form.get("text", "")
        document = json.loads(text)
        if not isinstance(document, dict):
            raise ValueError
        read_survey(document)
        survey_id = keep_draft(consultation_id, document, pictures)
        return see_other(
            url_for("surveys.preview", consultation_id=consultation_id, survey_id=survey_id)
        )
    except SurveyProblems as found:
        faults = tuple(
            Fault(_where(at.line, at.column), problem.place, translate(problem.message))
            for at, problem in lines_of(text, found.problems)
        )
    except json.JSONDecodeError as wrong:
        told = pgettext("surveys", "This is not JSON. Look at this place.")
        faults = (Fault(_where(wrong.lineno, wrong.colno), "", told),)
    except RefusedFile as refused:
        faults = (Fault(name, "", translate(refused.message)),)
    except (ValueError, RecursionError):
        told = pgettext("surveys", "A survey document is one JSON object.")
        faults = (Fault(_where(1, 1), "", told),)
    return render("staff/surveys/upload.html", UploadPage(consultation, text, faults), 422)


def _where(line: int, column: int) -> str:
    return pgettext(
        "surveys",
        "line %(line)s, column %(column)s",
        line=format_decimal(line),
        column=format_decimal(column),
    )


@blueprint.get("/staff/consultations/<int:consultation_id>/surveys/<int:survey_id>")
@access(Permission.EDIT_SURVEYS)
def preview(consultation_id: int, survey_id: int) -> Response:
    """The draft as people would be asked, in the language chosen."""
    consultation = get_consultation(consultation_id)
    draft = find_draft(consultation_id, survey_id)
    if draft is None:
        return see_other(url_for("surveys.overview", consultation_id=consultation_id))
    try:
        survey = read_survey(draft.document)
    except SurveyProblems:
        return _unfinished(consultation, draft)
    wanted = request.args.get("language", current_locale())
    chosen = wanted if wanted in survey.languages else survey.languages[0]
    page = PreviewPage(consultation, draft, survey.languages, chosen, outline_of(survey, chosen))
    return render("staff/surveys/preview.html", page)


@blueprint.get("/staff/consultations/<int:consultation_id>/surveys/<int:survey_id>/publish")
@access(Permission.EDIT_SURVEYS)
def confirm(consultation_id: int, survey_id: int) -> Response:
    """What publishing would change, before it can't be taken back."""
    consultation = get_consultation(consultation_id)
    draft = find_draft(consultation_id, survey_id)
    if draft is None:
        return see_other(url_for("surveys.overview", consultation_id=consultation_id))
    try:
        survey, digest = read_survey(draft.document), survey_digest(draft.document)
    except SurveyProblems:
        return _unfinished(consultation, draft)
    last = find_current_version(consultation_id, draft.code)
    locale = current_locale() if current_locale() in survey.languages else survey.languages[0]
    page = ConfirmPage(
        consultation,
        draft,
        digest,
        survey.question_count,
        last.number if last else 0,
        last is not None and last.digest == digest,
        lines_of_changes(compare_surveys(last.content, survey), locale) if last else (),
        tuple(map(shown_progress, progress_in_all(survey_id, draft.document))),
        begun_answers(consultation_id, survey_id),
        find_current_version(consultation_id),
    )
    return render("staff/surveys/confirm.html", page)


@blueprint.post("/staff/consultations/<int:consultation_id>/surveys/<int:survey_id>")
@access(Permission.EDIT_SURVEYS)
def publish(consultation_id: int, survey_id: int) -> Response:
    """Publish the draft, the one that was looked at, as a version that never changes."""
    require_survey(consultation_id, survey_id)
    try:
        publish_version(current_actor(), survey_id, request.form.get("digest"))
    except SurveyProblems:
        draft = find_draft(consultation_id, survey_id)
        assert draft is not None
        return _unfinished(get_consultation(consultation_id), draft, 422)
    flash("good", pgettext("surveys", "The survey was published."))
    return see_other(url_for("surveys.overview", consultation_id=consultation_id))


def _unfinished(
    consultation: ConsultationSummary, draft: SurveyDraft, status: int = 200
) -> Response:
    checks = checks_of(draft.document, current_locale())
    page = UnfinishedPage(consultation, draft.survey_id, checks)
    return render("staff/surveys/editor_unfinished.html", page, status)


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
