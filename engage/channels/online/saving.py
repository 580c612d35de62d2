"""Answers saved to come back to: the code, what is kept of it, and going on with it elsewhere.

The code follows from the draft's receipt by a key, so the browser that saved can show it again.
The way back is sealed: the receipt, which stays unguessable, is stored under a pad that only the
code gives. The code itself is stored nowhere.
"""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import select

from engage.channels.online.drafts import KEPT_FOR, OpenDraft, find_draft, receipt_hash
from engage.channels.online.models import Draft
from engage.consultations import ConsultationSummary
from engage.engines.ledger import CodeMistyped, new_spoken_code, read_spoken_code
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Gone, InvalidInput, Message, message
from engage.kernel.keys import key_for
from engage.responses import note_wrong_code, refuse_hasty_code

MAILS_FOR_EACH = 3


def save_for_later(draft: OpenDraft, stopped_at: str) -> str:
    """Let a code find this draft; gives the code, the same each time. Raises ``Gone``."""
    code = _code_of(draft.receipt)
    with transaction() as current:
        row = current.get(Draft, receipt_hash(draft.receipt), populate_existing=True)
        if row is None:
            raise Gone(message("answering", "This survey has been sent or started again."))
        row.code_hash, row.sealed_receipt = _hash(code), _sealed(draft.receipt.encode(), code)
        row.stopped_at, row.saved_at = stopped_at, now()
    return code


def find_code(draft: OpenDraft) -> str | None:
    """The code of a draft that was saved to come back to."""
    row = session().get(Draft, receipt_hash(draft.receipt))
    return _code_of(draft.receipt) if row is not None and row.code_hash else None


def kept_until(consultation: ConsultationSummary) -> datetime:
    """Until when what is saved now stays: thirty days, or the close if that comes before."""
    until = now() + KEPT_FOR["web"]
    return min(until, consultation.closes_at) if consultation.closes_at else until


def open_saved(consultation_id: int, typed: str) -> tuple[OpenDraft, str]:
    """The draft behind a code, and the page where its person stopped; raises ``InvalidInput``.

    A code that finds nothing makes the next attempts with codes that begin like it wait.
    """
    try:
        code = read_spoken_code(typed)
    except CodeMistyped as mistyped:
        raise _refused(mistyped.message) from mistyped
    refuse_hasty_code(code)
    row = session().scalar(select(Draft).where(Draft.code_hash == _hash(code)))
    if row is None or row.sealed_receipt is None:
        note_wrong_code(code)
        raise _refused(_unknown())
    receipt = _sealed(row.sealed_receipt, code).decode()
    draft = find_draft(receipt, row.channel, consultation_id)
    if draft is None:
        raise _refused(_unknown())
    return draft, row.stopped_at


def count_mail(draft: OpenDraft) -> bool:
    """Note that a mail goes out; False where enough were sent for this draft."""
    with transaction() as current:
        row = current.get(Draft, receipt_hash(draft.receipt), populate_existing=True)
        if row is None or row.mails_sent >= MAILS_FOR_EACH:
            return False
        row.mails_sent += 1
        return True


def _refused(told: Message) -> InvalidInput:
    return InvalidInput(told, {"code": told})


def _unknown() -> Message:
    return message(
        "saved answers",
        "No saved answers belong to this code. Compare it with what you noted. They may also have "
        "been sent already, or deleted because their time was over.",
    )


def _code_of(receipt: str) -> str:
    return new_spoken_code(_keyed("codes of saved answers", receipt))


def _hash(code: str) -> str:
    return _keyed("saved answers", code).hex()


def _sealed(text: bytes, code: str) -> bytes:
    """Sealed with a pad that is as long and used for this one text; sealing again opens it."""
    pad = _keyed("sealed receipts", code)
    assert len(text) <= len(pad)
    return bytes(one ^ other for one, other in zip(text, pad, strict=False))


def _keyed(purpose: str, text: str) -> bytes:
    return hmac.new(key_for(purpose), text.encode(), hashlib.sha256).digest()
