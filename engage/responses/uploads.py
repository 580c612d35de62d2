"""Photos and PDFs on their way: first the file, then its row, then the response that claims it.

A file is on the disk before its row is written, and a response that names it is stored in one
transaction with the claim. What was never claimed, and files without a row, are swept.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from engage.engines import ledger
from engage.engines.documents import RefusedDocument, clean_document, is_document
from engage.engines.pictures import RefusedPicture, clean_picture
from engage.engines.questionnaire import Question, Survey
from engage.kernel.clock import now
from engage.kernel.db import insert_unless_there, session, transaction
from engage.kernel.errors import InvalidInput, Message, message
from engage.kernel.files import delete_file, is_there, keep_file, list_files
from engage.kernel.keys import key_for
from engage.responses.submission import Submission
from engage.responses.uploads_models import Upload

MEGABYTE = 1024 * 1024
MOST_WAITING = 2_000 * MEGABYTE
WAITS_FOR = timedelta(days=1)
FILE_WAITS_FOR = timedelta(hours=1)


def keep_upload(consultation_id: int, question: Question, receipt: str, content: bytes) -> str:
    """Keep a file for the response that will have this receipt; gives what answers call it.

    The same file again is the same one; another one to the same question takes its place. Raises
    ``InvalidInput``, and ``ledger.ReceiptMistyped`` for a receipt that is none.
    """
    _refuse_too_much(question, content)
    holder = _holder_hash(receipt)
    reference = _reference(receipt, question.code, content)
    if session().scalar(select(Upload.id).where(Upload.reference == reference)):
        return reference
    cleaned, media_type = _cleaned(question, content)
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
            "media_type": media_type,
            "holder_hash": holder,
            "response_id": None,
            "uploaded_at": now(),
        }
        is_new = insert_unless_there(Upload, values, "reference") is not None
    for name in (*before, *(() if is_new else (stored_name,))):
        delete_file(name)
    return reference


def _refuse_too_much(question: Question, content: bytes) -> None:
    if len(content) > question.extra["max_megabytes"] * MEGABYTE:
        raise _refused(too_large(question))
    waiting = select(func.coalesce(func.sum(Upload.size), 0)).where(Upload.response_id.is_(None))
    if (session().scalar(waiting) or 0) > MOST_WAITING:
        raise _refused(
            message("picture", "Files cannot be taken at this moment. Try again in an hour.")
        )


def _cleaned(question: Question, content: bytes) -> tuple[bytes, str]:
    """What is kept of a file, told by its content, and its media type; or ``InvalidInput``."""
    is_pdf = is_document(content)
    if ("pdf" if is_pdf else "photo") not in question.accepts:
        raise _refused(_not_taken(question))
    try:
        if is_pdf:
            return clean_document(content), "application/pdf"
        return clean_picture(content), "image/jpeg"
    except RefusedDocument as refused:
        raise _refused(refused.message) from refused
    except RefusedPicture as refused:
        is_unknown = refused.is_unreadable and "pdf" in question.accepts
        raise _refused(_not_taken(question) if is_unknown else refused.message) from refused


def _not_taken(question: Question) -> Message:
    if "photo" not in question.accepts:
        return message("document", "This file is no PDF. Choose a PDF.")
    if "pdf" not in question.accepts:
        return message("picture", "This photo cannot be read. Choose a JPEG, PNG or WebP file.")
    return message(
        "document", "This file cannot be read. Choose a PDF, or a photo as JPEG, PNG or WebP."
    )


def too_large(question: Question) -> Message:
    """What to say of a file with too many bytes for the question."""
    most = question.extra["max_megabytes"]
    if "pdf" in question.accepts:
        return message(
            "document", "This file is too large. It may have %(most)s MB at most.", most=most
        )
    return message(
        "picture", "This photo is too large. It may have %(most)s MB at most.", most=most
    )


def is_own_upload(receipt: str, reference: str) -> bool:
    """Whether the file waits for the response with this receipt, or came with it."""
    found = select(Upload.stored_name).where(
        Upload.reference == reference, Upload.holder_hash == _holder_hash(receipt)
    )
    name = session().scalar(found)
    return name is not None and is_there(name)


def refuse_lost_uploads(survey: Survey, answers: Mapping[str, Any], receipt: str) -> None:
    """Raise ``InvalidInput`` where answers name a file that is gone, or somebody else's."""
    lost = {
        code: _gone(survey.question(code))
        for code in _uploads_in(survey, answers)
        if not is_own_upload(receipt, answers[code])
    }
    if lost:
        raise InvalidInput(message("response", "Some answers have to be corrected."), lost)


def _gone(question: Question) -> Message:
    if "pdf" in question.accepts:
        return message("document", "This file is no longer here. Choose it again.")
    return message("picture", "This photo is no longer here. Choose it again.")


def claim_uploads(
    current: Session,
    survey: Survey,
    answers: Mapping[str, Any],
    submission: Submission,
    response_id: int,
) -> None:
    """Tie the files that a new response names to it, within its transaction.

    So are those that came on paper with a question that was not asked.
    """
    named = {**submission.kept_as_written, **answers}
    for code in _uploads_in(survey, named):
        own = Upload.holder_hash == _holder_hash(submission.receipt)
        claim = {"response_id": response_id, "question_code": code}
        which = own & (Upload.reference == named[code])
        current.execute(update(Upload).where(which).values(claim))


def move_uploads(survey: Survey, answers: Mapping[str, Any], receipt: str) -> None:
    """Let files stand where answers name them by now: those of entries move up with these."""
    moved = _uploads_in(survey, answers)
    if not moved:
        return
    with transaction() as current:
        for code in moved:
            own = Upload.holder_hash == _holder_hash(receipt)
            which = own & (Upload.reference == answers[code])
            current.execute(update(Upload).where(which).values(question_code=code))


def hand_on_uploads(current: Session, response_id: int, receipt: str) -> None:
    """Let the files of a response wait for another one, with this receipt."""
    waits = {"response_id": None, "holder_hash": _holder_hash(receipt), "uploaded_at": now()}
    current.execute(update(Upload).where(Upload.response_id == response_id).values(waits))


def _uploads_in(survey: Survey, answers: Mapping[str, Any]) -> list[str]:
    return [each.code for each in survey.questions if each.accepts and each.code in answers]


def forget_uploads(current: Session, *, response_id: int = 0, receipt: str = "") -> tuple[str, ...]:
    """Take the files of a response, or those that wait for one, out of the database.

    Gives their names, to be deleted once that is certain.
    """
    which = Upload.response_id == response_id
    if receipt:
        which = Upload.response_id.is_(None) & (Upload.holder_hash == _holder_hash(receipt))
    return tuple(current.scalars(delete(Upload).where(which).returning(Upload.stored_name)))


def sweep_uploads(in_use: Select[tuple[str]]) -> None:
    """Delete files that no response claimed within a day, and files without a row.

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


def _refused(why: Message) -> InvalidInput:
    return InvalidInput(why, {"file": why})


def _reference(receipt: str, code: str, content: bytes) -> str:
    """The same for the same file in the same place, so that sending again is not sending twice."""
    said = f"{ledger.read_receipt(receipt)} {code} {hashlib.sha256(content).hexdigest()}"
    return hmac.new(key_for("uploads"), said.encode(), hashlib.sha256).hexdigest()[:32]


def _holder_hash(receipt: str) -> str:
    return ledger.receipt_hash(receipt, key_for("receipts"))
