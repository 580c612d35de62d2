"""Responses, by the one door."""

from typing import Any

from engage.engines.ledger import new_receipt
from engage.kernel.actors import SYSTEM, Actor
from engage.kernel.ids import random_bytes
from engage.responses import Accepted, Submission, exclude, propose_exclusion, submit
from engage.surveys import PublishedVersion
from tests.factories.people import make_actor

ANSWERS: dict[str, Any] = {
    "q_transport": "bus",
    "q_wait": 12,
    "q_safe": 3,
    "q_places": ["library", "park"],
    "q_change": "Buses after eight in the evening, please.",
    "q_street": "Mill Road",
}


def make_response(
    version: PublishedVersion,
    *,
    channel: str = "web",
    language: str = "en",
    receipt: str | None = None,
    **answers: Any,
) -> Accepted:
    """Submit a response; ``answers`` replace single answers, None leaves one out."""
    given = {code: value for code, value in (ANSWERS | answers).items() if value is not None}
    return submit(
        Submission(
            version_id=version.id,
            receipt=receipt or new_receipt(random_bytes(10)),
            channel=channel,
            language=language,
            answers=given,
        )
    )


def leave_out(
    response_id: int, reason: str = "Sent twice", kind: str = "repeat", lead: Actor | None = None
) -> None:
    """Let two agree that a response is left out: the system proposes it, ``lead`` agrees."""
    propose_exclusion(SYSTEM, response_id, reason, kind)
    exclude(lead or make_actor(), response_id)
