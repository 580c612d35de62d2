"""The question why, asked of whoever changes what somebody else decided, whatever the act is.

An act that overrides another person is refused until it says why; then the same form is sent again
with a reason. A reviewer who goes through many of a colleague's decisions says it once: the reason
is kept for an hour, for these people and this question alone, and stands on the page meanwhile.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, current_app, request, session, url_for
from flask_babel import npgettext, pgettext

from engage.kernel.actors import Permission
from engage.kernel.clock import now
from engage.kernel.errors import EngageError
from engage.themes.forms import ThemeForm
from engage.themes.question_views import blueprint, came_from, inside
from engage.themes.review.overriding import NeedsReason, Overridden, Question
from engage.web.access import access, act_because
from engage.web.locale import listing
from engage.web.rendering import flash, render, see_other

ASKED, KEPT = "asked why", "because"
KEPT_FOR = timedelta(hours=1)
OWN_FIELDS = ("reason", "keep_reason")


@dataclass(frozen=True)
class ReasonPage:
    """Somebody else decided this: change it all the same? ``fields`` repeat the act."""

    form: ThemeForm
    names: str
    sentences: tuple[str, ...]
    home: str
    fields: tuple[tuple[str, str], ...]
    may_keep: bool


@dataclass(frozen=True)
class KeptReason:
    """Why this reviewer goes on changing what these people decided, and until when."""

    reason: str
    names: tuple[str, ...]
    until: datetime


def kept_reason(question: Question | None) -> KeptReason | None:
    """The reason that this reviewer gave for a question of late, if it still holds."""
    consultation_id, code, reason, names, until = session.get(KEPT) or (0, "", "", (), 0)
    moment = datetime.fromtimestamp(until, UTC)
    if question != (consultation_id, code) or moment < now():
        return None
    return KeptReason(reason, tuple(names), moment)


@blueprint.before_request
def say_why() -> None:
    """Whatever a form gives as a reason is why this person acts."""
    if request.method == "POST" and "reason" in request.form:
        act_because(request.form["reason"])


@blueprint.errorhandler(NeedsReason)
def ask_why(problem: NeedsReason) -> Response:
    """Ask why, or repeat the act where the reason was given a moment ago."""
    kept = kept_reason(problem.question)
    if kept and set(problem.names) <= set(kept.names) and "reason" not in request.form:
        act_because(kept.reason)
        return _again()
    session[ASKED] = [*problem.question, problem.names] if problem.question else None
    form = ThemeForm.of_request(version=0)
    if "reason" in request.form:
        form.form_errors.append(pgettext("themes", "Say why it changes all the same."))
    page = ReasonPage(
        form,
        listing(list(problem.names)),
        tuple(_sentence(one) for one in problem.others),
        _home(problem.question),
        tuple(pair for pair in request.form.items(multi=True) if pair[0] not in OWN_FIELDS),
        problem.question is not None,
    )
    return render("staff/themes/reason.html", page, 422 if form.problems else 200)


@blueprint.after_request
def keep_reason(answer: Response) -> Response:
    """Keep a reason that worked, for whoever asked for that."""
    is_wanted = request.method == "POST" and "keep_reason" in request.form
    if is_wanted and answer.status_code == 303 and session.get(ASKED):
        consultation_id, code, names = session.pop(ASKED)
        until = (now() + KEPT_FOR).timestamp()
        session[KEPT] = [consultation_id, code, request.form["reason"].strip(), names, until]
    return answer


@blueprint.post("/themes/reason/forget")
@access(Permission.REVIEW_THEMES)
def forget_reason() -> Response:
    """Ask again from now on."""
    session.pop(KEPT, None)
    flash("good", pgettext("themes", "You will be asked for a reason again."))
    return see_other(inside(request.form.get("next")) or url_for("themes.first"))


def _again() -> Response:
    """The same act once more, now with a reason; its refusals become pages as ever."""
    view = current_app.view_functions[request.endpoint or ""]
    try:
        answer: Any = view(**(request.view_args or {}))
    except EngageError as problem:
        answer = current_app.handle_user_exception(problem)
    return current_app.make_response(answer)


def _home(question: Question | None) -> str:
    home = inside(request.form.get("next")) or came_from()
    if home or question is None:
        return home
    return url_for("themes.index", consultation_id=question[0], question=question[1])


def _sentence(one: Overridden) -> str:
    if one.kind == "placement":
        return npgettext(
            "reason",
            "%(name)s placed %(num)s of these comments where it stands.",
            "%(name)s placed %(num)s of these comments where they stand.",
            one.count,
            name=one.name,
        )
    if one.kind == "stance":
        return npgettext(
            "reason",
            "%(name)s set the side of %(num)s comment.",
            "%(name)s set the side of %(num)s comments.",
            one.count,
            name=one.name,
        )
    sentences = {
        "name": pgettext("reason", "%(name)s named the theme.", name=one.name),
        "definition": pgettext("reason", "%(name)s wrote what is in the theme.", name=one.name),
        "approval": pgettext("reason", "%(name)s approved the theme as it is.", name=one.name),
        "nesting": pgettext("reason", "%(name)s put the theme where it stands.", name=one.name),
        "release": pgettext("reason", "%(name)s released this to the public.", name=one.name),
        "campaign": pgettext("reason", "%(name)s decided this of the campaign.", name=one.name),
        "claim": pgettext("reason", "%(name)s has taken the theme to review.", name=one.name),
        "translation": pgettext("reason", "%(name)s wrote the translation.", name=one.name),
        "act": pgettext("reason", "%(name)s did what you would undo.", name=one.name),
    }
    return sentences[one.kind]
