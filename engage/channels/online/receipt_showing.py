"""The page of a receipt: the code to keep, and which answers were left out on sending."""

from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for
from markupsafe import Markup

from engage.channels.online.reviewing import full_label
from engage.channels.online.visiting_views import DRAFT_COOKIE
from engage.consultations import ConsultationSummary, get_consultation
from engage.responses import Accepted
from engage.surveys import find_current_version
from engage.web.cookies import set_cookie
from engage.web.rendering import see_other

LEFT_OUT = "left_out"
SENT_BEFORE = "sent_before"
RECEIPT_COOKIE = "engage_receipt"
RECEIPT_SHOWN_FOR = 3600


@dataclass(frozen=True)
class ReceiptPage:
    """The code to keep; ``left_out`` are questions whose answers no longer applied.

    ``is_sent_before`` says that other answers were sent with the code first, and that they stand.
    """

    consultation: ConsultationSummary
    receipt: str
    left_out: tuple[Markup, ...] = ()
    is_sent_before: bool = False


def receipt_page(consultation_id: int, code: str) -> ReceiptPage:
    """What the page shows, as its address asks."""
    return ReceiptPage(
        get_consultation(consultation_id),
        code,
        _left_out(consultation_id),
        SENT_BEFORE in request.args,
    )


def told_on_receipt(dropped: tuple[str, ...]) -> dict[str, Any]:
    """What the address of the receipt says of answers that were not kept: only the questions."""
    return {LEFT_OUT: " ".join(dropped)} if dropped else {}


def to_receipt(sent: Accepted, dropped: tuple[str, ...] = ()) -> Response:
    """Lead to the receipt of what has just been sent, and say there which answers fell away."""
    told = {SENT_BEFORE: "1"} if sent.is_conflict else told_on_receipt(dropped)
    answer = see_other(url_for("online.receipt", **told))
    set_cookie(answer, RECEIPT_COOKIE, sent.receipt, RECEIPT_SHOWN_FOR)
    answer.delete_cookie(DRAFT_COOKIE)
    return answer


def _left_out(consultation_id: int) -> tuple[Markup, ...]:
    codes = request.args.get(LEFT_OUT, "").split()
    version = find_current_version(consultation_id) if codes else None
    if version is None:
        return ()
    survey = version.content
    known = survey.question_by_code
    return tuple(full_label(survey, known[code]) for code in codes if code in known)
