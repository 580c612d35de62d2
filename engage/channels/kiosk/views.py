"""Pages of a kiosk.

Nothing of the last person may be left: nothing is cached, nothing is filled in by the browser,
and the visit's cookie is rotated at every ending, so that a page reached by going back finds an
ended visit and leads to the welcome.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g, request, url_for
from markupsafe import Markup

from engage.channels.kiosk.devices import enrol_device, find_device
from engage.channels.online.drafts import (
    OpenDraft,
    begin_draft,
    discard_draft,
    find_draft,
    send_draft,
)
from engage.channels.online.receipt_picture_showing import receipt_picture
from engage.channels.online.walking import show_check, show_or_save_page
from engage.channels.online.ways import Way, first_page_href
from engage.consultations import ConsultationSummary, get_consultation
from engage.engines.ledger import ReceiptMistyped
from engage.engines.questionnaire import at_kiosk, validate
from engage.kernel.errors import InvalidInput
from engage.kernel.ids import new_token
from engage.responses import find_consultation_of
from engage.surveys import PublishedVersion, find_current_version
from engage.web.access import KIOSK, PUBLIC, access
from engage.web.cookies import set_cookie
from engage.web.locale import current_locale, translate
from engage.web.rendering import offer_variants, render, see_other

blueprint = Blueprint("kiosk", __name__, url_prefix="/kiosk")

DEVICE_COOKIE = "engage_kiosk"
VISIT_COOKIE = "engage_visit"
DISPLAY_COOKIE = "engage_display"
TEN_YEARS = 10 * 365 * 86400
RECEIPT_SECONDS = 45
THEMES = ("", "large", "contrast", "contrast large")


@dataclass(frozen=True)
class WelcomePage:
    """The first screen: languages, or why nobody can answer."""

    consultation: ConsultationSummary
    is_ready: bool


@dataclass(frozen=True)
class EnrolPage:
    """Enter the code that staff gave."""

    code: str
    error: str


@dataclass(frozen=True)
class ReceiptPage:
    """The code and its picture, for a short time."""

    consultation: ConsultationSummary
    receipt: str
    picture: Markup
    seconds: int


@blueprint.before_request
def require_device() -> Response | None:
    """Only an enrolled device sees these pages."""
    g.device = find_device(request.cookies.get(DEVICE_COOKIE))
    if g.device is None and request.endpoint != "kiosk.enrol":
        return see_other(url_for("kiosk.enrol"))
    return None


@blueprint.route("/enrol", methods=["GET", "POST"])
@access(PUBLIC)
def enrol() -> Response:
    """Make this device a kiosk."""
    if request.method == "GET":
        return render("kiosk/enrol.html", EnrolPage("", ""))
    code = request.form.get("code", "")
    try:
        token = enrol_device(code)
    except InvalidInput as refused:
        return render("kiosk/enrol.html", EnrolPage(code, translate(refused.message)), 422)
    answer = see_other(url_for("kiosk.welcome"))
    _set_cookie(answer, DEVICE_COOKIE, token, TEN_YEARS)
    return answer


@blueprint.get("")
@access(KIOSK)
def welcome() -> Response:
    """Language first; every visit begins and ends here, with a fresh visit."""
    if "left" in request.args:
        answer = see_other(url_for("kiosk.welcome"))
        _end_visit(answer)
        return answer
    consultation = get_consultation(g.device.consultation_id)
    version = _find_version(consultation.id)
    is_ready = _takes_kiosks(consultation) and version is not None
    offer_variants(version.content.languages if version else ())
    answer = render(
        "kiosk/welcome.html", WelcomePage(consultation, is_ready), **_chrome(is_idle=False)
    )
    _set_cookie(answer, VISIT_COOKIE, new_token(), None)
    return answer


@blueprint.post("/<locale:locale>/begin")
@access(KIOSK)
def begin(locale: str) -> Response:
    """Begin in this language."""
    version = _find_version(g.device.consultation_id)
    if version is None or not _takes_kiosks(get_consultation(g.device.consultation_id)):
        return see_other(url_for("kiosk.welcome"))
    discard_draft(request.cookies.get(VISIT_COOKIE))
    receipt = begin_draft(version.id, "kiosk")
    draft = find_draft(receipt, "kiosk", version.consultation_id)
    assert draft is not None
    answer = see_other(first_page_href(_way(), draft))
    _set_cookie(answer, VISIT_COOKIE, receipt, None)
    return answer


@blueprint.route("/<locale:locale>/answer/<page_code>", methods=["GET", "POST"])
@access(KIOSK)
def page(locale: str, page_code: str) -> Response:
    """One page of questions."""
    draft = _draft()
    if draft is None:
        return see_other(url_for("kiosk.welcome"))
    consultation = get_consultation(draft.version.consultation_id)
    return _timed(show_or_save_page(_way(), consultation, draft, page_code))


@blueprint.route("/<locale:locale>/check", methods=["GET", "POST"])
@access(KIOSK)
def check(locale: str) -> Response:
    """Check the answers; POST sends them."""
    draft = _draft()
    if draft is None:
        return see_other(url_for("kiosk.welcome"))
    consultation = get_consultation(draft.version.consultation_id)
    if request.method == "GET" or validate(draft.version.content, draft.answers):
        return _timed(show_check(_way(), consultation, draft))
    accepted = send_draft(draft, current_locale(), g.device.id)
    answer = see_other(url_for("kiosk.receipt"))
    _set_cookie(answer, VISIT_COOKIE, accepted.receipt, None)
    return answer


@blueprint.get("/<locale:locale>/receipt")
@access(KIOSK)
def receipt(locale: str) -> Response:
    """The code, shown once: the visit ends with this page, so going back does not bring it back."""
    code = request.cookies.get(VISIT_COOKIE, "")
    try:
        found = find_consultation_of(code)
    except ReceiptMistyped:
        found = None
    if found is None:
        return see_other(url_for("kiosk.welcome"))
    shown = ReceiptPage(get_consultation(found), code, receipt_picture(code), RECEIPT_SECONDS)
    answer = render("kiosk/receipt.html", shown, **_chrome())
    answer.headers["Refresh"] = f"{RECEIPT_SECONDS}; url={url_for('kiosk.welcome')}"
    _end_visit(answer)
    return answer


@blueprint.get("/<locale:locale>/still-there")
@access(KIOSK)
def still_there(locale: str) -> Response:
    """Asked of a kiosk left alone whose browser runs no script; then the welcome."""
    consultation = get_consultation(g.device.consultation_id)
    answer = render("kiosk/still_there.html", WelcomePage(consultation, True), **_chrome())
    answer.headers["Refresh"] = f"30; url={url_for('kiosk.welcome', left=1)}"
    return answer


@blueprint.post("/<locale:locale>/start-over")
@access(KIOSK)
def start_over(locale: str) -> Response:
    """End this visit: its answers are gone for good."""
    discard_draft(request.cookies.get(VISIT_COOKIE))
    answer = see_other(url_for("kiosk.welcome"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    _end_visit(answer)
    return answer


@blueprint.post("/<locale:locale>/display")
@access(KIOSK)
def display(locale: str) -> Response:
    """Larger text or stronger contrast, for this visit."""
    wanted = request.form.get("theme", "")
    onward = request.referrer or ""
    base = request.host_url
    inside = onward if onward.startswith(base + "kiosk") else url_for("kiosk.welcome")
    answer = see_other(inside)
    _set_cookie(answer, DISPLAY_COOKIE, wanted if wanted in THEMES else "", None)
    return answer


def _find_version(consultation_id: int) -> PublishedVersion | None:
    """What is asked now, unless nothing of it is for shared devices."""
    version = find_current_version(consultation_id)
    return version if version is not None and at_kiosk(version.content).pages else None


def _takes_kiosks(consultation: ConsultationSummary) -> bool:
    return consultation.is_open and consultation.who_may_answer != "invited"


def _draft() -> OpenDraft | None:
    return find_draft(request.cookies.get(VISIT_COOKIE), "kiosk", g.device.consultation_id)


def _way() -> Way:
    def page_href(code: str, change: int) -> str:
        values: dict[str, Any] = {"change": 1} if change else {}
        return url_for("kiosk.page", page_code=code, **values)

    return Way(page_href, url_for("kiosk.check"), url_for("kiosk.welcome"), _chrome())


def _chrome(*, is_idle: bool = True) -> dict[str, Any]:
    theme = request.cookies.get(DISPLAY_COOKIE, "")
    extra = {
        "display_href": url_for("kiosk.display"),
        "theme": theme if theme in THEMES else "",
        "idle_seconds": str(g.device.idle_seconds),
    }
    if is_idle:
        extra["start_over_href"] = url_for("kiosk.start_over")
    return {"is_kiosk": True, "extra": extra}


def _timed(answer: Response) -> Response:
    """Without script the browser itself asks whether anybody is there."""
    if answer.status_code < 300 or answer.status_code == 422:
        answer.headers["Refresh"] = (
            f"{g.device.idle_seconds + 35}; url={url_for('kiosk.still_there')}"
        )
    return answer


def _end_visit(answer: Response) -> None:
    """The next person gets a visit of their own, and text of the usual size."""
    _set_cookie(answer, VISIT_COOKIE, new_token(), None)
    _set_cookie(answer, DISPLAY_COOKIE, "", 0)


def _set_cookie(answer: Response, name: str, value: str, seconds: int | None) -> None:
    set_cookie(answer, name, value, seconds, path="/kiosk")
