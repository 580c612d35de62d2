"""The page of a receipt: the code to keep, and which answers were left out on sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for
from markupsafe import Markup

from engage.channels.online.receipt_picture_showing import receipt_picture
from engage.channels.online.reviewing import full_label
from engage.channels.online.visiting_views import DRAFT_COOKIE
from engage.consultations import ConsultationSummary, get_consultation, get_public_consultation
from engage.responses import Accepted
from engage.surveys import find_current_version
from engage.web.cookies import set_cookie
from engage.web.rendering import render, see_other

LEFT_OUT = "left_out"
SENT_BEFORE = "sent_before"
RECEIPT_COOKIE = "engage_receipt"
RECEIPT_SHOWN_FOR = 3600
_NONE_YET = "none-yet"


@dataclass(frozen=True)
class ReceiptPage:
    """The code to keep; ``left_out`` are questions whose answers no longer applied.

    ``is_sent_before`` says that other answers were sent with the code first, and that they stand.
    ``picture`` is there where the page is shown this once, to a browser that keeps no cookies.
    """

    consultation: ConsultationSummary
    receipt: str
    left_out: tuple[Markup, ...] = ()
    is_sent_before: bool = False
    picture: Markup | None = None


def receipt_of_browser() -> str:
    """The code of the receipt that this browser can be shown, "" for none."""
    kept = request.cookies.get(RECEIPT_COOKIE, "")
    return "" if kept == _NONE_YET else kept


def try_cookies(answer: Response) -> Response:
    """The answer with a cookie to see by, when the form is sent, whether the browser keeps any."""
    if RECEIPT_COOKIE not in request.cookies:
        set_cookie(answer, RECEIPT_COOKIE, _NONE_YET, RECEIPT_SHOWN_FOR)
    return answer


def receipt_page(consultation_id: int, code: str) -> ReceiptPage:
    """What the page shows, as its address asks."""
    return ReceiptPage(
        get_consultation(consultation_id),
        code,
        _left_out(consultation_id, request.args.get(LEFT_OUT, "").split()),
        SENT_BEFORE in request.args,
    )


def told_on_receipt(dropped: tuple[str, ...]) -> dict[str, Any]:
    """What the address of the receipt says of answers that were not kept: only the questions."""
    return {LEFT_OUT: " ".join(dropped)} if dropped else {}


def to_receipt(sent: Accepted, dropped: tuple[str, ...] = ()) -> Response:
    """Lead to the receipt of what has just been sent, and say there which answers fell away.

    A browser that kept no cookie of the form's page is shown the receipt here and now.
    """
    if "version" in request.form and not request.cookies:
        return _shown_once(sent, dropped)
    told = {SENT_BEFORE: "1"} if sent.is_conflict else told_on_receipt(dropped)
    answer = see_other(url_for("online.receipt", **told))
    set_cookie(answer, RECEIPT_COOKIE, sent.receipt, RECEIPT_SHOWN_FOR)
    answer.delete_cookie(DRAFT_COOKIE)
    return answer


def _shown_once(sent: Accepted, dropped: Sequence[str]) -> Response:
    consultation = get_public_consultation(str((request.view_args or {})["slug"]))
    page = ReceiptPage(
        consultation,
        sent.receipt,
        _left_out(consultation.id, dropped),
        sent.is_conflict,
        receipt_picture(sent.receipt),
    )
    return render("online/receipt.html", page)


def _left_out(consultation_id: int, codes: Sequence[str]) -> tuple[Markup, ...]:
    version = find_current_version(consultation_id) if codes else None
    if version is None:
        return ()
    survey = version.content
    known = survey.question_by_code
    return tuple(full_label(survey, known[code]) for code in codes if code in known)
