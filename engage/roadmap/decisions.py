"""Decisions: answers to needs, resting on a closed consultation.

A decision taken before all responses were in can be quashed, so one on an open consultation is
refused, and each keeps the size and root of the log it rests on (the Gunning principles).
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engage.audit import record
from engage.consultations import get_consultation
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.kernel.languages import LocaleText
from engage.responses import root_of_first, verify_log
from engage.roadmap.links import set_links
from engage.roadmap.models import OUTCOMES, Decision
from engage.roadmap.needs import get_need


@dataclass(frozen=True)
class DecisionDraft:
    """A decision as it is recorded; ``reason`` is for the public, ``internal_reason`` is not."""

    outcome: str
    title: LocaleText
    reason: LocaleText
    decider: LocaleText
    decided_on: date | None
    meeting: str = ""
    minutes_reference: str = ""
    internal_reason: str = ""
    need_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class DecisionRecord:
    """A decision as other rooms see it; the checkpoint is the log it rests on."""

    id: int
    consultation_id: int
    outcome: str
    title: LocaleText
    reason: LocaleText
    internal_reason: str
    decider: LocaleText
    decided_on: date
    meeting: str
    minutes_reference: str
    checkpoint_size: int
    checkpoint_root: str
    version: int


def make_decision(actor: Actor, draft: DecisionDraft) -> int:
    """Record a decision; gives its number.

    Raises ``InvalidInput`` for what is missing and ``Conflict`` while a consultation that raised
    one of the needs is still open.
    """
    actor.require(Permission.MANAGE_ROADMAP)
    _check(draft)
    with transaction() as current:
        consultation_ids = sorted({get_need(i).consultation_id for i in draft.need_ids})
        for consultation_id in consultation_ids:
            _refuse_premature(consultation_id)
        state = verify_log(consultation_ids[0])
        row = Decision(
            consultation_id=consultation_ids[0],
            checkpoint_size=state.size,
            checkpoint_root=state.root.hex(),
        )
        _fill(row, draft)
        current.add(row)
        current.flush()
        set_links(actor, "answers", ("decision", row.id), {"need": draft.need_ids}, is_source=True)
        record(actor, "decision.make", ("decision", row.id), details={"outcome": draft.outcome})
        return row.id


def edit_decision(actor: Actor, decision_id: int, version: int, draft: DecisionDraft) -> None:
    """Change a decision.

    Raises ``Conflict`` where somebody changed it since ``version``, otherwise as ``make_decision``.
    """
    actor.require(Permission.MANAGE_ROADMAP)
    _check(draft)
    with transaction():
        row = _get(decision_id)
        if row.version != version:
            raise Conflict(
                message("roadmap", "Somebody else has changed this since you opened it.")
            )
        for need_id in draft.need_ids:
            _refuse_premature(get_need(need_id).consultation_id)
        before = {"outcome": row.outcome, "reason": row.reason}
        _fill(row, draft)
        row.version += 1
        set_links(
            actor, "answers", ("decision", decision_id), {"need": draft.need_ids}, is_source=True
        )
        record(actor, "decision.change", ("decision", decision_id), details={"before": before})


def get_decision(decision_id: int) -> DecisionRecord:
    """One decision; raises ``NotFound``."""
    return _record(_get(decision_id))


def list_decisions(consultation_id: int | None = None) -> tuple[DecisionRecord, ...]:
    """The decisions of one consultation, or all of them, the latest first."""
    query = select(Decision).order_by(Decision.decided_on.desc(), Decision.id)
    if consultation_id is not None:
        query = query.where(Decision.consultation_id == consultation_id)
    return tuple(_record(row) for row in session().scalars(query))


def decisions_off_the_log(consultation_id: int) -> tuple[int, ...]:
    """Decisions whose log is no longer there as it was: leaves were changed, moved or taken out."""
    return tuple(
        each.id
        for each in list_decisions(consultation_id)
        if root_of_first(consultation_id, each.checkpoint_size)
        != bytes.fromhex(each.checkpoint_root)
    )


def _refuse_premature(consultation_id: int) -> None:
    if not get_consultation(consultation_id).is_closed:
        raise Conflict(
            message(
                "roadmap",
                "This consultation is not closed yet. A decision needs all responses: wait for "
                "the close.",
            )
        )


def _check(draft: DecisionDraft) -> None:
    fields = {}
    if draft.outcome not in OUTCOMES:
        fields["outcome"] = message("roadmap", "Choose adopt, adapt, defer or decline.")
    if not any(words.strip() for words in draft.title.values()):
        fields["title"] = message("roadmap", "Write what was decided.")
    if not any(words.strip() for words in draft.reason.values()):
        fields["reason"] = message("roadmap", "Give the reason, in words for the public.")
    if not any(words.strip() for words in draft.decider.values()):
        fields["decider"] = message("roadmap", "Say who decided.")
    if draft.decided_on is None:
        fields["decided_on"] = message("roadmap", "Enter the date of the decision.")
    if not draft.need_ids:
        fields["need_ids"] = message("roadmap", "Choose the needs this decision answers.")
    if fields:
        raise InvalidInput(message("roadmap", "The decision was not saved."), fields)


def _fill(row: Decision, draft: DecisionDraft) -> None:
    assert draft.decided_on is not None
    row.outcome, row.decided_on = draft.outcome, draft.decided_on
    row.title, row.reason = dict(draft.title), dict(draft.reason)
    row.internal_reason = draft.internal_reason.strip()
    row.decider, row.meeting = dict(draft.decider), draft.meeting.strip()
    row.minutes_reference = draft.minutes_reference.strip()


def _get(decision_id: int) -> Decision:
    row = session().get(Decision, decision_id, populate_existing=True)
    if row is None:
        raise NotFound(message("roadmap", "There is no such decision."))
    return row


def _record(row: Decision) -> DecisionRecord:
    return DecisionRecord(
        id=row.id,
        consultation_id=row.consultation_id,
        outcome=row.outcome,
        title=row.title,
        reason=row.reason,
        internal_reason=row.internal_reason,
        decider=row.decider,
        decided_on=row.decided_on,
        meeting=row.meeting,
        minutes_reference=row.minutes_reference,
        checkpoint_size=row.checkpoint_size,
        checkpoint_root=row.checkpoint_root,
        version=row.version,
    )
