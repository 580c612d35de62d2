"""A resident withdraws a response with its receipt, as long as the consultation is open."""

from sqlalchemy import select

from engage.audit import record
from engage.consultations import get_consultation
from engage.engines import ledger
from engage.kernel.actors import Actor
from engage.kernel.db import transaction
from engage.kernel.errors import Conflict, NotFound, message
from engage.kernel.files import delete_file
from engage.kernel.keys import key_for
from engage.responses.contacts import forget_contacts
from engage.responses.models import Response
from engage.responses.passes import free_pass
from engage.responses.uploads import forget_uploads

# who holds a receipt; nobody knows more of them
RESPONDENT = Actor(id=None, name="respondent", permissions=frozenset())


def withdraw(code: str) -> None:
    """Leave the response behind a receipt out of every count, theme, result and quote, for good.

    The row and its leaf stay, so that the log can still be checked; addresses and photos that came
    with it are deleted. Withdrawing twice changes nothing. Raises ``ledger.ReceiptMistyped``,
    ``NotFound`` for a code that belongs to no response, and ``Conflict`` once the consultation has
    closed.
    """
    receipt_hash = ledger.receipt_hash(code, key_for("receipts"))
    with transaction() as current:
        row = current.scalar(
            select(Response).where(Response.receipt_hash == receipt_hash).with_for_update()
        )
        if row is None:
            raise NotFound(message("withdrawal", "No response has this code."))
        if row.disposition == "withdrawn":
            return
        if not get_consultation(row.consultation_id).is_open:
            raise Conflict(
                message(
                    "withdrawal",
                    "The consultation has closed, so the response can't be withdrawn any more.",
                )
            )
        row.disposition, row.disposition_reason = "withdrawn", ""
        receipt = ledger.read_receipt(code)
        free_pass(current, receipt=receipt)
        forget_contacts(current, receipt=receipt)
        photos = forget_uploads(current, response_id=row.id)
        record(RESPONDENT, "response.withdraw", ("response", row.id))
    for name in photos:
        delete_file(name)
