"""The page on which known shares of the population are entered, answer by answer."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import format_decimal, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.engines.questionnaire import Question, read_number
from engage.kernel.actors import Permission
from engage.kernel.errors import InvalidInput, message
from engage.themes.forms import ThemeForm
from engage.themes.groups.population import (
    Population,
    answers_of,
    enter_population,
    find_population,
    forget_population,
    weighing_questions,
)
from engage.themes.groups.showing import Variable
from engage.themes.groups.weighing import known_populations
from engage.themes.question_views import blueprint
from engage.web.access import access, current_actor
from engage.web.locale import plain, translate
from engage.web.rendering import flash, render, see_other


@dataclass(frozen=True)
class Answer:
    """An answer and its share as it is typed."""

    code: str
    label: str
    share: str


@dataclass(frozen=True)
class PopulationPage:
    """One question's answers with their shares, and where these come from."""

    consultation: ConsultationSummary
    form: ThemeForm
    question_code: str
    questions: tuple[Variable, ...]
    asked: str
    answers: tuple[Answer, ...]
    source: str
    is_entered: bool
    entered: tuple[str, ...]


@blueprint.route("/consultations/<int:consultation_id>/themes/population", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def population(consultation_id: int) -> Response:
    """Enter, change or take back the shares for one question."""
    code, askable = request.values.get("question", ""), weighing_questions(consultation_id)
    asked = request.values.get("by", "") or next(iter(askable), "")
    known = find_population(consultation_id, asked)
    form = ThemeForm.of_request(version=0)
    if request.method == "POST":
        try:
            _save(consultation_id, asked)
            weighed = [one.question_code for one in known_populations(consultation_id)]
            return see_other(
                url_for(
                    "themes.groups",
                    consultation_id=consultation_id,
                    question=code,
                    by=asked,
                    weighed=weighed,
                )
            )
        except InvalidInput as problem:
            form.form_errors.extend(
                dict.fromkeys(translate(text) for text in problem.fields.values())
            )
    page = PopulationPage(
        get_consultation(consultation_id),
        form,
        code,
        tuple(Variable(each.code, plain(each.label)) for each in askable.values()),
        asked,
        _answers(askable[asked], known) if asked in askable else (),
        request.form.get("source", known.source if known else ""),
        known is not None,
        tuple(
            plain(askable[one.question_code].label) for one in known_populations(consultation_id)
        ),
    )
    return render("staff/themes/population.html", page, 422 if form.problems else 200)


def _save(consultation_id: int, asked: str) -> None:
    if request.form.get("act") == "forget":
        forget_population(current_actor(), consultation_id, asked)
        flash("good", pgettext("population", "The shares were taken back."))
        return
    try:
        shares = {
            name.removeprefix("share_"): float(read_number(text))
            for name, text in request.form.items()
            if name.startswith("share_") and text.strip()
        }
    except ValueError:
        text = message("population", "Give each answer a share from 0 to 100.")
        raise InvalidInput(text, {"shares": text}) from None
    source = request.form.get("source", "")
    enter_population(current_actor(), consultation_id, asked, shares, source)
    flash("good", pgettext("population", "The shares were kept. Both figures stand side by side."))


def _answers(question: Question, known: Population | None) -> tuple[Answer, ...]:
    found = []
    for code, label in answers_of(question).items():
        stored = known.shares.get(code) if known else None
        typed = "" if stored is None else str(format_decimal(stored))
        found.append(Answer(code, plain(label) or code, request.form.get(f"share_{code}", typed)))
    return tuple(found)
