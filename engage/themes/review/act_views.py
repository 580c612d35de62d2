"""What a reviewer does to a theme and its comments: rename, merge, approve, move, release, undo."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import npgettext, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput, message
from engage.kernel.languages import LocaleText
from engage.themes.discovery.why import list_rivals
from engage.themes.forms import ThemeForm, texts_of
from engage.themes.queries import ThemeSummary, get_theme, list_themes
from engage.themes.question_views import back, blueprint, came_from, done, done_at, inside
from engage.themes.review.acting import undo
from engage.themes.review.acts import (
    merge_theme,
    move_comments,
    release_quote,
    rename_theme,
    withhold_quote,
)
from engage.themes.review.bench_showing import remarks_in_words
from engage.themes.review.signing import approve_theme, reopen_theme
from engage.themes.reviewers.conflicts import Lost, lost_race
from engage.themes.reviewers.marks import Opened, count_opened
from engage.themes.stances.counting import Together, count_together
from engage.web.access import access, current_actor
from engage.web.locale import translate
from engage.web.rendering import flash, render, see_other


@dataclass(frozen=True)
class EditPage:
    """Rename and describe a theme."""

    consultation: ConsultationSummary
    theme: ThemeSummary
    form: ThemeForm
    languages: tuple[str, ...]
    label: LocaleText
    description: LocaleText
    lost: Lost | None = None


@dataclass(frozen=True)
class ApprovePage:
    """Hardly any comment of the theme was opened: approve it all the same?"""

    theme: ThemeSummary
    form: ThemeForm
    version: int
    opened: Opened
    back_href: str


@dataclass(frozen=True)
class MergePage:
    """The themes that may take this one's comments, and what each would hold then."""

    theme: ThemeSummary
    form: ThemeForm
    others: tuple[ThemeSummary, ...]
    together: dict[int, Together]


@blueprint.route("/themes/<int:theme_id>/edit", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def edit(theme_id: int) -> Response:
    """Rename and describe."""
    theme = get_theme(theme_id)
    consultation = get_consultation(theme.consultation_id)
    form = ThemeForm.of_request(version=theme.version)
    label, description, lost = theme.label, theme.description, None
    if request.method == "POST":
        label = texts_of("label", consultation.languages)
        description = texts_of("description", consultation.languages)
        version = form.version.data or 0
        try:
            rename_theme(current_actor(), theme_id, version, label, description)
            return done(theme_id, _renamed(theme_id))
        except InvalidInput as problem:
            form.refuse(problem)
        except Conflict as problem:
            form.refuse(InvalidInput(problem.message))
            texts = {
                pgettext("themes", "Name"): (theme.label, label),
                pgettext("themes", "What is in it, and what is not"): (
                    theme.description,
                    description,
                ),
            }
            lost = lost_race(theme_id, version, texts)
    page = EditPage(consultation, theme, form, consultation.languages, label, description, lost)
    return render("staff/themes/edit.html", page, 422 if form.problems else 200)


def _renamed(theme_id: int) -> str:
    """What was done, and what the new name might do better; drafts say so on their own page."""
    said, theme = pgettext("themes", "The theme was renamed."), get_theme(theme_id)
    if theme.state != "approved":
        return said
    others = list_themes(theme.consultation_id, theme.question_code)
    return " ".join((said, *remarks_in_words(theme, others)))


@blueprint.route("/themes/<int:theme_id>/merge", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def merge(theme_id: int) -> Response:
    """Choose the theme that takes this one's comments."""
    theme = get_theme(theme_id)
    form = ThemeForm.of_request(version=theme.version)
    if request.method == "POST":
        try:
            into = request.form.get("into", type=int)
            if into is None:
                raise Conflict(message("themes", "Choose the theme to merge into."))
            merge_theme(
                current_actor(),
                theme_id,
                form.version.data or 0,
                into,
                request.form.get("reason", ""),
            )
            return done(into, pgettext("themes", "The themes were merged."))
        except (InvalidInput, Conflict) as problem:
            form.refuse(InvalidInput(problem.message))
    near = [rival.theme_id for rival in list_rivals(theme)]
    others = [
        other
        for other in list_themes(theme.consultation_id, theme.question_code)
        if other.id != theme_id
    ]
    others.sort(key=lambda other: near.index(other.id) if other.id in near else len(near))
    page = MergePage(theme, form, tuple(others), count_together(theme, others))
    return render("staff/themes/merge.html", page, 422 if form.problems else 200)


@blueprint.post("/themes/<int:theme_id>/approve")
@access(Permission.APPROVE_THEMES)
def approve(theme_id: int) -> Response:
    """The theme stands; where hardly any of its comments were opened, only for a reason."""
    theme, version = get_theme(theme_id), request.form.get("version", 0, type=int)
    reason = request.form.get("reason", "").strip()
    opened = count_opened(theme.consultation_id, theme.question_code, theme_id)
    if opened.is_little and not reason:
        form = ThemeForm.of_request(version=version)
        if "reason" in request.form:
            form.form_errors.append(pgettext("signing", "Say why the theme stands all the same."))
        page = ApprovePage(theme, form, version, opened, _here(theme_id))
        return render("staff/themes/approve.html", page, 422 if form.problems else 200)
    if approve_theme(current_actor(), theme_id, version, reason):
        return _done_here(theme_id, pgettext("themes", "The theme was approved."))
    signed = pgettext("themes", "You have signed. Another person has to sign, too.")
    return _done_here(theme_id, signed)


@blueprint.post("/themes/<int:theme_id>/reopen")
@access(Permission.APPROVE_THEMES)
def reopen(theme_id: int) -> Response:
    """Review it again."""
    reopen_theme(current_actor(), theme_id, request.form.get("version", 0, type=int))
    return _done_here(theme_id, pgettext("themes", "The approval was taken back."))


@blueprint.post("/consultations/<int:consultation_id>/themes/move")
@access(Permission.REVIEW_THEMES)
def move(consultation_id: int) -> Response:
    """Put comments into another theme, or say that they have none."""
    code = request.form["question"]
    target = request.form.get("theme", type=int)
    chosen = request.form.getlist("comment", type=int)
    try:
        if request.form.get("theme") == "":
            where = message("themes", "Choose a theme, or that there is none.")
            raise InvalidInput(where, {"theme": where})
        source = request.form.get("source", type=int)
        move_comments(current_actor(), chosen, target, (consultation_id, code), source)
    except InvalidInput as problem:
        flash("bad", translate(next(iter(problem.fields.values()))))
        home = url_for("themes.index", consultation_id=consultation_id, question=code)
        return see_other(inside(request.form.get("next")) or home)
    text = (
        npgettext(
            "themes", "%(num)s comment was moved.", "%(num)s comments were moved.", len(set(chosen))
        )
        if target
        else npgettext(
            "themes",
            "%(num)s comment was marked as having no theme.",
            "%(num)s comments were marked as having no theme.",
            len(set(chosen)),
        )
    )
    return back(consultation_id, code, text)


@blueprint.post("/consultations/<int:consultation_id>/themes/quotes")
@access(Permission.APPROVE_THEMES)
def quote(consultation_id: int) -> Response:
    """Release a comment to the public, or take it back."""
    comment_id = request.form.get("comment", 0, type=int)
    if request.form.get("act") == "withhold":
        withhold_quote(current_actor(), comment_id)
        text = pgettext("themes", "The quote is no longer public.")
    else:
        theme_id = request.form.get("theme", 0, type=int)
        release_quote(current_actor(), comment_id, theme_id, request.form.get("text", ""))
        text = pgettext("themes", "The quote may be shown to the public.")
    return back(consultation_id, request.form["question"], text)


@blueprint.post("/themes/acts/<int:act_id>/undo")
@access(Permission.REVIEW_THEMES)
def undo_act(act_id: int) -> Response:
    """Put the last act back."""
    consultation_id, code = undo(current_actor(), act_id)
    flash("good", pgettext("themes", "Undone."))
    onward = inside(request.form.get("next")) or came_from()
    return see_other(
        onward or url_for("themes.index", consultation_id=consultation_id, question=code)
    )


def _done_here(theme_id: int, text: str) -> Response:
    """Say what was done, and go back to where the reader was in the theme."""
    return done_at(get_theme(theme_id), text, _here(theme_id))


def _here(theme_id: int) -> str:
    return inside(request.form.get("next")) or url_for("themes.show", theme_id=theme_id)
