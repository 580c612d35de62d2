"""Addresses that people leave: kept apart from answers, for a purpose, until a day.

They are stored in the transaction that stores the response, deleted with its withdrawal, and
deleted by the worker when the time is over that people were told.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from engage.audit import record
from engage.consultations import get_consultation
from engage.engines.questionnaire import Survey, Value
from engage.kernel.actors import SYSTEM, Actor, Permission
from engage.kernel.clock import date_in_city, now, today
from engage.kernel.db import session, transaction
from engage.kernel.ids import new_token
from engage.kernel.keys import key_for
from engage.responses.contacts_models import Contact


@dataclass(frozen=True)
class Holder:
    """Whose address it is: the receipt alone, or also the response that an operator keyed."""

    receipt: str
    response_id: int | None


@dataclass(frozen=True)
class ContactList:
    """The addresses that one question brought in. ``deleted_on`` is None before a close is set."""

    question_code: str
    purpose: str
    language: str
    count: int
    deleted_on: date | None


@dataclass(frozen=True)
class ContactLine:
    """One address as it is handed out."""

    address: str
    language: str
    purpose: str
    given_on: date


def split_apart(
    survey: Survey, answers: Mapping[str, Value]
) -> tuple[dict[str, Value], dict[str, str]]:
    """The answers that a response keeps, and the addresses among them that it does not."""
    apart = {each.code for each in survey.questions if each.is_kept_apart}
    kept = {code: value for code, value in answers.items() if code not in apart}
    return kept, {code: str(value) for code, value in answers.items() if code in apart}


def add_contacts(
    consultation_id: int, survey: Survey, given: Mapping[str, str], language: str, holder: Holder
) -> None:
    """Keep the addresses of a response, within its transaction; the same one again is one."""
    whose = _holder_hash(holder.receipt)
    known = _known_to(whose) if given else set()
    for code, address in given.items():
        question = survey.question(code)
        asked_as = question.written_as or code  # those of all entries stand under the one code
        if (asked_as, address) in known:
            continue
        known.add((asked_as, address))
        shown = language if question.text.get(language) else survey.languages[0]
        values = {
            "key": new_token(),
            "consultation_id": consultation_id,
            "question_code": asked_as,
            "address": address,
            "purpose": question.text.get(shown, ""),
            "language": language,
            "keep_days": question.extra["keep_days"],
            "given_on": today(),
            "holder_hash": whose,
            "response_id": holder.response_id,
        }
        session().add(Contact(**values))


def forget_contacts(current: Session, *, receipt: str = "", response_id: int = 0) -> None:
    """Delete what came with a response that was withdrawn, or taken back to be keyed anew."""
    if receipt:
        current.execute(delete(Contact).where(Contact.holder_hash == _holder_hash(receipt)))
    if response_id:
        current.execute(delete(Contact).where(Contact.response_id == response_id))


def list_contacts(actor: Actor, consultation_id: int) -> tuple[ContactList, ...]:
    """How many addresses there are for what; never the addresses themselves."""
    actor.require(Permission.SEE_CONTACTS)
    closes_at = get_consultation(consultation_id).closes_at
    found = session().execute(
        select(
            Contact.question_code,
            func.min(Contact.purpose),
            func.min(Contact.language),
            func.count(),
            func.max(Contact.keep_days),
        )
        .where(Contact.consultation_id == consultation_id)
        .group_by(Contact.question_code)
        .order_by(Contact.question_code)
    )
    return tuple(
        ContactList(
            code,
            purpose,
            language,
            count,
            date_in_city(closes_at) + timedelta(days=days) if closes_at else None,
        )
        for code, purpose, language, count, days in found
    )


def export_contacts(
    actor: Actor, consultation_id: int, question_code: str
) -> tuple[ContactLine, ...]:
    """The addresses of a question in the order of the alphabet; the audit record says who asked."""
    actor.require(Permission.SEE_CONTACTS)
    with transaction() as current:
        rows = current.execute(
            select(Contact.address, Contact.language, Contact.purpose, Contact.given_on)
            .where(*_of(consultation_id, question_code))
            .order_by(Contact.address)
        )
        lines = tuple(ContactLine(*row) for row in rows)
        details = {"question": question_code, "addresses": len(lines)}
        record(actor, "contacts.export", ("consultation", consultation_id), details=details)
    return lines


def delete_contacts(actor: Actor, consultation_id: int, question_code: str) -> int:
    """Delete the addresses of a question before their time; gives how many there were."""
    actor.require(Permission.SEE_CONTACTS)
    with transaction() as current:
        gone = current.execute(
            delete(Contact).where(*_of(consultation_id, question_code)).returning(Contact.key)
        ).all()
        details = {"question": question_code, "addresses": len(gone)}
        record(actor, "contacts.delete", ("consultation", consultation_id), details=details)
    return len(gone)


def delete_old_contacts() -> None:
    """Delete every address whose time is over: that many days after the close, as people were told.

    To be done again and again; where there is nothing to delete nothing is written.
    """
    terms = session().execute(select(Contact.consultation_id, Contact.keep_days).distinct()).all()
    for consultation_id, keep_days in terms:
        closes_at = get_consultation(consultation_id).closes_at
        if closes_at is None or closes_at + timedelta(days=keep_days) > now():
            continue
        with transaction() as current:
            over = delete(Contact).where(
                Contact.consultation_id == consultation_id, Contact.keep_days == keep_days
            )
            count = len(current.execute(over.returning(Contact.key)).all())
            details = {"addresses": count}
            record(SYSTEM, "contacts.expire", ("consultation", consultation_id), details=details)


def _of(consultation_id: int, question_code: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Contact.consultation_id == consultation_id,
        Contact.question_code == question_code,
    )


def _known_to(whose: str) -> set[tuple[str, str]]:
    rows = session().execute(
        select(Contact.question_code, Contact.address).where(Contact.holder_hash == whose)
    )
    return {(code, address) for code, address in rows}


def _holder_hash(receipt: str) -> str:
    return hmac.new(key_for("holders of contacts"), receipt.encode(), hashlib.sha256).hexdigest()
