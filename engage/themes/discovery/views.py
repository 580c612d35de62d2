"""What a reviewer finds besides: new comments, small voices, comments like some chosen ones."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput
from engage.themes.discovery.examples import find_alike, make_theme_of
from engage.themes.discovery.small_voices import dismiss_voice, get_question_of, make_voice_a_theme
from engage.themes.forms import ThemeForm, texts_of
from engage.themes.queries import list_themes
from engage.themes.question_views import back, blueprint, done, inside
from engage.themes.runs.joining import start_joining
from engage.themes.showing import CommentCard, cards
from engage.web.access import access, current_actor
from engage.web.locale import plain, translate
from engage.web.rendering import flash, render, see_other


@dataclass(frozen=True)
class AlikePage:
    """The chosen comments, and those most like them."""

    consultation: ConsultationSummary
    question_code: str
    form: ThemeForm
    examples: tuple[CommentCard, ...]
    others: tuple[CommentCard, ...]
    languages: tuple[str, ...]
    back_href: str


@blueprint.post("/consultations/<int:consultation_id>/themes/join")
@access(Permission.REVIEW_THEMES)
def join(consultation_id: int) -> Response:
    """Put the comments that have arrived since into the themes that stand."""
    code = request.form["question"]
    start_joining(current_actor(), consultation_id, code)
    flash("info", pgettext("themes", "The new comments are being placed. You can undo this."))
    return see_other(url_for("themes.run", consultation_id=consultation_id, question=code))


@blueprint.post("/themes/voices/<int:voice_id>")
@access(Permission.REVIEW_THEMES)
def decide_voice(voice_id: int) -> Response:
    """Make a small voice a theme, or dismiss it."""
    consultation_id, code = get_question_of(voice_id)
    if request.form.get("act") == "make":
        languages = get_consultation(consultation_id).languages
        label = {languages[0]: request.form.get("label", "")}
        try:
            made = make_voice_a_theme(current_actor(), voice_id, label)
        except InvalidInput as problem:
            flash("bad", translate(next(iter(problem.fields.values()))))
            home = url_for("themes.index", consultation_id=consultation_id, question=code)
            return see_other(inside(request.form.get("next")) or home)
        return done(made, pgettext("themes", "The new theme was made."))
    dismiss_voice(current_actor(), voice_id)
    text = pgettext("themes", "Dismissed. The comments stay where they are.")
    return back(consultation_id, code, text)


@blueprint.route("/consultations/<int:consultation_id>/themes/alike", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def alike(consultation_id: int) -> Response:
    """More like these: choose from what is most alike, and make a theme of it."""
    consultation = get_consultation(consultation_id)
    code = request.values.get("question", "")
    form = ThemeForm.of_request(version=1)
    chosen = request.form.getlist("comment", type=int)
    if request.method == "POST":
        try:
            label = texts_of("label", consultation.languages)
            made = make_theme_of(current_actor(), (consultation_id, code), chosen, label)
            return done(made, pgettext("themes", "The new theme was made."))
        except (InvalidInput, Conflict) as problem:
            fields = problem.fields if isinstance(problem, InvalidInput) else {}
            for text in fields.values() or (problem.message,):
                form.form_errors.append(translate(text))
    examples = request.args.getlist("comment", type=int) or request.form.getlist(
        "example", type=int
    )
    found = find_alike(consultation_id, code, examples)
    labels = {theme.id: plain(theme.label) for theme in list_themes(consultation_id, code)}
    kept = frozenset(chosen if request.method == "POST" else examples)
    page = AlikePage(
        consultation,
        code,
        form,
        cards(found.examples, labels, kept, names_themes=True),
        cards(found.others, labels, kept, names_themes=True),
        consultation.languages,
        inside(request.values.get("next"))
        or url_for("themes.index", consultation_id=consultation_id, question=code),
    )
    return render("staff/themes/alike.html", page, 422 if form.problems else 200)
