"""Photos on their way: first the file, then its row, then the response that claims it.

A file is on the disk before its row is written, and a response that names it is stored in one
transaction with the claim. What was never claimed, and files without a row, are swept.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from engage.engines import ledger
from engage.engines.pictures import RefusedPicture, clean_picture
from engage.engines.questionnaire import Question, Survey
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import insert_unless_there, session, transaction
from engage.kernel.errors import InvalidInput, Message, NotFound, message
from engage.kernel.files import delete_file, is_there, keep_file, list_files, read_file
from engage.kernel.keys import key_for
from engage.responses.models import Response
from engage.responses.uploads_models import Upload

MEGABYTE = 1024 * 1024
MOST_WAITING = 2_000 * MEGABYTE
WAITS_FOR = timedelta(days=1)
FILE_WAITS_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class StoredPhoto:
    """A photo as staff see it listed."""

    id: int
    response_id: int
    question_code: str
    size: int
    uploaded_at: datetime


def keep_photo(consultation_id: int, question: Question, receipt: str, content: bytes) -> str:
    """Keep a photo for the response that will have this receipt; gives what answers call it.

    The same photo again is the same one; another one to the same question takes its place. Raises
    ``InvalidInput``, and ``ledger.ReceiptMistyped`` for a receipt that is none.
    """
    holder = _holder_hash(receipt)
    if len(content) > question.extra["max_megabytes"] * MEGABYTE:
        raise _refused(
            message(
                "picture",
                "This photo is too large. It may have %(most)s MB at most.",
                most=question.extra["max_megabytes"],
            )
        )
    waiting = select(func.coalesce(func.sum(Upload.size), 0)).where(Upload.response_id.is_(None))
    if (session().scalar(waiting) or 0) > MOST_WAITING:
        raise _refused(
            message("picture", "Photos cannot be taken at this moment. Try again in an hour.")
        )
    reference = _reference(receipt, question.code, content)
    if session().scalar(select(Upload.id).where(Upload.reference == reference)):
        return reference
    try:
        cleaned = clean_picture(content)
    except RefusedPicture as refused:
        raise _refused(refused.message) from refused
    stored_name = keep_file(cleaned)
    with transaction() as current:
        before = current.scalars(
            delete(Upload)
            .where(
                Upload.holder_hash == holder,
                Upload.question_code == question.code,
                Upload.response_id.is_(None),
            )
            .returning(Upload.stored_name)
        ).all()
        values = {
            "reference": reference,
            "consultation_id": consultation_id,
            "question_code": question.code,
            "stored_name": stored_name,
            "size": len(cleaned),
            "holder_hash": holder,
            "response_id": None,
            "uploaded_at": now(),
        }
        is_new = insert_unless_there(Upload, values, "reference") is not None
    for name in (*before, *(() if is_new else (stored_name,))):
        delete_file(name)
    return reference


def is_own_photo(receipt: str, reference: str) -> bool:
    """Whether the photo waits for the response with this receipt, or came with it."""
    found = select(Upload.stored_name).where(
        Upload.reference == reference, Upload.holder_hash == _holder_hash(receipt)
    )
    name = session().scalar(found)
    return name is not None and is_there(name)


def refuse_lost_photos(survey: Survey, answers: Mapping[str, Any], receipt: str) -> None:
    """Raise ``InvalidInput`` where answers name a photo that is gone, or somebody else's."""
    lost = [
        code for code in _photos_in(survey, answers) if not is_own_photo(receipt, answers[code])
    ]
    if lost:
        told = message("picture", "This photo is no longer here. Choose it again.")
        raise InvalidInput(
            message("response", "Some answers have to be corrected."), dict.fromkeys(lost, told)
        )


def claim_photos(
    current: Session, survey: Survey, answers: Mapping[str, Any], receipt: str, response_id: int
) -> None:
    """Tie the photos that a new response names to it, within its transaction."""
    references = [answers[code] for code in _photos_in(survey, answers)]
    if references:
        own = (Upload.holder_hash == _holder_hash(receipt)) & Upload.reference.in_(references)
        current.execute(update(Upload).where(own).values(response_id=response_id))


def _photos_in(survey: Survey, answers: Mapping[str, Any]) -> list[str]:
    return [each.code for each in survey.questions if each.kind == "photo" and each.code in answers]


def forget_photos(current: Session, *, response_id: int = 0, receipt: str = "") -> tuple[str, ...]:
    """Take the photos of a response, or those that wait for one, out of the database.

    Gives the names of their files, to be deleted once that is certain.
    """
    which = Upload.response_id == response_id
    if receipt:
        which = Upload.response_id.is_(None) & (Upload.holder_hash == _holder_hash(receipt))
    return tuple(current.scalars(delete(Upload).where(which).returning(Upload.stored_name)))


def sweep_photos(in_use: Select[tuple[str]]) -> None:
    """Delete photos that no response claimed within a day, and files without a row.

    ``in_use`` selects the hashes of receipts that somebody is still answering under.
    """
    old = (Upload.response_id.is_(None)) & (Upload.uploaded_at < now() - WAITS_FOR)
    lost = old & Upload.holder_hash.not_in(in_use)
    if session().scalar(select(func.count(Upload.id)).where(lost)):
        with transaction() as current:
            current.execute(delete(Upload).where(lost))
    known = set(session().scalars(select(Upload.stored_name)))
    for name, written_at in list_files():
        if name not in known and written_at < now() - FILE_WAITS_FOR:
            delete_file(name)


def list_photos(actor: Actor, consultation_id: int) -> tuple[StoredPhoto, ...]:
    """The photos of the responses that count, the newest first."""
    actor.require(Permission.SEE_THEMES)
    return tuple(StoredPhoto(*row) for row in session().execute(_shown(consultation_id)))


def open_photo(actor: Actor, photo_id: int) -> bytes:
    """A photo of a response that counts; raises ``NotFound``."""
    actor.require(Permission.SEE_THEMES)
    name = session().scalar(_counted(select(Upload.stored_name)).where(Upload.id == photo_id))
    content = read_file(name) if name else None
    if content is None:
        raise NotFound(message("picture", "There is no such photo."))
    return content


def _shown(consultation_id: int) -> "Select[*tuple[Any, ...]]":
    listed = select(
        Upload.id, Upload.response_id, Upload.question_code, Upload.size, Upload.uploaded_at
    )
    return (
        _counted(listed).where(Upload.consultation_id == consultation_id).order_by(Upload.id.desc())
    )


def _counted(query: "Select[*tuple[Any, ...]]") -> "Select[*tuple[Any, ...]]":
    return query.join(Response, Response.id == Upload.response_id).where(
        Response.disposition.not_in(("withdrawn", "excluded"))
    )


def _refused(why: Message) -> InvalidInput:
    return InvalidInput(why, {"photo": why})


def _reference(receipt: str, code: str, content: bytes) -> str:
    """The same for the same photo in the same place, so that sending again is not sending twice."""
    said = f"{ledger.read_receipt(receipt)} {code} {hashlib.sha256(content).hexdigest()}"
    return hmac.new(key_for("uploads"), said.encode(), hashlib.sha256).hexdigest()[:32]


def _holder_hash(receipt: str) -> str:
    return ledger.receipt_hash(receipt, key_for("receipts"))
