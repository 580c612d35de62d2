"""One keyed form: read as it was written, sent through the one door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engage.consultations import get_consultation
from engage.engines import ledger
from engage.engines.questionnaire import (
    DONT_KNOW,
    RESERVED_WORDS,
    Keyed,
    Question,
    Survey,
    answered_on,
    as_written,
    write_form,
)
from engage.kernel.actors import Actor, Permission
from engage.kernel.errors import InvalidInput, Message, message
from engage.responses import Accepted, Assistance, Submission, TakenBack, last_day, submit
from engage.surveys import PublishedVersion

ASSISTED_CHANNELS = ("paper", "phone", "in_person", "letter")
DONT_KNOW_KEY = "d"
WORDS = frozenset({"short_text", "long_text", "email"})
SHORT_WORDS = {"b": "blank", "i": "illegible", "r": "refused"}
FORGIVEN_ON_PAPER = frozenset({"paper", "letter"})


@dataclass(frozen=True)
class KeyedForm:
    """What the operator typed: the answers field by field, and what is noted beside them.

    ``refused`` says what is wrong with files that were attached and could not be kept.
    """

    receipt: str
    channel: str
    language: str
    keyed: Mapping[str, str]
    serial: str = ""
    place: str = ""
    help_given: str = ""
    received_on: date | None = None
    late_reason: str = ""
    note: str = ""
    invitation: str = ""
    refused: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """The stored response, and the questions that were kept as written."""

    accepted: Accepted
    marks: Mapping[str, str] = field(default_factory=dict)


def save_form(actor: Actor, version: PublishedVersion, form: KeyedForm) -> Saved:
    """Store a keyed form.

    Paper is kept as written and marked where it bends a rule; a call is put right while the
    person is on the line. Raises ``InvalidInput`` with a text per field, ``Conflict`` for a serial
    that was keyed before or a consultation that takes no answers.
    """
    actor.require(Permission.ENTER_RESPONSES)
    with answered_on(form.received_on):
        if form.channel in FORGIVEN_ON_PAPER:
            read = as_written(version.content, spelled_out(version.content, form.keyed))
            problems = dict(read.problems)
        else:
            read, problems = problems_in_call(version.content, form.keyed)
    problems |= {**form.refused, **_why_late(version, form)}
    if form.channel == "paper" and not form.serial.strip():
        problems["serial"] = message("entry", "Enter the serial number of the form.")
    if problems:
        raise InvalidInput(message("entry", "The form was not saved."), problems)
    try:
        return Saved(submit(_submission(actor, version, form, read)), read.marks)
    except ledger.ReceiptMistyped as mistyped:
        raise InvalidInput(mistyped.message) from mistyped


def _submission(
    actor: Actor, version: PublishedVersion, form: KeyedForm, read: Keyed
) -> Submission:
    return Submission(
        version_id=version.id,
        receipt=form.receipt,
        channel=form.channel,
        language=form.language,
        answers=read.answers,
        marks=read.marks,
        kept_as_written=read.kept,
        left_open=read.left_open,
        invitation=form.invitation,
        assistance=Assistance(
            operator_id=actor.id,
            place=form.place.strip(),
            help_given=form.help_given.strip(),
            serial=form.serial.strip() or None,
            received_on=form.received_on,
            late_reason=form.late_reason.strip(),
            note=form.note.strip(),
        ),
    )


def _why_late(version: PublishedVersion, form: KeyedForm) -> dict[str, Message]:
    """What paper lacks that is keyed after the close: a day in time, and the reason."""
    consultation = get_consultation(version.consultation_id)
    if not consultation.is_closed or form.channel not in FORGIVEN_ON_PAPER:
        return {}
    assert consultation.closes_at is not None
    problems, last = {}, last_day(consultation.closes_at)
    if form.received_on is None or form.received_on > last:
        problems["received_on"] = message(
            "entry",
            "Enter the day it was received. What came after %(day)s is not taken.",
            day=last,
        )
    if not form.late_reason.strip():
        problems["late_reason"] = message("entry", "Say why it is keyed after the close.")
    return problems


def problems_in_call(survey: Survey, keyed: Mapping[str, str]) -> tuple[Keyed, dict[str, Message]]:
    """What was keyed in a call, and what to put right while the person is on the line."""
    read = as_written(survey, spelled_out(survey, keyed))
    bent = {
        code: read.reasons.get(code) or _wrong(mark)
        for code, mark in read.marks.items()
        if _bends(mark)
    }
    return read, read.problems | bent


def spelled_out(survey: Survey, keyed: Mapping[str, str]) -> dict[str, str]:
    """``b`` as ``blank`` and ``12`` as ``1 2``, where a field takes no words."""
    words = dict(keyed)
    for question in survey.questions:
        typed = words.get(question.code, "").strip()
        if question.kind in WORDS or not typed:
            continue
        typed = SHORT_WORDS.get(typed.lower(), typed)
        if question.has_dont_know and typed.lower() == DONT_KNOW_KEY:
            typed = DONT_KNOW
        if question.options and typed.isdigit() and len(question.options) < 10:
            typed = " ".join(typed)
        words[question.code] = typed
    return words


def typed_before(survey: Survey, found: TakenBack) -> dict[str, str]:
    """What the operator had typed into a form that was taken back, field by field."""
    written = write_form(survey, found.answers)
    typed = {
        "language": found.language,
        "serial": found.serial,
        "place": found.place,
        "help_given": found.help_given,
        "received_on": found.received_on.isoformat() if found.received_on else "",
        "late_reason": found.late_reason,
        "note": found.note,
    }
    for code, question in survey.question_by_code.items():
        mark = found.marks.get(code, "")
        if mark in RESERVED_WORDS:
            typed[code] = mark if question.kind in WORDS else mark[0].upper()
        elif code in found.kept_as_written:
            typed[code] = found.kept_as_written[code]
        elif code in written:
            typed[code] = " ".join(_key_of(question, word) for word in written[code])
    return typed


def _key_of(question: Question, word: str) -> str:
    if word == DONT_KNOW:
        return DONT_KNOW_KEY.upper()
    option = question.option_by_code.get(word)
    return str(option.number) if option else word


def _bends(mark: str) -> bool:
    return mark in ("multiple_marked", "out_of_range", "too_long", "off_path")


def _wrong(mark: str) -> Message:
    return {
        "multiple_marked": message("entry", "Only one answer fits here. Ask which one."),
        "out_of_range": message("entry", "This number is not possible. Ask again."),
        "too_long": message("entry", "This is too long. Shorten it together."),
        "off_path": message("entry", "This question is not asked after the answers before."),
    }[mark]
