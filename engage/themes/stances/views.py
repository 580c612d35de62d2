"""Pages of stances: set them, take suggestions, release the numbers, split a theme by its sides."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import npgettext, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput, message
from engage.kernel.numbers import number_or_none, numbers_in
from engage.themes.forms import ThemeForm
from engage.themes.queries import ThemeSummary, get_theme
from engage.themes.question_views import back, blueprint, done_at, inside
from engage.themes.review.splitting import NewTheme, split_into_parts
from engage.themes.stances.acts import (
    accept_suggestions,
    release_stance,
    set_stance,
    withhold_stance,
)
from engage.themes.stances.showing import stance_line, stance_name
from engage.themes.stances.splitting import Side, find_sides
from engage.web.access import access, current_actor
from engage.web.locale import current_locale, plain, translate
from engage.web.rendering import flash, render, see_other

blueprint.add_app_template_global(stance_line)


@dataclass(frozen=True)
class ShownSide:
    """A side that may become a theme: proposed name, its own words, and whether it is ticked."""

    side: Side
    name: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class SidesPage:
    """The sides of a theme before they become themes; nothing has changed yet."""

    consultation: ConsultationSummary
    theme: ThemeSummary
    form: ThemeForm
    sides: tuple[ShownSide, ...]
    language: str


@blueprint.post("/themes/<int:theme_id>/stance")
@access(Permission.REVIEW_THEMES)
def stance(theme_id: int) -> Response:
    """Say which side comments take, or take over what was suggested."""
    theme = get_theme(theme_id)
    actor = current_actor()
    chosen = request.form.getlist("comment", type=int)
    wanted = request.form.get("stance", "")
    try:
        if request.form.get("act") == "accept":
            number = accept_suggestions(actor, theme_id, _suggested(set(chosen)))
            text = npgettext(
                "stance",
                "%(num)s suggestion was taken over.",
                "%(num)s suggestions were taken over.",
                number,
            )
        else:
            number = set_stance(actor, theme_id, chosen, "" if wanted == "none" else wanted)
            text = _said(wanted, number)
    except InvalidInput as problem:
        flash("bad", translate(next(iter(problem.fields.values()))))
        return see_other(_home(theme_id))
    if not number:
        return see_other(_home(theme_id))
    return back(theme.consultation_id, theme.question_code, text, _home(theme_id))


@blueprint.post("/themes/<int:theme_id>/stance/release")
@access(Permission.APPROVE_THEMES)
def stance_release(theme_id: int) -> Response:
    """Let the public read how many are for and against, or take that back."""
    theme = get_theme(theme_id)
    if request.form.get("act") == "withhold":
        withhold_stance(current_actor(), theme_id)
        text = pgettext("stance", "The numbers for and against are no longer public.")
    else:
        release_stance(current_actor(), theme_id)
        text = pgettext("stance", "The numbers for and against may be shown to the public.")
    return back(theme.consultation_id, theme.question_code, text, _home(theme_id))


@blueprint.route("/themes/<int:theme_id>/sides", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def sides(theme_id: int) -> Response:
    """Look at the sides of a theme, name those that become themes, and make them."""
    theme = get_theme(theme_id)
    consultation = get_consultation(theme.consultation_id)
    locale = current_locale()
    language = locale if locale in consultation.languages else consultation.languages[0]
    form = ThemeForm.of_request(version=theme.version)
    found = find_sides(theme_id)
    if request.method == "POST":
        try:
            parts = _confirmed(found, language)
            made = split_into_parts(current_actor(), theme_id, form.version.data or 0, parts)
            text = npgettext(
                "themes", "%(num)s new theme was made.", "%(num)s new themes were made.", len(made)
            )
            return done_at(theme, text, url_for("themes.show", theme_id=made[0]))
        except (InvalidInput, Conflict) as problem:
            fields = problem.fields if isinstance(problem, InvalidInput) else {}
            for text in dict.fromkeys(translate(t) for t in fields.values() or (problem.message,)):
                form.form_errors.append(text)
    shown = tuple(_shown(side, theme) for side in found)
    page = SidesPage(consultation, theme, form, shown, language)
    return render("staff/themes/sides.html", page, 422 if form.problems else 200)


def _shown(side: Side, theme: ThemeSummary) -> ShownSide:
    name = stance_name(side.stance)
    proposed = pgettext("stance", "%(theme)s: %(side)s", theme=plain(theme.label), side=name)
    label = request.form.get(f"label_{side.stance}", proposed)
    if request.method == "POST":
        return ShownSide(side, name, label, side.stance in request.form.getlist("side"))
    return ShownSide(side, name, label, side.stance == theme.stances.lesser)


def _confirmed(found: tuple[Side, ...], language: str) -> list[NewTheme]:
    """The sides that were ticked, with the comments that were shown; refuses what changed since."""
    known = {side.stance: side for side in found}
    parts = []
    for name in request.form.getlist("side"):
        ids = numbers_in(request.form.get(f"ids_{name}", ""))
        if name not in known or set(ids) != set(known[name].comment_ids):
            raise Conflict(
                message("themes", "Stances have changed since you opened this page. Look again.")
            )
        parts.append(NewTheme({language: request.form.get(f"label_{name}", "")}, ids))
    return parts


def _suggested(chosen: set[int]) -> dict[int, str]:
    """The suggestions that were shown for the chosen comments."""
    pairs = (text.partition(":") for text in request.form.getlist("suggested"))
    found = {number_or_none(number): said for number, _, said in pairs}
    return {number: said for number, said in found.items() if number in chosen}


def _said(wanted: str, number: int) -> str:
    if wanted == "none":
        return npgettext(
            "stance",
            "The stance of %(num)s comment was taken back.",
            "The stances of %(num)s comments were taken back.",
            number,
        )
    return npgettext(
        "stance",
        "%(num)s comment: %(stance)s.",
        "%(num)s comments: %(stance)s.",
        number,
        stance=stance_name(wanted),
    )


def _home(theme_id: int) -> str:
    return inside(request.form.get("next")) or url_for("themes.show", theme_id=theme_id)
