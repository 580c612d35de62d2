"""Pages on which a theme is split: by choice, by words, into parts that the machine proposes."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, request, url_for
from flask_babel import npgettext, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput
from engage.kernel.numbers import numbers_in
from engage.themes.forms import ThemeForm, texts_of
from engage.themes.queries import ThemeSummary, get_theme
from engage.themes.question_views import blueprint, done, done_at
from engage.themes.reading import CommentFilter, list_comments
from engage.themes.review.splitting import (
    NewTheme,
    Part,
    comments_with,
    find_parts,
    split_into_parts,
    split_theme,
)
from engage.themes.showing import CommentCard, cards
from engage.themes.stances.counting import stances_of_parts
from engage.themes.stances.showing import stance_line
from engage.themes.stances.sides import StanceCounts
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
    words: str
    found: int
    found_sides: str


@dataclass(frozen=True)
class PartsPage:
    """Proposed parts with their size, words and quotes; nothing has changed yet."""

    consultation: ConsultationSummary
    theme: ThemeSummary
    form: ThemeForm
    wanted: int
    seed: int
    parts: tuple[Part, ...]
    sides: tuple[StanceCounts, ...]
    staying: int


@dataclass(frozen=True)
class PartsAtWork:
    """The machine reads a theme's comments; what it finds stands at ``href``."""

    theme: ThemeSummary
    href: str


@blueprint.route("/themes/<int:theme_id>/split", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def split(theme_id: int) -> Response:
    """Choose comments, or all with some words, that become a theme of their own."""
    theme = get_theme(theme_id)
    consultation = get_consultation(theme.consultation_id)
    form = ThemeForm.of_request(version=theme.version)
    chosen = request.form.getlist("comment", type=int)
    words = request.values.get("words", "")
    if request.method == "POST":
        try:
            if request.form.get("all"):
                chosen = list(comments_with(theme_id, words))
            name = texts_of("label", consultation.languages)
            version = form.version.data or 0
            new_id = split_theme(current_actor(), theme_id, version, chosen, name)
            return done(new_id, pgettext("themes", "The new theme was made."))
        except (InvalidInput, Conflict) as problem:
            _refuse(form, problem)
    comments = list_comments(
        theme.consultation_id,
        theme.question_code,
        CommentFilter(theme_id=theme_id, words=words, order="unusual"),
    )
    shown = cards(comments.comments, {}, frozenset(chosen))
    found = comments_with(theme_id, words)
    page = SplitPage(
        consultation,
        theme,
        form,
        shown,
        consultation.languages,
        words.strip(),
        len(found),
        stance_line(stances_of_parts(theme_id, [found])[0]),
    )
    return render("staff/themes/split.html", page, 422 if form.problems else 200)


@blueprint.route("/themes/<int:theme_id>/parts", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def parts(theme_id: int) -> Response:
    """Look at the parts that the machine proposes, name them, and make them themes.

    With ``ask``, a page that says so stands at once until the machine has read the comments.
    """
    theme = get_theme(theme_id)
    if request.method == "GET" and "ask" in request.args:
        return _at_work(theme)
    form = ThemeForm.of_request(version=theme.version)
    wanted = request.values.get("parts", 2, type=int)
    seed = request.values.get("seed", 0, type=int)
    if request.method == "POST":
        try:
            version = form.version.data or 0
            made = split_into_parts(current_actor(), theme_id, version, _confirmed())
            text = npgettext(
                "themes", "%(num)s new theme was made.", "%(num)s new themes were made.", len(made)
            )
            return done_at(theme, text, url_for("themes.show", theme_id=made[0]))
        except (InvalidInput, Conflict) as problem:
            _refuse(form, problem)
    found: tuple[Part, ...] = ()
    try:
        found = find_parts(theme_id, wanted, seed)
    except InvalidInput as problem:
        _refuse(form, problem)
    staying = theme.size - sum(len(part.comment_ids) for part in found)
    consultation = get_consultation(theme.consultation_id)
    sides = stances_of_parts(theme_id, [part.comment_ids for part in found])
    page = PartsPage(consultation, theme, form, wanted, seed, found, sides, staying)
    return render("staff/themes/parts.html", page, 422 if form.problems else 200)


def _at_work(theme: ThemeSummary) -> Response:
    """What the machine is doing; the browser goes on by itself, also without script."""
    asked = {name: request.args[name] for name in ("parts", "seed") if name in request.args}
    href = f"{url_for('themes.parts', theme_id=theme.id)}?{urlencode(asked)}"
    answer = render("staff/themes/parts_at_work.html", PartsAtWork(theme, href))
    answer.headers["Refresh"] = f"0; url={href}"
    return answer


def _confirmed() -> list[NewTheme]:
    """The parts that were ticked, as they were shown: nothing is computed anew."""
    language = request.form.get("language", "")
    return [
        NewTheme(
            {language: request.form.get(f"label_{number}", "")},
            numbers_in(request.form.get(f"ids_{number}", "")),
        )
        for number in request.form.getlist("part", type=int)
    ]


def _refuse(form: ThemeForm, problem: InvalidInput | Conflict) -> None:
    fields = problem.fields if isinstance(problem, InvalidInput) else {}
    for text in dict.fromkeys(translate(text) for text in fields.values() or (problem.message,)):
        form.form_errors.append(text)
