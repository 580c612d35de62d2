"""Where not everybody may answer, or not twice: what a response must show at the door.

A pass is an invitation code or a browser's own token. It is spent in the transaction that stores
the response, by a key that can be taken once: of two that arrive together one is refused.
"""

import hashlib
import hmac

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.consultations import ConsultationSummary
from engage.engines.ledger import LONG, CodeMistyped, read_spoken_code
from engage.kernel.db import session, table_of
from engage.kernel.errors import Conflict, InvalidInput, Message, message
from engage.kernel.keys import key_for
from engage.responses.passes_models import Invitation, InvitationBatch, SpentPass
from engage.responses.slowing import note_wrong_code, refuse_hasty_code


class PassSpent(Conflict):
    """This invitation, or this browser, has answered already."""


class PassNeeded(Conflict):
    """This consultation takes the response only with an invitation, or from a known browser."""


def check_invitation(consultation_id: int, typed: str) -> str:
    """The code as it is written; raises ``InvalidInput`` where it opens nothing.

    Wrong codes slow down what begins like them.
    """
    try:
        code = read_spoken_code(typed, LONG)
    except CodeMistyped as mistyped:
        raise InvalidInput(mistyped.message, {"code": mistyped.message}) from mistyped
    refuse_hasty_code(code)
    refusal = why_not_invited(consultation_id, code)
    if refusal is None:
        return code
    if not _is_known(code):
        note_wrong_code(code)
    raise InvalidInput(refusal, {"code": refusal})


def why_not_invited(consultation_id: int, typed: str) -> Message | None:
    """What speaks against this invitation, if anything does."""
    try:
        code = read_spoken_code(typed, LONG)
    except CodeMistyped as mistyped:
        return mistyped.message
    found = (
        session()
        .execute(
            select(Invitation.revoked_at, InvitationBatch.revoked_at.label("batch_revoked_at"))
            .join(InvitationBatch, InvitationBatch.id == Invitation.batch_id)
            .where(
                Invitation.code_hash == invitation_hash(code),
                InvitationBatch.consultation_id == consultation_id,
            )
        )
        .one_or_none()
    )
    if found is None:
        return message("code", "We do not know this invitation code. Check it, letter by letter.")
    if found.revoked_at or found.batch_revoked_at:
        return message("code", "This invitation code is no longer valid. Ask for a new one.")
    if session().get(SpentPass, invitation_hash(code)):
        return _spent_invitation()
    return None


def has_answered(consultation_id: int, browser: str) -> bool:
    """Whether a response has come from this browser."""
    return session().get(SpentPass, _browser_hash(consultation_id, browser)) is not None


def spend_pass(
    current: Session,
    consultation: ConsultationSummary,
    shown: tuple[str, str],
    holder: str,
    response_id: int,
    by: str,
) -> None:
    """Take the pass of a new response, within its transaction; ``shown`` is (invitation, browser).

    ``by`` is ``web``, ``kiosk`` or ``staff``.
    Raises ``PassNeeded`` and ``PassSpent``.
    """
    pass_hash = _needed_pass(consultation, *shown, by)
    if pass_hash is None:
        return
    values = {
        "pass_hash": pass_hash,
        "consultation_id": consultation.id,
        "holder_hash": _keyed("holders of passes", holder),
        "response_id": response_id if by == "staff" else None,
    }
    try:
        current.execute(insert(table_of(SpentPass)), values)
    except IntegrityError as taken:
        is_invited = consultation.who_may_answer == "invited"
        raise PassSpent(_spent_invitation() if is_invited else _answered_before()) from taken


def free_pass(current: Session, *, receipt: str = "", response_id: int = 0) -> None:
    """A response no longer counts: whoever gave it may answer again."""
    if receipt:
        of_holder = SpentPass.holder_hash == _keyed("holders of passes", receipt)
        current.execute(delete(SpentPass).where(of_holder))
    if response_id:
        current.execute(delete(SpentPass).where(SpentPass.response_id == response_id))


def invitation_hash(code: str) -> str:
    """What is stored of an invitation."""
    return _keyed("invitations", code)


def _needed_pass(
    consultation: ConsultationSummary, invitation: str, browser: str, by: str
) -> str | None:
    """Staff may key a form that came without a code; they know how it came."""
    if invitation.strip() and consultation.who_may_answer == "invited":
        refusal = why_not_invited(consultation.id, invitation)
        if refusal is not None:
            raise PassSpent(refusal)
        return invitation_hash(read_spoken_code(invitation, LONG))
    if by == "staff" or consultation.who_may_answer == "everyone":
        return None
    if consultation.who_may_answer == "invited":
        raise PassNeeded(message("code", "This consultation is answered with an invitation code."))
    if by == "kiosk":  # one device for everybody
        return None
    if not browser:
        raise PassNeeded(
            message(
                "code",
                "Your browser did not keep the cookie by which one response from each browser is "
                "counted. Your answers are still here: send them again. If that does not help, "
                "allow cookies for this site, or call us.",
            )
        )
    return _browser_hash(consultation.id, browser)


def _is_known(code: str) -> bool:
    return session().get(Invitation, invitation_hash(code)) is not None


def _spent_invitation() -> Message:
    return message("code", "Somebody has answered with this invitation code. It can be used once.")


def _answered_before() -> Message:
    return message(
        "code", "A response has come from this browser already. Each browser can answer once."
    )


def _browser_hash(consultation_id: int, browser: str) -> str:
    return _keyed("browsers", f"{consultation_id} {browser}")


def _keyed(purpose: str, text: str) -> str:
    return hmac.new(key_for(purpose), text.encode(), hashlib.sha256).hexdigest()
