"""The page of a receipt: the code to keep, and which answers were left out on sending."""

from dataclasses import dataclass
from typing import Any

from flask import request
from markupsafe import Markup

from engage.channels.online.reviewing import full_label
from engage.consultations import ConsultationSummary, get_consultation
from engage.surveys import find_current_version

LEFT_OUT = "left_out"


@dataclass(frozen=True)
class ReceiptPage:
    """The code to keep; ``left_out`` are questions whose answers no longer applied."""

    consultation: ConsultationSummary
    receipt: str
    left_out: tuple[Markup, ...] = ()


def receipt_page(consultation_id: int, code: str) -> ReceiptPage:
    """What the page shows, as its address asks."""
    return ReceiptPage(get_consultation(consultation_id), code, _left_out(consultation_id))


def told_on_receipt(dropped: tuple[str, ...]) -> dict[str, Any]:
    """What the address of the receipt says of answers that were not kept: only the questions."""
    return {LEFT_OUT: " ".join(dropped)} if dropped else {}


def _left_out(consultation_id: int) -> tuple[Markup, ...]:
    codes = request.args.get(LEFT_OUT, "").split()
    version = find_current_version(consultation_id) if codes else None
    if version is None:
        return ()
    survey = version.content
    known = survey.question_by_code
    return tuple(full_label(survey, known[code]) for code in codes if code in known)
