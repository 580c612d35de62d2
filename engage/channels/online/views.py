"""Pages: begin a survey, answer it, check the answers, send them, keep the receipt."""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, request, url_for

from engage.channels.online.drafts import (
    begin_draft,
    discard_draft,
    find_draft,
    save_answers,
    send_draft,
)
from engage.channels.online.entrance_views import blueprint as entrance
from engage.channels.online.entrance_views import (
    refused_at_door,
    shown_pass,
    stop_at_entrance,
    with_browser_token,
)
from engage.channels.online.receipt_picture_showing import receipt_picture
from engage.channels.online.receipt_showing import (
    receipt_of_browser,
    receipt_page,
    to_receipt,
    try_cookies,
)
from engage.channels.online.saving_views import blueprint as saved
from engage.channels.online.saving_views import save_and_leave
from engage.channels.online.upload_forms import allow_for_files
from engage.channels.online.visiting_views import (
    DRAFT_COOKIE,
    draft_of_browser,
    way_of,
)
from engage.channels.online.walking import show_check, show_or_save_page
from engage.channels.online.ways import first_page_href, first_unanswered
from engage.channels.online.whole_views import new_whole_form, send_whole, version_of_form
from engage.consultations import ConsultationSummary, get_public_consultation
from engage.engines.ledger import ReceiptMistyped
from engage.engines.questionnaire import validate
from engage.kernel.errors import InvalidInput, NotFound, message
from engage.kernel.languages import LocaleText
from engage.responses import PassNeeded, PassSpent, find_consultation_of
from engage.surveys import PublishedVersion, find_public_survey
from engage.web.access import PUBLIC, access
from engage.web.cookies import set_cookie
from engage.web.cross_site import is_led_here_by_us
from engage.web.kept_pages import render_kept
from engage.web.locale import current_locale
from engage.web.rendering import offer_variants, render, see_other

blueprint = Blueprint("online", __name__, url_prefix="/<locale:locale>")
blueprint.register_blueprint(saved)
blueprint.register_blueprint(entrance)


@dataclass(frozen=True)
class StartPage:
    """Before the first question: what this is, how long it takes, begin or go on."""

    consultation: ConsultationSummary
    intro: LocaleText
    question_count: int
    asks_after_answers: bool
    has_draft: bool


@dataclass(frozen=True)
class ClosedPage:
    """Why nobody can answer now."""

    consultation: ConsultationSummary


@blueprint.get("/consultations/<slug>/answer")
@access(PUBLIC)
def start(locale: str, slug: str) -> Response:
    """The first page of the survey: the whole of it, or what comes before the first question."""
    consultation, version = _open_survey(slug)
    if version is None:
        return render("online/not_open.html", ClosedPage(consultation))
    offer_variants(version.content.languages)
    return stop_at_entrance(consultation) or with_browser_token(
        _start_page(consultation, version), consultation
    )


def _start_page(consultation: ConsultationSummary, version: PublishedVersion) -> Response:
    if version.content.layout == "single_page":
        return try_cookies(new_whole_form(consultation, version))
    draft = draft_of_browser(consultation)
    return render(
        "online/start.html",
        StartPage(
            consultation,
            version.content.intro,
            version.content.question_count,
            version.content.asks_after_answers,
            draft is not None and bool(draft.answers),
        ),
    )


@blueprint.post("/consultations/<slug>/answer")
@access(PUBLIC)
def begin(locale: str, slug: str) -> Response:
    """Begin a survey with one thing per page, or send one that stood on a single page."""
    consultation, version = _open_survey(slug)
    if version is None:
        return render("online/not_open.html", ClosedPage(consultation), 409)
    allow_for_files(version.content)
    shown = version_of_form(consultation) or version
    if shown.content.layout == "single_page":
        return with_browser_token(send_whole(consultation, shown), consultation)
    stopped = stop_at_entrance(consultation)
    if stopped is not None:
        return stopped
    draft = draft_of_browser(consultation)
    if draft is not None and request.form.get("go") == "on":
        return see_other(first_unanswered(way_of(slug), draft))
    discard_draft(request.cookies.get(DRAFT_COOKIE))
    receipt = begin_draft(version.id, "web")
    begun = find_draft(receipt, "web", consultation.id)
    assert begun is not None
    answer = see_other(first_page_href(way_of(slug), begun))
    set_cookie(answer, DRAFT_COOKIE, receipt, 30 * 86400)
    return answer


@blueprint.route("/consultations/<slug>/answer/<page_code>", methods=["GET", "POST"])
@access(PUBLIC)
def page(locale: str, slug: str, page_code: str) -> Response:
    """One page of questions."""
    consultation = get_public_consultation(slug)
    draft = draft_of_browser(consultation)
    if draft is None:
        return _no_draft(consultation)
    allow_for_files(draft.version.content)
    if request.method == "POST" and request.form.get("then") == "later":
        return save_and_leave(consultation, draft, page_code)
    return show_or_save_page(way_of(slug), consultation, draft, page_code)


@blueprint.route("/consultations/<slug>/answer/check-answers", methods=["GET", "POST"])
@access(PUBLIC)
def check(locale: str, slug: str) -> Response:
    """Check the answers; POST sends them."""
    consultation = get_public_consultation(slug)
    draft = draft_of_browser(consultation)
    if draft is None:
        return _no_draft(consultation)
    if request.method == "POST" and not validate(draft.version.content, draft.answers):
        try:
            sent = send_draft(draft, current_locale(), shown=shown_pass(consultation))
        except (PassNeeded, PassSpent) as refused:
            return refused_at_door(consultation, refused)
        except InvalidInput as refused:  # a photo is gone: ask for it again
            save_answers(draft, tuple(refused.fields), {})
            return see_other(url_for("online.check", slug=slug))
        return to_receipt(sent)
    return show_check(way_of(slug), consultation, draft)


@blueprint.get("/receipt")
@access(PUBLIC)
def receipt(locale: str) -> Response:
    """The receipt of the response that this browser has just sent."""
    code, consultation_id = _sent()
    return render_kept(
        "online/receipt.html",
        consultation_id,
        lambda code: receipt_page(consultation_id, code),
        code,
    )


@blueprint.get("/receipt.svg")
@access(PUBLIC)
def receipt_qr(locale: str) -> Response:
    """The same receipt as a QR code that opens its page."""
    code, _consultation_id = _sent()
    picture = str(receipt_picture(code))
    answer = make_response(picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    answer.mimetype = "image/svg+xml"
    return answer


def _sent() -> tuple[str, int]:
    code = receipt_of_browser()
    try:
        found = find_consultation_of(code)
    except ReceiptMistyped:
        found = None
    if found is None:
        raise NotFound(message("receipt", "There is no receipt to show in this browser any more."))
    return code, found


def _open_survey(slug: str) -> tuple[ConsultationSummary, PublishedVersion | None]:
    consultation, version = find_public_survey(slug)
    return consultation, version if consultation.is_open else None


def _no_draft(consultation: ConsultationSummary) -> Response:
    """Already sent (a second click, Back), begun too long ago, or the browser keeps no cookies."""
    if request.method == "POST" and receipt_of_browser():
        return see_other(url_for("online.receipt"))
    if not request.cookies and is_led_here_by_us():
        return render("online/no_cookies.html", ClosedPage(consultation), 409)
    return see_other(url_for("online.start", slug=consultation.slug))
