"""The pages on which a second person codes a sample blind, and on which both are compared."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput, message
from engage.kernel.numbers import number_or_none
from engage.themes.codebook.editing import get_codebook
from engage.themes.codebook.formats import Code
from engage.themes.coding.queries import (
    BlindComment,
    CodingSummary,
    find_comment_to_code,
    get_coding,
    list_codings,
    list_differences,
)
from engage.themes.coding.second_coding import NONE, code_comment, settle_difference, start_coding
from engage.themes.coding.showing import (
    AlphaShown,
    KappaRow,
    ShownDifference,
    kappa_row,
    shown_alpha,
    shown_difference,
)
from engage.themes.queries import get_theme
from engage.themes.question_views import Question, back, blueprint, chosen_question, questions
from engage.web.access import access, current_actor
from engage.web.locale import plain, translate
from engage.web.rendering import flash, render, see_other

# one key for each theme; N, U, J, K, B and 0 mean something else
KEYS = "123456789acdefghilmopqrstvwxyz"


@dataclass(frozen=True)
class CodingPage:
    """Start a sample, or see those there are."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    codings: tuple[CodingSummary, ...]
    user_id: int | None
    may_review: bool


@dataclass(frozen=True)
class Choice:
    """A theme to put a comment into, with its key and what the codebook says of it."""

    value: str
    label: str
    key: str
    code: Code | None
    is_chosen: bool
    is_ticked: bool


@dataclass(frozen=True)
class CodePage:
    """One comment and the themes; nothing of where it stands."""

    coding: CodingSummary
    comment: BlindComment
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class ComparedPage:
    """How far two people agree, and what they placed differently."""

    coding: CodingSummary
    overall: KappaRow | None
    alpha: AlphaShown | None
    rows: tuple[KappaRow, ...]
    differences: tuple[ShownDifference, ...]
    may_settle: bool


@blueprint.get("/consultations/<int:consultation_id>/themes/coding")
@access(Permission.SEE_THEMES)
def coding(consultation_id: int) -> Response:
    """The samples of a question."""
    asked = questions(consultation_id)
    code = chosen_question(asked)
    actor = current_actor()
    page = CodingPage(
        get_consultation(consultation_id),
        asked,
        code,
        list_codings(consultation_id, code),
        actor.id,
        actor.may(Permission.REVIEW_THEMES),
    )
    return render("staff/themes/coding.html", page)


@blueprint.post("/consultations/<int:consultation_id>/themes/coding")
@access(Permission.REVIEW_THEMES)
def begin_coding(consultation_id: int) -> Response:
    """Draw a sample and go to its first comment."""
    code = request.form.get("question", "")
    try:
        strategy, seed = request.form.get("strategy", ""), request.form.get("seed", 0, type=int)
        number = start_coding(current_actor(), consultation_id, code, strategy, seed)
    except (Conflict, InvalidInput) as problem:
        flash("bad", translate(problem.message))
        home = url_for("themes.coding", consultation_id=consultation_id, question=code)
        return see_other(home)
    return see_other(url_for("themes.code", coding_id=number))


@blueprint.get("/coding/<int:coding_id>")
@access(Permission.REVIEW_THEMES)
def code(coding_id: int) -> Response:
    """The next comment to place, or one that was placed before."""
    summary = get_coding(coding_id)
    at = request.args.get("at", type=int)
    comment = find_comment_to_code(coding_id, at) if summary.finished_at is None else None
    if comment is None or summary.coder_id != current_actor().id:
        return see_other(url_for("themes.compared", coding_id=coding_id))
    return render("staff/themes/code.html", _code_page(summary, comment))


@blueprint.post("/coding/<int:coding_id>")
@access(Permission.REVIEW_THEMES)
def place_coded(coding_id: int) -> Response:
    """Place a comment and go on to the next."""
    position = request.form.get("position", 0, type=int)
    try:
        code_comment(current_actor(), coding_id, position, _chosen())
    except (Conflict, InvalidInput) as problem:
        flash("bad", translate(problem.message))
    return see_other(url_for("themes.code", coding_id=coding_id))


@blueprint.get("/coding/<int:coding_id>/compared")
@access(Permission.SEE_THEMES)
def compared(coding_id: int) -> Response:
    """Agreement, and what was placed differently; nothing before the coding is finished."""
    summary = get_coding(coding_id)
    differences = list_differences(coding_id)
    found = summary.agreement
    used = {NONE, *(found.by_label if found else ())}
    used |= {number for one in differences for number in (*one.first, *one.second)}
    labels = {number: plain(get_theme(number).label) for number in used if number != NONE}
    labels[NONE] = pgettext("coding", "No theme")
    alone = found.by_label.items() if found else ()
    page = ComparedPage(
        summary,
        kappa_row(pgettext("coding", "All themes together"), found.overall) if found else None,
        shown_alpha(summary.alpha) if summary.alpha and summary.has_several else None,
        tuple(
            kappa_row(labels[number], kappa)
            for number, kappa in sorted(alone, key=lambda item: -item[1].first - item[1].second)
        ),
        tuple(shown_difference(one, labels) for one in differences),
        current_actor().may(Permission.REVIEW_THEMES),
    )
    return render("staff/themes/compared.html", page)


@blueprint.post("/coding/<int:coding_id>/settle")
@access(Permission.REVIEW_THEMES)
def settle_coded(coding_id: int) -> Response:
    """Say which of two people was right."""
    summary = get_coding(coding_id)
    position = request.form.get("position", 0, type=int)
    settle_difference(current_actor(), coding_id, position, request.form.get("as", ""))
    home = url_for("themes.compared", coding_id=coding_id)
    text = pgettext("coding", "Settled.")
    return back(summary.consultation_id, summary.question_code, text, home)


def _chosen() -> str | list[int]:
    """What was pressed: a theme, with those that are ticked besides, all that are ticked, or none.

    Raises ``InvalidInput`` where themes are ticked and none is said to fit.
    """
    pressed, ticked = request.form.get("choice", ""), request.form.getlist("also", type=int)
    if pressed in ("none", "unclear"):
        if ticked:
            text = message("coding", "You ticked themes and said that none fits. Choose one.")
            raise InvalidInput(text, {"choice": text})
        return pressed
    theme_id = number_or_none(pressed)
    return ticked if theme_id is None else [theme_id, *ticked]


def _code_page(summary: CodingSummary, comment: BlindComment) -> CodePage:
    entries = get_codebook(summary.consultation_id, summary.question_code)
    codes = {each.theme.id: each.code for each in entries}
    choices = [
        Choice(
            str(number),
            plain(get_theme(number).label),
            KEYS[place].upper() if place < len(KEYS) else "",
            codes.get(number),
            number in comment.themes,
            len(comment.themes) > 1 and number in comment.themes,
        )
        for place, number in enumerate(summary.theme_ids)
    ]
    return CodePage(summary, comment, tuple(choices))
