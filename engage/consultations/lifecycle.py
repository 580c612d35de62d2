"""Where a consultation stands: drafted, scheduled, open, closed, decided, reported.

Opening and closing happen by the clock, so they are computed from the dates, never stored.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from engage.consultations.models import Consultation
from engage.kernel.clock import now


class Status(StrEnum):
    """The six places, in the order they are passed."""

    DRAFTED = "drafted"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    DECIDED = "decided"
    REPORTED = "reported"


def status_of(consultation: Consultation | Row[Any], at: datetime | None = None) -> Status:
    """The status at a moment, by default now."""
    moment = at or now()
    if consultation.stage != "scheduled":
        return Status(consultation.stage)
    assert consultation.opens_at is not None and consultation.closes_at is not None
    if moment < consultation.opens_at:
        return Status.SCHEDULED
    return Status.OPEN if moment < consultation.closes_at else Status.CLOSED
