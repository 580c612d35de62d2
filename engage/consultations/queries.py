"""Reading consultations: for the public, for staff, and for the rooms above."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from engage.consultations.lifecycle import Status, status_of
from engage.consultations.models import Consultation, ConsultationDocument
from engage.kernel.db import ask_once, session, table_of
from engage.kernel.errors import NotFound, message
from engage.kernel.languages import LocaleText


@dataclass(frozen=True)
class ConsultationSummary:
    """What other rooms need to know of a consultation."""

    id: int
    slug: str
    title: LocaleText
    summary: LocaleText
    languages: tuple[str, ...]
    status: Status
    promise: str
    opens_at: datetime | None
    closes_at: datetime | None
    decided_at: datetime | None
    reported_at: datetime | None
    contact_email: str
    contact_phone: str
    is_demonstration: bool
    who_may_answer: str = "everyone"
    needs_two_signatures: bool = False

    @property
    def is_open(self) -> bool:
        """Whether anybody may answer now."""
        return self.status is Status.OPEN

    @property
    def is_closed(self) -> bool:
        """Whether the time for answers is over."""
        return self.status in (Status.CLOSED, Status.DECIDED, Status.REPORTED)


def summary_of(row: Consultation | Row[Any]) -> ConsultationSummary:
    """A stored consultation as other rooms see it."""
    return ConsultationSummary(
        id=row.id,
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        languages=tuple(row.languages),
        status=status_of(row),
        promise=row.promise,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        decided_at=row.decided_at,
        reported_at=row.reported_at,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
        is_demonstration=row.is_demonstration,
        who_may_answer=row.who_may_answer,
        needs_two_signatures=row.needs_two_signatures,
    )


# Built once, past the object layer and without the long texts: every request of a resident asks
# for a consultation.
_COLUMNS = table_of(Consultation).c
_SUMMARIES: Select[*tuple[Any, ...]] = select(
    _COLUMNS.id,
    _COLUMNS.slug,
    _COLUMNS.stage,
    _COLUMNS.title,
    _COLUMNS.summary,
    _COLUMNS.languages,
    _COLUMNS.promise,
    _COLUMNS.opens_at,
    _COLUMNS.closes_at,
    _COLUMNS.decided_at,
    _COLUMNS.reported_at,
    _COLUMNS.contact_email,
    _COLUMNS.contact_phone,
    _COLUMNS.is_demonstration,
    _COLUMNS.who_may_answer,
    _COLUMNS.needs_two_signatures,
)
_BY_ID = _SUMMARIES.where(_COLUMNS.id == bindparam("id"))
# For rooms above to add what they keep of the same consultation, and to ask for all of it at once.
PUBLIC_BY_SLUG = _SUMMARIES.where(_COLUMNS.slug == bindparam("slug"), _COLUMNS.stage != "drafted")
CONSULTATION_ID = _COLUMNS.id


def get_row(consultation_id: int) -> Consultation:
    """The stored consultation as it is now, for commands of this room; raises ``NotFound``."""
    row = session().get(Consultation, consultation_id, populate_existing=True)
    if row is None:
        raise _no_such()
    return row


def get_consultation(consultation_id: int) -> ConsultationSummary:
    """By number, drafts included; raises ``NotFound``."""
    row = ask_once(_BY_ID, {"id": consultation_id})
    if row is None:
        raise _no_such()
    return summary_of(row)


def get_public_consultation(slug: str) -> ConsultationSummary:
    """By its short name, only what the public may see: no drafts. Raises ``NotFound``."""
    return public_summary_of(ask_once(PUBLIC_BY_SLUG, {"slug": slug}))


def public_summary_of(row: Row[Any] | None) -> ConsultationSummary:
    """What ``PUBLIC_BY_SLUG`` has found; raises ``NotFound`` where that is nothing."""
    if row is None:
        raise _no_such()
    return summary_of(row)


def list_consultations() -> tuple[ConsultationSummary, ...]:
    """All of them, the newest first, drafts included: for staff."""
    rows = session().scalars(select(Consultation).order_by(Consultation.id.desc()))
    return tuple(summary_of(row) for row in rows)


def list_public_consultations() -> tuple[ConsultationSummary, ...]:
    """What the public may see, the newest first."""
    found = (item for item in list_consultations() if item.status is not Status.DRAFTED)
    return tuple(found)


def _no_such() -> NotFound:
    return NotFound(message("consultations", "There is no such consultation."))


@dataclass(frozen=True)
class DocumentSummary:
    """A file to read, without its content."""

    id: int
    title: LocaleText
    filename: str
    media_type: str
    size: int


@dataclass(frozen=True)
class ConsultationTexts:
    """The longer texts of a consultation and its documents."""

    background: LocaleText
    next_steps: LocaleText
    privacy_note: LocaleText
    documents: tuple[DocumentSummary, ...]


def get_texts(consultation_id: int) -> ConsultationTexts:
    """What stands on the consultation's own page; raises ``NotFound``."""
    row = session().get(Consultation, consultation_id)
    if row is None:
        raise _no_such()
    documents = tuple(
        DocumentSummary(d.id, d.title, d.filename, d.media_type, d.size) for d in row.documents
    )
    return ConsultationTexts(row.background, row.next_steps, row.privacy_note, documents)


def get_document(consultation_id: int, document_id: int) -> tuple[DocumentSummary, bytes]:
    """A file with its content; raises ``NotFound``."""
    found = session().get(ConsultationDocument, document_id)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound(message("consultations", "There is no such document."))
    about = DocumentSummary(found.id, found.title, found.filename, found.media_type, found.size)
    return about, found.content
