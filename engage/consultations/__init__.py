"""Consultations: the lifecycle and the pages the public sees."""

from engage.consultations.commands import (
    close_consultation,
    mark_decided,
    mark_reported,
    open_consultation,
    redraft_consultation,
    schedule_consultation,
)
from engage.consultations.documents import add_document, remove_document
from engage.consultations.drafting import ConsultationDraft, add_consultation
from engage.consultations.lifecycle import Status
from engage.consultations.queries import (
    CONSULTATION_ID,
    PUBLIC_BY_SLUG,
    ConsultationSummary,
    ConsultationTexts,
    get_consultation,
    get_public_consultation,
    get_texts,
    list_consultations,
    public_summary_of,
)

__all__ = [
    "CONSULTATION_ID",
    "PUBLIC_BY_SLUG",
    "ConsultationDraft",
    "ConsultationSummary",
    "ConsultationTexts",
    "Status",
    "add_consultation",
    "add_document",
    "close_consultation",
    "get_consultation",
    "get_public_consultation",
    "get_texts",
    "list_consultations",
    "mark_decided",
    "mark_reported",
    "open_consultation",
    "public_summary_of",
    "redraft_consultation",
    "remove_document",
    "schedule_consultation",
]
