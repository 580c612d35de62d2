"""Read marks, and comments in another language."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import npgettext, pgettext

from engage.kernel.actors import Permission
from engage.kernel.errors import InvalidInput
from engage.kernel.languages import STAFF_LOCALES, language
from engage.responses import StoredComment, get_comment
from engage.surveys import find_suggester
from engage.themes.question_views import blueprint, inside
from engage.themes.reviewers.marks import mark_read, mark_unread
from engage.themes.translating import (
    Translation,
    list_translations,
    suggest_translation,
    write_translation,
)
from engage.web.access import access, current_actor
from engage.web.locale import current_locale, translate
from engage.web.rendering import flash, render, see_other


@dataclass(frozen=True)
class TranslationPage:
    """A comment, and what it says in another language."""

    comment: StoredComment
    language: str
    languages: tuple[tuple[str, str], ...]
    text: str
    suggested_by: str
    has_suggester: bool
    others: tuple[Translation, ...]
    back_href: str
    problem: str


@blueprint.post("/consultations/<int:consultation_id>/themes/read")
@access(Permission.SEE_THEMES)
def read(consultation_id: int) -> Response:
    """Note that the comments were read, or take the marks back."""
    chosen = request.form.getlist("comment", type=int)
    home = url_for(
        "themes.index", consultation_id=consultation_id, question=request.form.get("question", "")
    )
    onward = inside(request.form.get("next")) or home
    if request.form.get("act") == "unread":
        mark_unread(current_actor(), chosen)
        return see_other(onward)
    new = mark_read(current_actor(), consultation_id, chosen)
    if request.form.get("quiet"):
        return Response(status=204, mimetype="text/plain")
    flash(
        "good",
        npgettext(
            "reading",
            "%(num)s comment is marked as read.",
            "%(num)s comments are marked as read.",
            new,
        ),
    )
    return see_other(onward)


@blueprint.route("/comments/<int:comment_id>/translation", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def translate_comment(comment_id: int) -> Response:
    """Say what a comment says in another language; the machine may suggest, a person decides."""
    comment = get_comment(comment_id)
    offered = [code for code in STAFF_LOCALES if code != comment.language]
    wanted = request.values.get("language", current_locale())
    wanted = wanted if wanted in offered else offered[0]
    back_href = inside(request.values.get("next")) or url_for("themes.first")
    text, by, problem = "", "", ""
    if request.method == "POST":
        text, by = request.form.get("text", ""), request.form.get("suggested_by", "")
        try:
            write_translation(current_actor(), comment_id, wanted, text, by)
            done = pgettext("translation", "The translation stands beside the comment.")
            gone = pgettext("translation", "The translation was taken away.")
            flash("good", done if text.strip() else gone)
            return see_other(back_href)
        except InvalidInput as refused:
            problem = translate(refused.message)
    there = list_translations(comment_id)
    own = next((one for one in there if one.language == wanted), None)
    if own is not None and not text:
        text, by = own.text, own.suggested_by
    elif request.args.get("suggest"):
        suggested = suggest_translation(comment_id, wanted)
        text, by = (suggested.text, suggested.name) if suggested else (text, by)
    page = TranslationPage(
        comment,
        wanted,
        tuple((code, language(code).name) for code in offered),
        text,
        by,
        find_suggester() is not None,
        tuple(one for one in there if one.language != wanted),
        back_href,
        problem,
    )
    return render("staff/themes/translation.html", page, 422 if problem else 200)
