"""Pages before the first question where not everybody may answer, or not twice.

An invitation code is swapped for a cookie; a browser that may answer once carries a token of the
server's own. Whether either still counts is decided at the door when the answers arrive.
"""

import hashlib
import hmac
from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for

from engage.consultations import ConsultationSummary, get_public_consultation
from engage.kernel.errors import EngageError, InvalidInput
from engage.kernel.ids import new_token
from engage.kernel.keys import key_for
from engage.responses import PassNeeded, check_invitation, has_answered, why_not_invited
from engage.web.access import PUBLIC, access
from engage.web.cookies import set_cookie
from engage.web.locale import translate
from engage.web.rendering import render, see_other

blueprint = Blueprint("entrance", __name__, url_prefix="/consultations/<slug>/invitation")

INVITATION_COOKIE = "engage_invitation"
BROWSER_COOKIE = "engage_browser"
BROWSER_SECONDS = 365 * 86400


@dataclass(frozen=True)
class InvitationPage:
    """Enter the code of the invitation."""

    consultation: ConsultationSummary
    code: str
    error: str = ""


@dataclass(frozen=True)
class AnsweredPage:
    """A response has come from this browser."""

    consultation: ConsultationSummary


@blueprint.route("", methods=["GET", "POST"])
@access(PUBLIC)
def ask(locale: str, slug: str) -> Response:
    """Enter the code; a right one leads to the survey."""
    consultation = get_public_consultation(slug)
    onward = see_other(url_for("online.start", slug=slug))
    if not consultation.is_open or consultation.who_may_answer != "invited":
        return onward
    if request.method == "GET":
        return _ask(InvitationPage(consultation, request.args.get("code", "")))
    typed = request.form.get("code", "")
    try:
        code = check_invitation(consultation.id, typed)
    except InvalidInput as refused:
        shown = InvitationPage(consultation, typed, translate(refused.message))
        return _ask(shown, refused.status)
    set_cookie(onward, INVITATION_COOKIE, code, None)
    return onward


def stop_at_entrance(consultation: ConsultationSummary) -> Response | None:
    """What to show instead of the survey to somebody who may not answer, or not again."""
    if consultation.who_may_answer == "invited":
        code = request.cookies.get(INVITATION_COOKIE, "")
        if not code or why_not_invited(consultation.id, code):
            return _ask(InvitationPage(consultation, ""))
    if consultation.who_may_answer == "one_per_browser":
        browser = _browser()
        if browser and has_answered(consultation.id, browser):
            return render("online/answered.html", AnsweredPage(consultation))
    return None


def refused_at_door(consultation: ConsultationSummary, refused: EngageError) -> Response:
    """The door did not take the pass of answers that are kept in a draft."""
    told = translate(refused.message)
    if consultation.who_may_answer == "invited":
        return _ask(InvitationPage(consultation, "", told), refused.status)
    if isinstance(refused, PassNeeded):  # the answers were begun in another browser
        again = see_other(url_for("online.check", slug=consultation.slug))
        return with_browser_token(again, consultation)
    return render("online/answered.html", AnsweredPage(consultation), refused.status)


def shown_pass(consultation: ConsultationSummary) -> tuple[str, str]:
    """What this browser shows at the door: an invitation, a token of its own."""
    typed = request.form.get("invitation", "")
    return typed or request.cookies.get(INVITATION_COOKIE, ""), _browser()


def with_browser_token(answer: Response, consultation: ConsultationSummary) -> Response:
    """The answer with the token by which a browser is counted once, where that is asked for."""
    if consultation.who_may_answer == "one_per_browser" and not _browser():
        token = new_token()
        set_cookie(answer, BROWSER_COOKIE, f"{token}.{_signature(token)}", BROWSER_SECONDS)
    return answer


def _ask(page: InvitationPage, status: int = 200) -> Response:
    answer = render("online/invitation.html", page, status)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address may hold the code
    return answer


def _browser() -> str:
    """The token, if it is one that this server gave out."""
    token, _dot, signature = request.cookies.get(BROWSER_COOKIE, "").partition(".")
    return token if token and hmac.compare_digest(signature, _signature(token)) else ""


def _signature(token: str) -> str:
    return hmac.new(key_for("tokens of browsers"), token.encode(), hashlib.sha256).hexdigest()
