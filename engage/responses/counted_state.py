"""Which responses are counted, told so briefly that what was worked out from them can be kept."""

from typing import Any

from sqlalchemy import BigInteger, cast, func, select

from engage.kernel.db import session
from engage.responses.models import LEFT_OUT, Response

SPREAD = 999_983  # a prime: numbers of the same sum have other squares, so two for two is seen


def counted_state(consultation_id: int) -> tuple[Any, ...]:
    """A few figures that are others as soon as other responses are counted.

    What a response holds never changes, so as long as they are the same, so is all that is counted.
    The receipts among them tell one database from another.
    """
    number = cast(Response.id, BigInteger)
    figures = select(
        func.count(),
        func.sum(number),
        func.sum(number * number % SPREAD),
        func.min(Response.receipt_hash),
        func.max(Response.receipt_hash),
    ).where(Response.consultation_id == consultation_id, Response.disposition.not_in(LEFT_OUT))
    return tuple(session().execute(figures).one())
