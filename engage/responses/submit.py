"""The one door: every response of every channel enters here, once.

The receipt is the key of idempotency. The first content under a receipt wins; the same content
again gives the same receipt; other content is kept aside and flagged. Receipt hash, answers,
comments and log entry are written in one transaction, durable before the receipt is shown.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.consultations import ConsultationSummary, Status, get_consultation
from engage.engines import ledger
from engage.engines.questionnaire import (
    Finished,
    Survey,
    answered_on,
    canonical,
    comments_of,
    finish,
)
from engage.kernel.clock import date_in_city, now
from engage.kernel.db import insert_unless_there, table_of, transaction
from engage.kernel.errors import Conflict, InvalidInput, message
from engage.kernel.keys import key_for
from engage.kernel.languages import plain_of
from engage.responses.contacts import Holder, add_contacts, split_apart
from engage.responses.models import Comment, LogEntry, Response, SetAside
from engage.responses.passes import spend_pass
from engage.responses.submission import Accepted, Submission
from engage.responses.uploads import claim_uploads, refuse_lost_uploads
from engage.surveys import PublishedVersion, get_version

_INSERT_COMMENTS = insert(table_of(Comment))  # past the object layer: nobody needs the objects
_INSERT_LEAF = insert(table_of(LogEntry))

LATE_CHANNELS = frozenset({"paper", "letter"})


class SerialTaken(Conflict):
    """A paper form with this serial has been keyed before."""


def submit(submission: Submission) -> Accepted:
    """Take a response in.

    Raises ``InvalidInput`` with a text for each answer that must be corrected, ``Conflict`` when
    the consultation is not open, the paper's serial is taken or its pass is spent, and
    ``engage.engines.ledger.ReceiptMistyped`` for a receipt that is none.
    """
    receipt = ledger.read_receipt(submission.receipt)
    with transaction() as current:
        version = get_version(submission.version_id)
        finished = _check_answers(version.content, submission)
        kept, contacts = split_apart(version.content, finished.answers)
        finished = replace(finished, answers=kept)
        digest = _digest(version, submission, finished)
        receipt_hash = ledger.receipt_hash(receipt, key_for("receipts"))
        consultation = get_consultation(version.consultation_id)
        refusal = _why_not_open(consultation, submission)
        if refusal is None:
            refuse_lost_uploads(version.content, kept, receipt)
            values = _values(version, submission, finished, receipt, digest)
            response_id = _insert(values | {"receipt_hash": receipt_hash})
            if response_id is not None:
                shown = (submission.invitation, submission.browser)
                by = _who_brings(submission)
                spend_pass(current, consultation, shown, receipt, response_id, by)
                _add_contacts(version, submission, contacts, receipt, response_id)
                claim_uploads(current, version.content, kept, submission, response_id)
                _add_comments(current, response_id, version, submission, finished)
                _add_leaf(current, version, submission, finished, values["leaf_key"])
                return Accepted(response_id, receipt, True, False, finished.dropped)
        known = _find(current, receipt_hash)
        if known is None:
            assert refusal is not None
            raise refusal
        stands = known.disposition != "withdrawn" and known.taken_back_at is None
        if refusal is None and stands:
            _add_contacts(version, submission, contacts, receipt, known.id)
        is_other = _set_aside_if_other(current, known, submission, finished)
        return Accepted(known.id, receipt, False, is_other or not stands)


def _add_contacts(
    version: PublishedVersion,
    submission: Submission,
    contacts: Mapping[str, str],
    receipt: str,
    response_id: int,
) -> None:
    """Keep the addresses that came along; one that comes later with the same receipt, too."""
    is_staffs = _who_brings(submission) == "staff"
    holder = Holder(receipt, response_id if is_staffs else None)
    add_contacts(version.consultation_id, version.content, contacts, submission.language, holder)


def _who_brings(submission: Submission) -> str:
    if submission.import_id is not None or submission.channel not in ("web", "kiosk"):
        return "staff"
    return submission.channel


def _find(current: Session, receipt_hash: str) -> Response | None:
    return current.scalar(select(Response).where(Response.receipt_hash == receipt_hash))


def day_answered(happened_at: datetime | None, received_on: date | None) -> date | None:
    """The day that ``today()`` is to answers that come in later than they were given."""
    return date_in_city(happened_at) if happened_at else received_on


def _check_answers(survey: Survey, submission: Submission) -> Finished:
    noted = submission.assistance
    with answered_on(day_answered(submission.happened_at, noted.received_on if noted else None)):
        finished = finish(survey, submission.answers, submission.left_open)
    problems = {
        code: text for code, text in finished.problems.items() if code not in submission.marks
    }
    if problems:
        raise InvalidInput(message("response", "Some answers have to be corrected."), problems)
    return finished


def _why_not_open(consultation: ConsultationSummary, submission: Submission) -> Conflict | None:
    at = submission.happened_at or now()
    if consultation.opens_at and consultation.closes_at and consultation.status != Status.DRAFTED:
        if consultation.opens_at <= at < consultation.closes_at:
            return None
        if at >= consultation.closes_at and _came_in_time(consultation, submission):
            return None
        if at >= consultation.closes_at:
            return Conflict(
                message("response", "This consultation is closed. New answers are not taken.")
            )
    return Conflict(message("response", "This consultation is not open yet."))


def _came_in_time(consultation: ConsultationSummary, submission: Submission) -> bool:
    """Paper that was received before the close may be keyed after it, with the reason on record."""
    noted = submission.assistance
    if noted is None or submission.channel not in LATE_CHANNELS or not noted.late_reason.strip():
        return False
    assert consultation.closes_at is not None
    return noted.received_on is not None and noted.received_on <= last_day(consultation.closes_at)


def last_day(closes_at: datetime) -> date:
    """The last day on which paper comes in time.

    Paper bears a date and no time, so the whole last day counts: the city's day, not that of UTC,
    and the day before where the close is at midnight.
    """
    return date_in_city(closes_at - timedelta(microseconds=1))


def _digest(version: PublishedVersion, submission: Submission, finished: Finished) -> str:
    kept = canonical(dict(submission.kept_as_written))
    content = "\n".join((version.digest, canonical(finished.answers), kept))
    return hashlib.sha256(content.encode()).hexdigest()


def _values(
    version: PublishedVersion,
    submission: Submission,
    finished: Finished,
    receipt: str,
    digest: str,
) -> dict[str, Any]:
    noted = submission.assistance
    has_comment = bool(comments_of(version.content, finished.answers, submission.left_open))
    return {
        "consultation_id": version.consultation_id,
        "survey_version_id": version.id,
        "digest": digest,
        "leaf_key": ledger.leaf_key(receipt, key_for("leaves")),
        "channel": submission.channel,
        "language": submission.language,
        "is_assisted": noted is not None and submission.channel not in ("web", "kiosk"),
        "operator_id": noted.operator_id if noted else None,
        "kiosk_device_id": submission.kiosk_device_id,
        "import_id": submission.import_id,
        "place": noted.place if noted else "",
        "help_given": noted.help_given if noted else "",
        "serial": noted.serial or None if noted else None,
        "received_on": noted.received_on if noted else None,
        "late_reason": noted.late_reason if noted else "",
        "note": noted.note if noted else "",
        "taken_back_at": None,
        "started_at": submission.started_at,
        "submitted_at": submission.happened_at or now(),
        "answers": dict(finished.answers),
        "marks": dict(submission.marks),
        "kept_as_written": dict(submission.kept_as_written),
        "derived": finished.derived,
        "disposition": "received" if has_comment else "blank",
        "disposition_reason": "",
        "has_conflict": False,
    }


def _insert(values: dict[str, Any]) -> int | None:
    try:
        return insert_unless_there(Response, values, "receipt_hash")
    except IntegrityError as problem:
        if "serial" not in str(problem.orig):
            raise
        taken = message(
            "response",
            "A form with the serial %(serial)s has already been entered.",
            serial=values["serial"],
        )
        raise SerialTaken(taken) from problem


def _add_comments(
    current: Session,
    response_id: int,
    version: PublishedVersion,
    submission: Submission,
    finished: Finished,
) -> None:
    comments = [
        {
            "response_id": response_id,
            "consultation_id": version.consultation_id,
            "question_code": code,
            "text": text,
            "language": plain_of(submission.language),  # Easy Read words questions, not comments
        }
        for code, text in comments_of(version.content, finished.answers, submission.left_open)
    ]
    if comments:
        current.execute(_INSERT_COMMENTS, comments)


def _add_leaf(
    current: Session,
    version: PublishedVersion,
    submission: Submission,
    finished: Finished,
    leaf_key: bytes,
) -> None:
    answers = canonical(finished.answers)
    leaf = ledger.leaf(answers, version.digest, submission.channel, leaf_key)
    current.execute(_INSERT_LEAF, {"consultation_id": version.consultation_id, "leaf": leaf})


def _set_aside_if_other(
    current: Session, known: Response, submission: Submission, finished: Finished
) -> bool:
    """Whether a response comes again with other answers; those are kept aside, once."""
    # the same answers are the same on whatever version of the survey they come again
    digest = _digest(get_version(known.survey_version_id), submission, finished)
    if digest == known.digest:
        return False
    kept = current.scalar(
        select(SetAside.id).where(SetAside.response_id == known.id, SetAside.digest == digest)
    )
    if kept is None:
        current.add(
            SetAside(
                response_id=known.id,
                digest=digest,
                channel=submission.channel,
                language=submission.language,
                answers=dict(finished.answers),
            )
        )
    known.has_conflict = True
    return True
