"""Writing a consultation and changing it: what its texts, dates and short name must keep to."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from engage.audit import record
from engage.consultations.lifecycle import Status, status_of
from engage.consultations.models import PROMISES, WHO_MAY_ANSWER, Consultation
from engage.consultations.queries import get_row
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import InvalidInput, Message, message
from engage.kernel.ids import slug
from engage.kernel.languages import LocaleText

SHORT_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SHORT_NAME = 60
NOT_OPENED = (Status.DRAFTED, Status.SCHEDULED)

Faults = dict[str, Message]


@dataclass(frozen=True)
class ConsultationDraft:
    """A consultation as it is written; texts by language, moments in UTC.

    An empty ``short_name`` keeps the one there is, or is made from the title; an empty
    ``who_may_answer`` keeps what there is, or is everyone.
    """

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
    who_may_answer: str = ""
    needs_two_signatures: bool = False
    is_demonstration: bool = False


def add_consultation(actor: Actor, draft: ConsultationDraft) -> int:
    """Draft a consultation; gives its number. Raises ``InvalidInput``."""
    actor.require(Permission.MANAGE_CONSULTATIONS)
    with transaction() as current:
        _refuse(_faults_of(draft) | _short_name_faults(draft, None))
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

    The opening and the short name can't change after the opening, and the close moves only to a
    later moment. Raises ``InvalidInput``.
    """
    actor.require(Permission.MANAGE_CONSULTATIONS)
    with transaction():
        row = get_row(consultation_id)
        draft = _with_settled_moments(row, draft)
        _refuse(
            _faults_of(draft)
            | _short_name_faults(draft, row)
            | _moment_faults(row, draft)
            | _reason_faults(row, reason)
        )
        _fill(row, draft)
        if draft.short_name:
            row.slug = draft.short_name
        record(actor, "consultation.change", ("consultation", consultation_id), reason=reason)


def past_moments(opens_at: datetime | None, closes_at: datetime | None, at: datetime) -> Faults:
    """What to say of an opening or a close that has passed already."""
    faults: Faults = {}
    if opens_at and opens_at < at:
        faults["opens_at"] = message(
            "consultations", "The opening lies in the past. Choose a later moment, or use Open now."
        )
    if closes_at and closes_at < at:
        faults["closes_at"] = message(
            "consultations", "The close lies in the past. Choose a later moment."
        )
    return faults


def missing_dates() -> Message:
    """What to say where a date is needed and none is there."""
    return message("consultations", "Enter when it opens and when it closes.")


def _refuse(faults: Faults) -> None:
    if faults:
        raise InvalidInput(message("consultations", "The consultation was not saved."), faults)


def _faults_of(draft: ConsultationDraft) -> Faults:
    faults: Faults = {}
    if not draft.languages:
        faults["languages"] = message("consultations", "Choose at least one language.")
    missing = [code for code in draft.languages if not draft.title.get(code, "").strip()]
    if missing:
        faults["title"] = message("consultations", "Write the title in every language chosen.")
    if draft.promise not in PROMISES:
        faults["promise"] = message("consultations", "Choose what the city promises.")
    if draft.who_may_answer not in ("", *WHO_MAY_ANSWER):
        faults["who_may_answer"] = message("consultations", "Choose who may answer.")
    if draft.opens_at and draft.closes_at and draft.opens_at >= draft.closes_at:
        faults["closes_at"] = message("consultations", "The close must come after the opening.")
    return faults


def _short_name_faults(draft: ConsultationDraft, row: Consultation | None) -> Faults:
    wanted = draft.short_name
    if not wanted or (row is not None and wanted == row.slug):
        return {}
    if row is not None and status_of(row) not in NOT_OPENED:
        told = message("consultations", "The short name stays: people have its address.")
    elif not SHORT_NAME.fullmatch(wanted) or len(wanted) > LONGEST_SHORT_NAME:
        told = message(
            "consultations",
            "Use small letters from a to z, digits and single hyphens, at most %(num)s characters.",
            num=LONGEST_SHORT_NAME,
        )
    elif session().scalar(select(Consultation.id).where(Consultation.slug == wanted)):
        told = message("consultations", "Another consultation has this short name. Choose another.")
    else:
        return {}
    return {"short_name": told}


def _with_settled_moments(row: Consultation, draft: ConsultationDraft) -> ConsultationDraft:
    """The draft with the moments that can't change; a form writes them without their seconds."""
    status = status_of(row)
    if status in NOT_OPENED:
        return draft
    is_same = row.closes_at and draft.closes_at == row.closes_at.replace(second=0, microsecond=0)
    stays = is_same or status is not Status.OPEN
    return replace(
        draft, opens_at=row.opens_at, closes_at=row.closes_at if stays else draft.closes_at
    )


def _moment_faults(row: Consultation, draft: ConsultationDraft) -> Faults:
    status = status_of(row)
    if status is Status.OPEN and row.closes_at:
        if draft.closes_at is None:
            return {"closes_at": message("consultations", "Enter when it closes.")}
        if draft.closes_at < row.closes_at:
            told = message(
                "consultations", "The close can only move later. To end it now, use Close now."
            )
            return {"closes_at": told}
    if status is Status.SCHEDULED:
        if not (draft.opens_at and draft.closes_at):
            return {"opens_at": missing_dates()}
        return past_moments(draft.opens_at, draft.closes_at, now())
    return {}


def _reason_faults(row: Consultation, reason: str) -> Faults:
    if reason.strip() or status_of(row) in NOT_OPENED:
        return {}
    return {"reason": message("consultations", "Say why: the consultation has already opened.")}


def _fill(row: Consultation, draft: ConsultationDraft) -> None:
    row.title, row.summary = dict(draft.title), dict(draft.summary)
    row.background, row.next_steps = dict(draft.background), dict(draft.next_steps)
    row.privacy_note = dict(draft.privacy_note)
    row.who_may_answer = draft.who_may_answer or row.who_may_answer or "everyone"
    row.needs_two_signatures = draft.needs_two_signatures
    row.languages, row.promise = list(draft.languages), draft.promise
    row.contact_email = draft.contact_email.strip()
    row.contact_phone = draft.contact_phone.strip()
    row.opens_at, row.closes_at = draft.opens_at, draft.closes_at


def _free_slug(draft: ConsultationDraft) -> str:
    title = draft.title.get("en") or next(iter(draft.title.values()), "")
    wanted = draft.short_name or slug(title)
    taken = set(session().scalars(select(Consultation.slug)))
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name
