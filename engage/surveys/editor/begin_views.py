"""Pages: a survey is begun, and questions are brought in from the library and other surveys."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.engines.questionnaire import LIBRARY
from engage.kernel.actors import Permission
from engage.kernel.languages import in_language
from engage.surveys.drafting import EditedDraft, begin_survey, get_draft
from engage.surveys.editor.checks_showing import words_of_part
from engage.surveys.editor.choices_showing import Choice
from engage.surveys.editor.desk_showing import desk_of
from engage.surveys.editor.queries import list_survey_ids
from engage.surveys.editor.showing import library_words
from engage.surveys.editor.views import AT
from engage.surveys.overview_views import blueprint
from engage.surveys.queries import PublishedVersion, find_current_version
from engage.surveys.showing import kind_name
from engage.web.access import access, current_actor
from engage.web.locale import current_locale
from engage.web.rendering import render, see_other


@dataclass(frozen=True)
class BeginPage:
    """A survey to begin: its title, and the language that is written first."""

    consultation: ConsultationSummary
    values: Mapping[str, str]
    error: str
    asked: PublishedVersion | None


@dataclass(frozen=True)
class Copied:
    """A question of another survey to take along."""

    code: str
    label: str
    kind: str


@dataclass(frozen=True)
class BringPage:
    """Questions to bring in: of the library, and of another survey."""

    consultation: ConsultationSummary
    draft: EditedDraft
    part: str
    library: tuple[Choice, ...]
    surveys: tuple[Choice, ...]
    source: str
    questions: tuple[Copied, ...]


@blueprint.route("/staff/consultations/<int:consultation_id>/surveys/new", methods=["GET", "POST"])
@access(Permission.EDIT_SURVEYS)
def begin(consultation_id: int) -> Response:
    """Begin a survey with nothing but its title."""
    consultation = get_consultation(consultation_id)
    values = request.form.to_dict()
    source = values.get("source", consultation.languages[0])
    asked = find_current_version(consultation_id)
    if request.method == "GET":
        return render("staff/surveys/editor_begin.html", BeginPage(consultation, values, "", asked))
    title = {code: values.get(f"title_{code}", "").strip() for code in consultation.languages}
    title = {code: words for code, words in title.items() if words}
    if source not in consultation.languages or source not in title:
        told = pgettext("survey editor", "Write the title in the language you write in first.")
        page = BeginPage(consultation, values, told, asked)
        return render("staff/surveys/editor_begin.html", page, 422)
    languages = tuple(sorted(consultation.languages, key=lambda code: code != source))
    survey_id = begin_survey(current_actor(), consultation_id, title, languages)
    return see_other(
        url_for("surveys.edit", consultation_id=consultation_id, survey_id=survey_id, part="p_1")
    )


@blueprint.get(f"{AT}/bring")
@access(Permission.EDIT_SURVEYS)
def bring(consultation_id: int, survey_id: int) -> Response:
    """Questions to bring in from the library or from another survey."""
    desk = desk_of(consultation_id, survey_id)
    locale = current_locale()
    others = {number: get_draft(number) for number in list_survey_ids() if number != survey_id}
    source = request.args.get("source", 0, type=int)
    questions: tuple[Copied, ...] = ()
    if source in others:
        document = others[source].document
        questions = tuple(
            Copied(part["code"], words_of_part(part, locale), kind_name(part.get("kind", "")))
            for page in document["pages"]
            for part in page["questions"]
        )
    page = BringPage(
        desk.consultation,
        desk.draft,
        desk.chosen,
        tuple(Choice(name, library_words(name, locale)) for name in LIBRARY),
        tuple(Choice(str(number), _survey_name(other)) for number, other in others.items()),
        str(source or ""),
        questions,
    )
    return render("staff/surveys/editor_bring.html", page)


def _survey_name(draft: EditedDraft) -> str:
    locale = current_locale()
    consultation = in_language(get_consultation(draft.consultation_id).title, locale)[0]
    return f"{in_language(draft.document['title'], locale)[0]} · {consultation}"
