"""Pages: save a survey's answers and come back later, in this browser or in another."""

import logging
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import pgettext

from engage.channels.online.drafts import OpenDraft
from engage.channels.online.saving import (
    count_mail,
    find_code,
    kept_until,
    open_saved,
    save_for_later,
)
from engage.channels.online.visiting_views import (
    DRAFT_COOKIE,
    DRAFT_SECONDS,
    draft_of_browser,
    way_of,
)
from engage.channels.online.walking import keep_what_is_there
from engage.channels.online.ways import first_unanswered
from engage.consultations import ConsultationSummary, get_public_consultation
from engage.engines.questionnaire import route
from engage.kernel.errors import InvalidInput
from engage.kernel.languages import in_language
from engage.kernel.mail import Mail, NotSent, read_address, send_mail
from engage.web.access import PUBLIC, access
from engage.web.cookies import set_cookie
from engage.web.locale import current_locale, translate
from engage.web.rendering import render, see_other, settings

blueprint = Blueprint("saved", __name__, url_prefix="/consultations/<slug>/saved-answers")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SavedPage:
    """The code to come back with. ``mail`` says how sending the link went: sent, failed, enough."""

    consultation: ConsultationSummary
    code: str
    until: datetime
    can_mail: bool
    go_on_href: str
    mail: str = ""
    email: str = ""
    error: str = ""


@dataclass(frozen=True)
class AskPage:
    """Enter the code."""

    consultation: ConsultationSummary
    code: str
    error: str = ""


@dataclass(frozen=True)
class LeftPage:
    """The answers are off this device; the code still finds them."""

    consultation: ConsultationSummary


@dataclass(frozen=True)
class LetterPage:
    """What stands in the mail."""

    title: str
    href: str
    code: str
    until: datetime


def save_and_leave(consultation: ConsultationSummary, draft: OpenDraft, page_code: str) -> Response:
    """Save a page as it is and lead to the code, or show what to correct."""
    refused = keep_what_is_there(way_of(consultation.slug), consultation, draft, page_code)
    if refused is not None:
        return refused
    save_for_later(draft, page_code)
    return see_other(url_for("online.saved.show", slug=consultation.slug))


@blueprint.get("/code")
@access(PUBLIC)
def show(locale: str, slug: str) -> Response:
    """The code of what this browser has saved."""
    consultation = get_public_consultation(slug)
    draft = draft_of_browser(consultation)
    code = find_code(draft) if draft else None
    if draft is None or code is None:
        return see_other(url_for("online.start", slug=slug))
    return render("online/saved.html", _saved_page(consultation, draft, code))


@blueprint.post("/code")
@access(PUBLIC)
def send_link(locale: str, slug: str) -> Response:
    """Send the link by e-mail; the address is used once and not kept."""
    consultation = get_public_consultation(slug)
    draft = draft_of_browser(consultation)
    code = find_code(draft) if draft else None
    if draft is None or code is None or not settings().sends_mail:
        return see_other(url_for("online.start", slug=slug))
    typed = request.form.get("email", "")
    try:
        address = read_address(typed)
    except InvalidInput as refused:
        error = translate(refused.message)
        page = _saved_page(consultation, draft, code, email=typed, error=error)
        return render("online/saved.html", page, 422)
    outcome = _mail_link(consultation, draft, code, address)
    kept = address if outcome == "failed" else ""
    return render("online/saved.html", _saved_page(consultation, draft, code, outcome, kept))


@blueprint.post("/leave")
@access(PUBLIC)
def leave(locale: str, slug: str) -> Response:
    """Let this browser forget what was saved; the code still finds it."""
    answer = see_other(url_for("online.saved.left", slug=slug))
    answer.delete_cookie(DRAFT_COOKIE)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.get("/left")
@access(PUBLIC)
def left(locale: str, slug: str) -> Response:
    """It is done."""
    return render("online/saved_left.html", LeftPage(get_public_consultation(slug)))


@blueprint.route("", methods=["GET", "POST"])
@access(PUBLIC)
def ask(locale: str, slug: str) -> Response:
    """Enter the code; then the page on which its person stopped."""
    consultation = get_public_consultation(slug)
    if not consultation.is_open:
        return see_other(url_for("online.start", slug=slug))
    if request.method == "GET":
        return _ask(AskPage(consultation, request.args.get("code", "")))
    typed = request.form.get("code", "")
    try:
        draft, stopped_at = open_saved(consultation.id, typed)
    except InvalidInput as refused:
        return _ask(AskPage(consultation, typed, translate(refused.message)), refused.status)
    answer = see_other(_where(slug, draft, stopped_at))
    set_cookie(answer, DRAFT_COOKIE, draft.receipt, DRAFT_SECONDS)
    return answer


def _ask(page: AskPage, status: int = 200) -> Response:
    answer = render("online/saved_ask.html", page, status)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address may hold the code
    return answer


def _where(slug: str, draft: OpenDraft, stopped_at: str) -> str:
    way = way_of(slug)
    codes = {page.code for page in route(draft.version.content, draft.answers)}
    return way.page_href(stopped_at, 0) if stopped_at in codes else first_unanswered(way, draft)


def _saved_page(
    consultation: ConsultationSummary,
    draft: OpenDraft,
    code: str,
    mail: str = "",
    email: str = "",
    error: str = "",
) -> SavedPage:
    onward = first_unanswered(way_of(consultation.slug), draft)
    until, can_mail = kept_until(consultation), settings().sends_mail
    return SavedPage(consultation, code, until, can_mail, onward, mail, email, error)


def _mail_link(consultation: ConsultationSummary, draft: OpenDraft, code: str, to: str) -> str:
    if not count_mail(draft):
        return "enough"
    try:
        send_mail(settings(), _letter(consultation, code, to))
    except NotSent as problem:
        log.warning("the link to saved answers was not sent: %s", problem)
        return "failed"
    return "sent"


def _letter(consultation: ConsultationSummary, code: str, to: str) -> Mail:
    title = in_language(consultation.title, current_locale())[0]
    href = settings().base_url + url_for("online.saved.ask", slug=consultation.slug, code=code)
    page = LetterPage(title, href, code, kept_until(consultation))
    subject = pgettext("saved answers", "Your saved answers: %(title)s", title=title)
    return Mail(to, " ".join(subject.split()), render_template("email/saved.txt", page=page))
