"""Saying that one is on a theme, and taking it to review."""

from dataclasses import dataclass

from flask import Response, jsonify, request, url_for
from flask_babel import npgettext, pgettext

from engage.kernel.actors import Actor, Permission
from engage.kernel.errors import Conflict
from engage.themes.queries import ThemeSummary
from engage.themes.question_views import blueprint, inside
from engage.themes.reviewers.changes import list_changes
from engage.themes.reviewers.changes_showing import changes_in_words
from engage.themes.reviewers.presence import (
    claim_theme,
    find_claim,
    leave_theme,
    note_presence,
    release_claim,
    who_else_is_here,
)
from engage.web.access import access, current_actor
from engage.web.locale import listing, translate, when
from engage.web.rendering import flash, see_other


@dataclass(frozen=True)
class Company:
    """Who else is on a theme, and who has taken it; ``claim`` is own, theirs or empty."""

    text: str
    claim: str
    claim_text: str


def company(actor: Actor, theme: ThemeSummary) -> Company:
    """Who else is on this theme, in sentences."""
    claim = find_claim(theme.id)
    if claim is None:
        return Company(_here(actor, theme.id), "", "")
    moment, end = when(claim.claimed_at), when(claim.ends_at)
    if claim.is_over:
        text = pgettext(
            "presence",
            "%(name)s had this theme to review; it is free again since %(end)s, as nothing was "
            "done for 2 hours.",
            name=claim.actor_name,
            end=end,
        )
        return Company(_here(actor, theme.id), "", text)
    if claim.actor_id == actor.id:
        text = pgettext(
            "presence",
            "You took this theme to review on %(when)s. It is free again 2 hours after you leave.",
            when=moment,
        )
        return Company(_here(actor, theme.id), "own", text)
    text = pgettext(
        "presence",
        "%(name)s took this theme to review on %(when)s; it is free again at %(end)s unless they "
        "go on.",
        name=claim.actor_name,
        when=moment,
        end=end,
    )
    return Company(_here(actor, theme.id), "theirs", text)


@blueprint.post("/themes/<int:theme_id>/here")
@access(Permission.SEE_THEMES)
def here(theme_id: int) -> Response:
    """A page that shows the theme says so, and hears who else is there and what has changed."""
    actor = current_actor()
    note_presence(actor, theme_id)
    seen = request.form.get("version", type=int)
    changes = list_changes(theme_id, seen) if seen is not None else ()
    return jsonify(text=_here(actor, theme_id), changes=changes_in_words(changes))


@blueprint.post("/themes/<int:theme_id>/left")
@access(Permission.SEE_THEMES)
def left(theme_id: int) -> Response:
    """A page that showed the theme was closed."""
    leave_theme(current_actor(), theme_id)
    return Response(status=204, mimetype="text/plain")


@blueprint.post("/themes/<int:theme_id>/claim")
@access(Permission.REVIEW_THEMES)
def claim(theme_id: int) -> Response:
    """Take a theme to review, take it over, or give it back."""
    act = request.form.get("act", "")
    home = inside(request.form.get("next")) or url_for("themes.show", theme_id=theme_id)
    if act == "release":
        release_claim(current_actor(), theme_id)
        flash("good", pgettext("presence", "The theme is free for others to take."))
        return see_other(home)
    try:
        claim_theme(current_actor(), theme_id, take_over=act == "take_over")
        flash("good", pgettext("presence", "The theme is yours to review. Others see that."))
    except Conflict as problem:
        flash("bad", translate(problem.message))
    return see_other(home)


def _here(actor: Actor, theme_id: int) -> str:
    names = who_else_is_here(actor, theme_id)
    if not names:
        return ""
    return npgettext(
        "presence",
        "%(names)s is on this theme, too.",
        "%(names)s are on this theme, too.",
        len(names),
        names=listing(list(names)),
    )
