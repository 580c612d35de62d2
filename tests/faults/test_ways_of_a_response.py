"""Any order of what may happen to responses, side by side with a model that fits into a page.

Submitted, sent again, sent with other answers, withdrawn, left out, read, keyed from paper in time
and late, taken back, closed: after each step the database says what the model says.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engage.consultations import close_consultation, get_consultation
from engage.engines.ledger import new_receipt
from engage.kernel.actors import SYSTEM, Actor
from engage.kernel.db import session
from engage.kernel.errors import Conflict, EngageError
from engage.responses import (
    Accepted,
    Assistance,
    Submission,
    count_dispositions,
    count_responses,
    exclude,
    find_by_receipt,
    keep_counting,
    last_day,
    propose_exclusion,
    settle,
    stream_comments,
    submit,
    take_back,
    verify_log,
    withdraw,
)
from tests.factories import make_actor, make_consultation, publish_sample_survey
from tests.factories.responses import ANSWERS
from tests.faults import IS_FULL, figure

RUNS = figure("RUNS", 500, 5)
STEPS = figure("STEPS", 50, 30)
CLOSED = {code: ANSWERS[code] for code in ("q_transport", "q_wait", "q_safe", "q_places")}
WORDS = st.sampled_from(["", "Shade, please.", "ظلّ من فضلكم", "=1+1", "Buses after eight."])
CHANNELS = st.sampled_from(["web", "kiosk"])
SERIALS = st.sampled_from(["0001", "0002", "0003"])
COUNTED = ("received", "blank", "themed", "campaign")
_numbers = count(1)


@dataclass
class Kept:
    """What the model knows of one response."""

    receipt: str
    channel: str
    words: str
    disposition: str
    serial: str = ""
    is_taken_back: bool = False
    is_proposed: bool = False
    aside: set[str] = field(default_factory=set)
    id: int = 0

    @property
    def stands(self) -> bool:
        return self.disposition != "withdrawn" and not self.is_taken_back


def _tried(do: Callable[[], Any]) -> Any:
    """What a command gives, or the kind of its refusal."""
    try:
        return do()
    except EngageError as refused:
        return type(refused)


class WaysOfAResponse(RuleBasedStateMachine):
    """The consultation on one side, a dictionary on the other."""

    operator: Actor
    lead: Actor
    receipts = Bundle("receipts")

    @initialize()
    def open(self) -> None:
        self.version = publish_sample_survey(make_consultation().id)
        self.number = self.version.consultation_id
        self.kept: dict[str, Kept] = {}
        self.is_open = True

    def _submission(self, receipt: str, channel: str, words: str, **noted: Any) -> Submission:
        answers = CLOSED | ({"q_change": words} if words else {})
        marks = {} if words else {"q_change": "blank"}
        assistance = Assistance(operator_id=self.operator.id, **noted) if noted else None
        return Submission(self.version.id, receipt, channel, "en", answers, assistance, marks)

    def _send(self, kept: Kept, is_taken: bool, **noted: Any) -> Any:
        """Send something new; the model decides whether it is taken."""
        sent = self._submission(kept.receipt, kept.channel, kept.words, **noted)
        answer = _tried(lambda: submit(sent))
        if not is_taken:
            assert isinstance(answer, type) and issubclass(answer, Conflict), answer
            return multiple()
        assert isinstance(answer, Accepted) and answer.is_new and not answer.is_conflict
        kept.id = answer.response_id
        self.kept[kept.receipt] = kept
        return kept.receipt

    @rule(target=receipts, channel=CHANNELS, words=WORDS)
    def send(self, channel: str, words: str) -> Any:
        receipt = new_receipt(next(_numbers).to_bytes(10, "big"))
        disposition = "received" if words else "blank"
        return self._send(Kept(receipt, channel, words, disposition), self.is_open)

    @rule(target=receipts, serial=SERIALS, words=WORDS, in_time=st.booleans(), why=st.booleans())
    def key_paper(self, serial: str, words: str, in_time: bool, why: bool) -> Any:
        last = last_day(get_consultation(self.number).closes_at)
        received_on = last if in_time else last.fromordinal(last.toordinal() + 1)
        receipt = new_receipt(next(_numbers).to_bytes(10, "big"))
        kept = Kept(receipt, "paper", words, "received" if words else "blank", serial)
        is_free = all(k.serial != serial or k.is_taken_back for k in self.kept.values())
        noted = {"serial": serial, "received_on": received_on, "late_reason": "It lay" * why}
        return self._send(kept, is_free and (self.is_open or (in_time and why)), **noted)

    @rule(receipt=receipts, words=WORDS | st.none())
    def send_again(self, receipt: str, words: str | None) -> None:
        """The same once more, or other answers under a receipt that is known."""
        kept = self.kept[receipt]
        said = kept.words if words is None else words
        noted = {"serial": kept.serial} if kept.serial else {}
        answer = submit(self._submission(receipt, kept.channel, said, **noted))
        if said != kept.words:
            kept.aside.add(said)
        is_conflict = said != kept.words or not kept.stands
        assert answer == Accepted(kept.id, receipt, False, is_conflict)

    @rule(receipt=receipts)
    def withdraw_it(self, receipt: str) -> None:
        kept = self.kept[receipt]
        refused = _tried(lambda: withdraw(receipt.lower()))
        may = self.is_open or kept.disposition == "withdrawn"
        assert refused is (None if may else Conflict)
        kept.disposition = "withdrawn" if may else kept.disposition

    @rule(receipt=receipts, why=st.sampled_from(["It is spam.", " "]))
    def leave_out(self, receipt: str, why: str) -> None:
        kept = self.kept[receipt]
        refused = _tried(lambda: propose_exclusion(SYSTEM, kept.id, why, "other"))
        assert (refused is None) == (
            bool(why.strip()) and kept.disposition in COUNTED and not kept.is_proposed
        )
        kept.is_proposed = kept.is_proposed or refused is None

    @rule(receipt=receipts, agrees=st.booleans(), is_another=st.booleans())
    def decide(self, receipt: str, agrees: bool, is_another: bool) -> None:
        kept = self.kept[receipt]
        actor = self.lead if is_another else SYSTEM
        if not agrees:
            refused = _tried(lambda: keep_counting(actor, kept.id, "It is no spam."))
            assert (refused is None) == kept.is_proposed
            kept.is_proposed = False
            return
        refused = _tried(lambda: exclude(actor, kept.id))
        may = kept.is_proposed and is_another and kept.disposition in COUNTED
        assert (refused is None) == may
        if may:
            kept.disposition, kept.is_proposed = "excluded", False

    @rule(receipt=receipts, disposition=st.sampled_from(COUNTED))
    def read(self, receipt: str, disposition: str) -> None:
        kept = self.kept[receipt]
        settle(SYSTEM, [kept.id], disposition)
        kept.disposition = disposition if kept.disposition in COUNTED else kept.disposition

    @rule(receipt=receipts)
    def take_it_back(self, receipt: str) -> None:
        kept = self.kept[receipt]
        refused = _tried(lambda: take_back(self.operator, kept.id))
        may = bool(kept.serial) and kept.disposition in COUNTED
        assert (refused is None) == may
        if may:
            kept.disposition, kept.is_taken_back = "excluded", True

    @precondition(lambda self: self.is_open and len(self.kept) > 5)
    @rule()
    def close(self) -> None:
        close_consultation(SYSTEM, self.number, "The square was flooded.")
        self.is_open = False

    @invariant()
    def the_database_says_the_same(self) -> None:
        session().rollback()
        every = self.kept.values()
        counts = count_responses(self.number)
        counted = [kept for kept in every if kept.disposition in COUNTED]
        assert counts.by_channel == Counter(kept.channel for kept in counted)
        assert counts.total == len(counted)
        assert counts.set_aside == sum(len(kept.aside) for kept in counted)
        assert count_dispositions(self.number) == Counter(kept.disposition for kept in every)
        said = Counter(comment.text for comment in stream_comments(SYSTEM, self.number, "q_change"))
        assert said == Counter(kept.words for kept in counted if kept.words)
        for kept in every:
            found = find_by_receipt(kept.receipt)
            assert found is not None
            assert (found.response_id, found.disposition) == (kept.id, kept.disposition)
        state = verify_log(self.number)
        assert (state.size, state.missing, state.doubled) == (len(every), (), ())


def test_any_order_of_events_is_as_in_the_model(both_databases_app: Flask) -> None:
    WaysOfAResponse.operator, WaysOfAResponse.lead = make_actor("operator"), make_actor()
    chosen = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        derandomize=True,
        phases=[Phase.generate, *([Phase.shrink] if IS_FULL else [])],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(WaysOfAResponse, settings=chosen)
