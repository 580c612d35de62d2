"""Answers saved to come back to: found by their code alone, on both databases."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from engage.channels.online.drafts import begin_draft, find_draft, save_answers, send_draft
from engage.channels.online.models import Draft
from engage.channels.online.saving import find_code, kept_until, open_saved, save_for_later
from engage.engines.ledger import new_spoken_code
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import InvalidInput
from engage.responses import TooManyCodes
from engage.responses.passes_models import WrongCode
from tests.factories import make_consultation, publish_sample_survey
from tests.factories.responses import ANSWERS


def _saved(**changes: object) -> tuple[int, str, str]:
    consultation = make_consultation(**changes)
    version = publish_sample_survey(consultation.id)
    receipt = begin_draft(version.id, "web")
    draft = find_draft(receipt, "web", consultation.id)
    assert draft is not None
    draft = save_answers(draft, ("q_transport",), {"q_transport": "bus"})
    assert find_code(draft) is None
    code = save_for_later(draft, "p_wait")
    assert find_code(draft) == code == save_for_later(draft, "p_wait")
    return consultation.id, receipt, code


def test_a_code_finds_the_draft_and_its_page_however_it_is_typed(both_databases_app: Flask) -> None:
    consultation_id, receipt, code = _saved()
    draft, stopped_at = open_saved(consultation_id, f" {code.lower().replace('-', ' ')} ")
    assert (draft.receipt, draft.answers, stopped_at) == (receipt, {"q_transport": "bus"}, "p_wait")


def test_neither_code_nor_receipt_is_stored(app: Flask) -> None:
    _consultation_id, receipt, code = _saved()
    row = session().scalars(select(Draft)).one()
    stored = repr({column.name: getattr(row, column.name) for column in Draft.__table__.columns})
    for secret in (code, code.replace("-", ""), receipt, receipt.replace("-", "")):
        assert secret not in stored
    assert row.sealed_receipt is not None and receipt.encode() not in row.sealed_receipt
    assert not set(code.split("-")) & set(receipt.split("-"))


def test_a_code_opens_its_own_consultation_only(app: Flask) -> None:
    _consultation_id, _receipt, code = _saved()
    with pytest.raises(InvalidInput):
        open_saved(make_consultation().id, code)


def test_what_was_sent_is_not_found_any_more(both_databases_app: Flask) -> None:
    consultation_id, _receipt, code = _saved()
    draft, _page = open_saved(consultation_id, code)
    draft = save_answers(draft, tuple(ANSWERS), dict(ANSWERS))
    assert send_draft(draft, "en").is_new
    with pytest.raises(InvalidInput):
        open_saved(consultation_id, code)


def test_after_thirty_days_it_is_gone(app: Flask) -> None:
    consultation_id, _receipt, code = _saved(closes_at=now() + timedelta(days=90))
    with transaction() as current:
        current.scalars(select(Draft)).one().saved_at = now() - timedelta(days=31)
    with pytest.raises(InvalidInput):
        open_saved(consultation_id, code)


def test_it_is_kept_for_thirty_days_or_until_the_close(app: Flask) -> None:
    soon = make_consultation(closes_at=now() + timedelta(days=3))
    late = make_consultation(closes_at=now() + timedelta(days=90))
    assert kept_until(soon) == soon.closes_at
    assert timedelta(days=29) < kept_until(late) - now() <= timedelta(days=30)


def test_wrong_codes_slow_down_those_that_begin_alike_and_no_others(
    both_databases_app: Flask,
) -> None:
    consultation_id, _receipt, right = _saved()
    alike = [_beginning_like(right, number) for number in range(5)]
    with time_machine.travel(now(), tick=False):
        for wrong in alike[:3]:
            with pytest.raises(InvalidInput):
                open_saved(consultation_id, wrong)
        for code in (alike[3], right):
            with pytest.raises(TooManyCodes) as waiting:
                open_saved(consultation_id, code)
            assert waiting.value.message.count == 2
    _other_id, _receipt, other = _saved()
    assert open_saved(_other_id, other)
    with transaction() as current:
        for row in current.scalars(select(WrongCode)):
            row.at = now() - timedelta(minutes=16)
    assert open_saved(consultation_id, right)


def test_a_mistyped_code_is_told_from_a_wrong_one_and_costs_no_attempt(app: Flask) -> None:
    consultation_id, _receipt, code = _saved()
    last = "2" if code[-1] != "2" else "3"
    for _ in range(5):
        with pytest.raises(InvalidInput, match="wrong or have changed places"):
            open_saved(consultation_id, code[:-1] + last)
    assert open_saved(consultation_id, code)


def _beginning_like(code: str, number: int) -> str:
    """Another code with the same first group."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    first = [alphabet.index(char) for char in code[:4]]
    value = sum(digit << 5 * place for place, digit in enumerate(first)) | (number + 1) << 20
    made = new_spoken_code(value.to_bytes(7, "big"))
    assert made[:4] == code[:4] and made != code
    return made
