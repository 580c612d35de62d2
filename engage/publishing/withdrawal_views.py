"""Pages: a resident withdraws a response with its receipt. Asked, confirmed, done."""

from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.engines.ledger import ReceiptMistyped
from engage.kernel.errors import Conflict
from engage.publishing.following import find_response
from engage.responses import ResponseStatus, withdraw
from engage.web.access import PUBLIC, access
from engage.web.locale import translate
from engage.web.rendering import render, see_other

blueprint = Blueprint("withdrawal", __name__, url_prefix="/<locale:locale>")


@dataclass(frozen=True)
class WithdrawalPage:
    """A code to enter; then what would be withdrawn, to be confirmed or not possible any more."""

    code: str
    error: str = ""
    status: ResponseStatus | None = None
    consultation: ConsultationSummary | None = None


@dataclass(frozen=True)
class WithdrawnPage:
    """It is done, and what that means."""


@blueprint.get("/withdraw")
@access(PUBLIC)
def ask(locale: str) -> Response:
    """Enter the receipt."""
    return _page(WithdrawalPage(""))


@blueprint.post("/withdraw")
@access(PUBLIC)
def confirm(locale: str) -> Response:
    """Show what the receipt belongs to; withdraw it once that is confirmed."""
    code = request.form.get("code", "").strip()
    try:
        status = find_response(code)
        if status is None:
            return _page(WithdrawalPage(code, _unknown()), 404)
        if request.form.get("act") == "withdraw":
            withdraw(code)
            return see_other(url_for("withdrawal.done"))
    except ReceiptMistyped as mistyped:
        return _page(WithdrawalPage(code, translate(mistyped.message)), 422)
    except Conflict as refused:
        return _page(WithdrawalPage(code, translate(refused.message)), refused.status)
    return _page(WithdrawalPage(code, "", status, get_consultation(status.consultation_id)))


@blueprint.get("/withdrawn")
@access(PUBLIC)
def done(locale: str) -> Response:
    """It is done."""
    return render("outcome/withdrawn.html", WithdrawnPage())


def _unknown() -> str:
    return pgettext(
        "follow", "We do not know this code. Check it against your receipt, letter by letter."
    )


def _page(page: WithdrawalPage, status: int = 200) -> Response:
    return render("outcome/withdraw.html", page, status)
