"""What a lead does with a consultation: draft it, schedule it, close it early, decide, report."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from engage.audit import record
from engage.consultations.lifecycle import Status, status_of
from engage.consultations.models import PROMISES, Consultation, ConsultationDocument
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.kernel.ids import slug
from engage.kernel.languages import LocaleText

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain",
}
LARGEST_DOCUMENT = 10 * 1024 * 1024


@dataclass(frozen=True)
class ConsultationDraft:
    """A consultation as it is written; texts by language, moments in UTC."""

    title: LocaleText
    summary: LocaleText
    background: LocaleText
    next_steps: LocaleText
    privacy_note: LocaleText
    languages: tuple[str, ...]
    promise: str
    contact_email: str = ""
    contact_phone: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    short_name: str = ""
    is_demonstration: bool = False


def add_consultation(actor: Actor, draft: ConsultationDraft) -> int:
    """Draft a consultation; gives its number. Raises ``InvalidInput``."""
    actor.require(Permission.MANAGE_CONSULTATIONS)
    _check(draft)
    with transaction() as current:
        row = Consultation(slug=_free_slug(draft), stage="drafted")
        _fill(row, draft)
        row.is_demonstration = draft.is_demonstration
        current.add(row)
        current.flush()
        record(actor, "consultation.add", ("consultation", row.id))
        return row.id


def edit_consultation(
    actor: Actor, consultation_id: int, draft: ConsultationDraft, reason: str = ""
) -> None:
    """Change a consultation. Once it is open, every change needs a reason, which is recorded.

    The opening can't be moved after it has passed, and the close only to a later moment.
    """
    actor.require(Permission.MANAGE_CONSULTATIONS)
    _check(draft)
    with transaction():
        row = _get(consultation_id)
        status = status_of(row)
        if status not in (Status.DRAFTED, Status.SCHEDULED):
            _require_reason(reason)
            draft = replace(draft, opens_at=row.opens_at)
            if status is not Status.OPEN or (
                draft.closes_at and row.closes_at and draft.closes_at < row.closes_at
            ):
                draft = replace(draft, closes_at=row.closes_at)
        if row.stage == "scheduled" and not (draft.opens_at and draft.closes_at):
            raise _missing_dates()
        _fill(row, draft)
        record(actor, "consultation.change", ("consultation", consultation_id), reason=reason)


def schedule_consultation(actor: Actor, consultation_id: int, *, has_survey: bool) -> None:
    """Let the clock open it. Raises ``Conflict`` for what is missing: dates or a survey."""
    actor.require(Permission.MANAGE_CONSULTATIONS)
    with transaction():
        row = _get(consultation_id)
        if row.stage != "drafted":
            raise Conflict(message("consultations", "This consultation is scheduled already."))
        if not (row.opens_at and row.closes_at):
            raise _missing_dates()
        if not has_survey:
            raise Conflict(
                message("consultations", "Publish a survey first: without one nobody can answer.")
            )
        row.stage = "scheduled"
        record(actor, "consultation.schedule", ("consultation", consultation_id))


def redraft_consultation(actor: Actor, consultation_id: int) -> None:
    """Take a scheduled consultation back before it opens."""
    actor.require(Permission.MANAGE_CONSULTATIONS)
    with transaction():
        row = _get(consultation_id)
        if status_of(row) is not Status.SCHEDULED:
            raise Conflict(message("consultations", "Only what has not opened can go back."))
        row.stage = "drafted"
        record(actor, "consultation.redraft", ("consultation", consultation_id))


def close_consultation(actor: Actor, consultation_id: int, reason: str) -> None:
    """Close an open consultation now, before its date; the reason stays on record."""
    actor.require(Permission.MANAGE_CONSULTATIONS)
    _require_reason(reason)
    with transaction():
        row = _get(consultation_id)
        if status_of(row) is not Status.OPEN:
            raise Conflict(message("consultations", "Only an open consultation can be closed."))
        row.closes_at = now()
        record(actor, "consultation.close", ("consultation", consultation_id), reason=reason)


def mark_decided(actor: Actor, consultation_id: int, at: datetime | None = None) -> None:
    """The city has decided."""
    _advance(actor, consultation_id, Status.CLOSED, "decided", at or now())


def mark_reported(actor: Actor, consultation_id: int, at: datetime | None = None) -> None:
    """The outcome has been reported to everybody."""
    _advance(actor, consultation_id, Status.DECIDED, "reported", at or now())


def add_document(
    actor: Actor, consultation_id: int, title: LocaleText, filename: str, content: bytes
) -> None:
    """Put a file beside the consultation. Raises ``InvalidInput`` for its type or size."""
    actor.require(Permission.MANAGE_CONSULTATIONS)
    ending = filename.rpartition(".")[2].lower()
    if ending not in MEDIA_TYPES or not content or len(content) > LARGEST_DOCUMENT:
        text = message(
            "consultations",
            "Choose a file of at most 10 MB, one of: %(kinds)s.",
            kinds=", ".join(MEDIA_TYPES),
        )
        raise InvalidInput(text, {"file": text})
    with transaction() as current:
        _get(consultation_id)
        document = ConsultationDocument(
            consultation_id=consultation_id,
            title=dict(title) or {"en": filename},
            filename=f"{slug(filename.rpartition('.')[0])}.{ending}",
            media_type=MEDIA_TYPES[ending],
            content=content,
            size=len(content),
        )
        current.add(document)
        record(actor, "consultation.document", ("consultation", consultation_id))


def remove_document(actor: Actor, consultation_id: int, document_id: int) -> None:
    """Take a file away."""
    actor.require(Permission.MANAGE_CONSULTATIONS)
    with transaction() as current:
        document = current.get(ConsultationDocument, document_id)
        if document is None or document.consultation_id != consultation_id:
            raise NotFound(message("consultations", "There is no such document."))
        current.delete(document)
        record(actor, "consultation.document_removed", ("consultation", consultation_id))


def _advance(
    actor: Actor, consultation_id: int, expected: Status, stage: str, at: datetime
) -> None:
    actor.require(Permission.MANAGE_CONSULTATIONS)
    with transaction():
        row = _get(consultation_id)
        if status_of(row) is not expected:
            raise Conflict(
                message("consultations", "A consultation is closed, then decided, then reported.")
            )
        row.stage = stage
        if stage == "decided":
            row.decided_at = at
        else:
            row.reported_at = at
        record(actor, f"consultation.{stage}", ("consultation", consultation_id))


def _check(draft: ConsultationDraft) -> None:
    fields = {}
    if not draft.languages:
        fields["languages"] = message("consultations", "Choose at least one language.")
    missing = [code for code in draft.languages if not draft.title.get(code, "").strip()]
    if missing:
        fields["title"] = message("consultations", "Write the title in every language chosen.")
    if draft.promise not in PROMISES:
        fields["promise"] = message("consultations", "Choose what the city promises.")
    if draft.opens_at and draft.closes_at and draft.opens_at >= draft.closes_at:
        fields["closes_at"] = message("consultations", "The close must come after the opening.")
    if fields:
        raise InvalidInput(message("consultations", "The consultation was not saved."), fields)


def _fill(row: Consultation, draft: ConsultationDraft) -> None:
    row.title, row.summary = dict(draft.title), dict(draft.summary)
    row.background, row.next_steps = dict(draft.background), dict(draft.next_steps)
    row.privacy_note = dict(draft.privacy_note)
    row.languages, row.promise = list(draft.languages), draft.promise
    row.contact_email = draft.contact_email.strip()
    row.contact_phone = draft.contact_phone.strip()
    row.opens_at, row.closes_at = draft.opens_at, draft.closes_at


def _free_slug(draft: ConsultationDraft) -> str:
    wanted = slug(draft.short_name or draft.title.get("en") or next(iter(draft.title.values()), ""))
    taken = set(session().scalars(select(Consultation.slug)))
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _require_reason(reason: str) -> None:
    if not reason.strip():
        text = message("consultations", "Say why: the consultation has already opened.")
        raise InvalidInput(text, {"reason": text})


def _missing_dates() -> InvalidInput:
    text = message("consultations", "Enter when it opens and when it closes.")
    return InvalidInput(text, {"opens_at": text})


def _get(consultation_id: int) -> Consultation:
    row = session().get(Consultation, consultation_id, populate_existing=True)
    if row is None:
        raise NotFound(message("consultations", "There is no such consultation."))
    return row
