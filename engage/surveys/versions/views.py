"""Page: the versions of a survey, two of them side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, request

from engage.consultations import ConsultationSummary, get_consultation
from engage.engines.questionnaire import Survey, SurveyProblems, read_survey
from engage.kernel.actors import Permission
from engage.kernel.languages import LocaleText
from engage.surveys.drafting import EditedDraft, get_draft
from engage.surveys.overview_views import blueprint
from engage.surveys.queries import get_version, require_survey
from engage.surveys.sketching import sketch_of
from engage.surveys.versions.comparing_showing import ComparedPart, compare_versions
from engage.surveys.versions.queries import VersionNote, list_versions_of
from engage.web.access import access, current_actor
from engage.web.locale import current_locale
from engage.web.rendering import render

DRAFT = "draft"


@dataclass(frozen=True)
class VersionsPage:
    """``before`` and ``after`` are numbers of versions or ``draft``, "" where there is but one."""

    consultation: ConsultationSummary
    survey_id: int
    title: LocaleText
    versions: tuple[VersionNote, ...]
    has_draft: bool
    before: str
    after: str
    languages: tuple[str, ...]
    language: str
    shows_all: bool
    parts: tuple[ComparedPart, ...]
    same: int
    may: frozenset[str]


@blueprint.get("/staff/consultations/<int:consultation_id>/surveys/<int:survey_id>/versions")
@access(Permission.EDIT_SURVEYS, Permission.TRANSLATE_SURVEYS)
def versions(consultation_id: int, survey_id: int) -> Response:
    """Two versions side by side; the newest two, or what the draft changes, unless chosen."""
    consultation = get_consultation(consultation_id)
    require_survey(consultation_id, survey_id)
    draft, noted = get_draft(survey_id), list_versions_of(survey_id)
    has_draft = not noted or draft.number > 0
    known = ([DRAFT] if has_draft else []) + [str(each.number) for each in noted]
    after = _chosen("after", known, known[0])
    older = known[known.index(after) + 1 :]
    before = _chosen("before", known, older[0] if older else "")
    surveys = _surveys(noted, draft, (before, after))
    languages = tuple(dict.fromkeys(code for each in surveys.values() for code in each.languages))
    language = _chosen("language", languages, _first(languages))
    parts = compare_versions(surveys[before], surveys[after], language) if before else ()
    shows_all = request.args.get("all") == "yes"
    page = VersionsPage(
        consultation,
        survey_id,
        draft.document["title"],
        noted,
        has_draft,
        before,
        after,
        languages,
        language,
        shows_all,
        tuple(part for part in parts if shows_all or part.change),
        sum(not part.change for part in parts),
        current_actor().permissions,
    )
    return render("staff/surveys/versions.html", page)


def _chosen(name: str, known: list[str] | tuple[str, ...], default: str) -> str:
    wanted = request.args.get(name, "")
    return wanted if wanted in known else default


def _first(languages: tuple[str, ...]) -> str:
    return current_locale() if current_locale() in languages else languages[0]


def _surveys(
    noted: tuple[VersionNote, ...], draft: EditedDraft, wanted: tuple[str, str]
) -> Mapping[str, Survey]:
    ids = {str(each.number): each.id for each in noted}
    return {
        name: get_version(ids[name]).content if name in ids else _content(draft)
        for name in wanted
        if name
    }


def _content(draft: EditedDraft) -> Survey:
    """The draft as far as it is a survey; one that lacks something loses its conditions."""
    try:
        return read_survey(draft.document)
    except SurveyProblems:
        return sketch_of(draft.document).survey
