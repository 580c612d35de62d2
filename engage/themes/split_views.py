"""The page on which a theme is split."""

from dataclasses import dataclass

from flask import Response, request
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput
from engage.themes.forms import ThemeForm, texts_of
from engage.themes.queries import CommentFilter, ThemeSummary, get_theme, list_comments
from engage.themes.question_views import blueprint, done
from engage.themes.review import split_theme
from engage.themes.showing import CommentCard, cards
from engage.web.access import access, current_actor
from engage.web.locale import translate
from engage.web.rendering import render


@dataclass(frozen=True)
class SplitPage:
    """The comments of a theme, to choose those that become a theme of their own."""

    consultation: ConsultationSummary
    theme: ThemeSummary
    form: ThemeForm
    cards: tuple[CommentCard, ...]
    languages: tuple[str, ...]


@blueprint.route("/themes/<int:theme_id>/split", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def split(theme_id: int) -> Response:
    """Choose comments that become a theme of their own."""
    theme = get_theme(theme_id)
    consultation = get_consultation(theme.consultation_id)
    form = ThemeForm.of_request(version=theme.version)
    chosen = request.form.getlist("comment", type=int)
    if request.method == "POST":
        try:
            new_id = split_theme(
                current_actor(),
                theme_id,
                form.version.data or 0,
                chosen,
                texts_of("label", consultation.languages),
            )
            return done(new_id, pgettext("themes", "The new theme was made."))
        except InvalidInput as problem:
            for text in problem.fields.values() or (problem.message,):
                form.form_errors.append(translate(text))
        except Conflict as problem:
            form.refuse(InvalidInput(problem.message))
    words = request.values.get("words", "")
    comments = list_comments(
        theme.consultation_id,
        theme.question_code,
        CommentFilter(theme_id=theme_id, words=words, order="unusual"),
    )
    shown = cards(comments.comments, {}, frozenset(chosen))
    page = SplitPage(consultation, theme, form, shown, consultation.languages)
    return render("staff/themes/split.html", page, 422 if form.problems else 200)
