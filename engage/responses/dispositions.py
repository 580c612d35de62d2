"""Where a response ended, as review found it."""

from collections.abc import Iterable

from sqlalchemy import update

from engage.kernel.actors import Actor, Permission
from engage.kernel.db import transaction
from engage.responses.models import Response

SETTLED_BY_REVIEW = ("received", "blank", "themed", "campaign")


def settle(actor: Actor, response_ids: Iterable[int], disposition: str) -> None:
    """Note the outcome of review for these responses: ``received``, ``themed`` or ``campaign``."""
    actor.require(Permission.REVIEW_THEMES)
    assert disposition in SETTLED_BY_REVIEW
    ids = sorted(set(response_ids))
    with transaction() as current:
        for start in range(0, len(ids), 500):
            current.execute(
                update(Response)
                .where(
                    Response.id.in_(ids[start : start + 500]),
                    Response.disposition.in_(SETTLED_BY_REVIEW),
                )
                .values(disposition=disposition)
            )
