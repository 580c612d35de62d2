"""Consultations: the lifecycle and the pages the public sees."""

from engage.consultations.lifecycle import Status
from engage.consultations.queries import (
    ConsultationSummary,
    get_consultation,
    get_public_consultation,
    list_consultations,
)

__all__ = [
    "ConsultationSummary",
    "Status",
    "get_consultation",
    "get_public_consultation",
    "list_consultations",
]
