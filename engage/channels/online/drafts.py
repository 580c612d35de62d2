"""Drafts of responses: begun, saved page by page, sent or thrown away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select

from engage.channels.online.models import Draft
from engage.engines import ledger
from engage.engines.questionnaire import at_kiosk
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Gone, message
from engage.kernel.files import delete_file
from engage.kernel.ids import random_bytes
from engage.kernel.keys import key_for
from engage.responses import Accepted, Submission, forget_uploads, submit, sweep_uploads
from engage.surveys import PublishedVersion, get_version

KEPT_FOR = {"web": timedelta(days=30), "kiosk": timedelta(minutes=30)}


@dataclass(frozen=True)
class OpenDraft:
    """An unfinished response with the version it was begun on."""

    receipt: str
    version: PublishedVersion
    channel: str
    answers: dict[str, Any]


def mint_receipt() -> str:
    """A new receipt, the key of a response that is about to be given."""
    return ledger.new_receipt(random_bytes(10))


def begin_draft(version_id: int, channel: str) -> str:
    """Begin a response; gives its receipt, by which alone it can be found again."""
    receipt = mint_receipt()
    with transaction() as current:
        _sweep()
        current.add(
            Draft(receipt_hash=receipt_hash(receipt), survey_version_id=version_id, channel=channel)
        )
    return receipt


def find_draft(receipt: str | None, channel: str, consultation_id: int) -> OpenDraft | None:
    """The draft behind a receipt, or None where there is none (any more) for this consultation."""
    if not receipt:
        return None
    try:
        row = session().get(Draft, receipt_hash(receipt))
    except ledger.ReceiptMistyped:
        return None
    if row is None or row.channel != channel or row.saved_at < now() - KEPT_FOR[channel]:
        return None
    version = get_version(row.survey_version_id)
    if version.consultation_id != consultation_id:
        return None
    if channel == "kiosk":
        version = replace(version, content=at_kiosk(version.content))
    return OpenDraft(receipt, version, channel, dict(row.answers))


def save_answers(draft: OpenDraft, codes: tuple[str, ...], answers: dict[str, Any]) -> OpenDraft:
    """Replace the answers to these questions; those left empty are taken out.

    Raises ``Gone`` where the draft was sent or thrown away in the meantime.
    """
    with transaction() as current:
        row = current.get(Draft, receipt_hash(draft.receipt), populate_existing=True)
        if row is None:
            raise Gone(message("answering", "This survey has been sent or started again."))
        kept = {code: value for code, value in row.answers.items() if code not in codes}
        row.answers = kept | answers
        row.saved_at = now()
        return OpenDraft(draft.receipt, draft.version, draft.channel, dict(row.answers))


def send_draft(
    draft: OpenDraft,
    language: str,
    kiosk_device_id: int | None = None,
    shown: tuple[str, str] = ("", ""),
) -> Accepted:
    """Send the draft through the one door and forget it, in one transaction.

    ``shown`` is the invitation and the browser's token, for where the door asks for one.
    """
    with transaction() as current:
        row = current.get(Draft, receipt_hash(draft.receipt))
        accepted = submit(
            Submission(
                version_id=draft.version.id,
                receipt=draft.receipt,
                channel=draft.channel,
                language=language,
                answers=draft.answers,
                marks=_unasked(draft),
                invitation=shown[0],
                browser=shown[1],
                kiosk_device_id=kiosk_device_id,
                started_at=row.started_at if row else None,
            )
        )
        current.execute(delete(Draft).where(Draft.receipt_hash == receipt_hash(draft.receipt)))
        return accepted


def _unasked(draft: OpenDraft) -> dict[str, str]:
    """What shared devices leave out, so that the door does not ask for it."""
    if draft.channel != "kiosk":
        return {}
    whole = get_version(draft.version.id).content.questions
    return {each.code: "not_asked" for each in whole if not each.is_asked_at_kiosks}


def discard_draft(receipt: str | None) -> None:
    """Throw a draft away; nothing happens where there is none."""
    if not receipt:
        return
    try:
        hashed = receipt_hash(receipt)
    except ledger.ReceiptMistyped:
        return
    with transaction() as current:
        photos: tuple[str, ...] = ()
        gone = delete(Draft).where(Draft.receipt_hash == hashed).returning(Draft.receipt_hash)
        if current.scalar(gone):
            photos = forget_uploads(current, receipt=receipt)
    for name in photos:
        delete_file(name)


def sweep_unsent_uploads() -> None:
    """Delete photos that nobody will send any more; to be done again and again."""
    sweep_uploads(select(Draft.receipt_hash))


def count_begun(versions: Sequence[int]) -> Mapping[int, int]:
    """How many have begun each of these versions, and can still go on with it."""
    alive = or_(
        *(
            (Draft.channel == each) & (Draft.saved_at >= now() - kept)
            for each, kept in KEPT_FOR.items()
        )
    )
    rows = session().execute(
        select(Draft.survey_version_id, func.count())
        .where(Draft.survey_version_id.in_(versions), alive)
        .group_by(Draft.survey_version_id)
    )
    return {row[0]: row[1] for row in rows}


def _sweep() -> None:
    for channel, kept_for in KEPT_FOR.items():
        session().execute(
            delete(Draft).where(Draft.channel == channel, Draft.saved_at < now() - kept_for)
        )


def receipt_hash(receipt: str) -> str:
    """What is stored of the receipt that a draft will have; raises ``ledger.ReceiptMistyped``."""
    return ledger.receipt_hash(receipt, key_for("receipts"))
