"""Who may answer: an invitation or a browser counts once, also when two arrive together."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from engage.audit import list_entries
from engage.channels.entry.keying import KeyedForm, save_form
from engage.engines.ledger import new_receipt
from engage.kernel.actors import Actor
from engage.kernel.db import session
from engage.kernel.errors import Conflict, Forbidden, InvalidInput
from engage.kernel.ids import random_bytes
from engage.responses import (
    Accepted,
    PassNeeded,
    PassSpent,
    Submission,
    check_invitation,
    has_answered,
    submit,
    take_back,
    withdraw,
)
from engage.responses.invitations import (
    list_batches,
    make_invitations,
    revoke_batch,
    revoke_invitation,
)
from engage.responses.models import Response
from engage.responses.passes_models import Invitation, SpentPass
from engage.surveys import PublishedVersion
from tests.factories import make_actor, make_consultation, publish_sample_survey
from tests.factories.responses import ANSWERS

THREADS = 8


def _invited(count: int = 2) -> tuple[Actor, PublishedVersion, tuple[str, ...]]:
    lead = make_actor("engagement_lead")
    consultation = make_consultation(who_may_answer="invited")
    version = publish_sample_survey(consultation.id)
    return lead, version, make_invitations(lead, consultation.id, "North", count).codes


def _send(version: PublishedVersion, receipt: str = "", **more: str) -> Accepted:
    receipt = receipt or new_receipt(random_bytes(10))
    values = {"channel": "web", "language": "en"} | more
    return submit(Submission(version.id, receipt, answers=dict(ANSWERS), **values))  # type: ignore[arg-type]


def _responses() -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(Response)) or 0


def test_an_invitation_counts_once_and_a_repetition_is_no_second(both_databases_app: Flask) -> None:
    _lead, version, (code, _other) = _invited()
    receipt = new_receipt(random_bytes(10))
    assert _send(version, receipt, invitation=code.lower()).is_new
    assert not _send(version, receipt, invitation=code).is_new
    with pytest.raises(PassSpent):
        _send(version, invitation=code)
    with pytest.raises(PassNeeded):
        _send(version)
    assert _responses() == 1


@pytest.mark.parametrize("who", ["invited", "one_per_browser"])
def test_of_many_that_arrive_together_one_is_taken(both_databases_app: Flask, who: str) -> None:
    lead = make_actor("engagement_lead")
    consultation = make_consultation(who_may_answer=who)
    version = publish_sample_survey(consultation.id)
    codes = make_invitations(lead, consultation.id, "All", 5).codes
    field = "invitation" if who == "invited" else "browser"

    def send(code: str) -> bool:
        with both_databases_app.app_context():
            try:
                return _send(version, **{field: code}).is_new
            except PassSpent:
                return False

    with ThreadPoolExecutor(THREADS) as pool:
        taken = list(pool.map(send, list(codes) * THREADS, chunksize=1))
    assert sum(taken) == len(codes) == _responses()


def test_a_spent_pass_leads_to_no_response(app: Flask) -> None:
    _lead, version, (code, _other) = _invited()
    accepted = _send(version, invitation=code)
    spent = session().scalars(select(SpentPass)).one()
    assert spent.response_id is None
    stored = session().execute(text("SELECT * FROM response")).mappings().one()
    assert spent.pass_hash not in map(str, stored.values())
    assert spent.holder_hash not in map(str, stored.values())
    assert accepted.receipt not in repr(vars(spent))
    hashes = set(session().scalars(select(Invitation.code_hash)))
    assert len(hashes) == 2 and code not in repr(hashes)


def test_who_withdraws_may_answer_again(both_databases_app: Flask) -> None:
    _lead, version, (code, _other) = _invited()
    accepted = _send(version, invitation=code)
    withdraw(accepted.receipt)
    assert _send(version, invitation=code).is_new


def test_one_response_from_each_browser_and_consultation(app: Flask) -> None:
    first, second = (
        publish_sample_survey(make_consultation(who_may_answer="one_per_browser").id)
        for _ in range(2)
    )
    assert _send(first, browser="mine").is_new and _send(second, browser="mine").is_new
    assert has_answered(first.consultation_id, "mine")
    assert not has_answered(first.consultation_id, "yours")
    with pytest.raises(PassSpent):
        _send(first, browser="mine")
    with pytest.raises(PassNeeded):
        _send(first)
    assert _send(first, channel="kiosk").is_new and _send(first, channel="kiosk").is_new


def test_operators_may_enter_a_code_or_none_and_take_a_form_back(app: Flask) -> None:
    _lead, version, (code, _other) = _invited()
    operator = make_actor("operator")

    def key(serial: str, invitation: str) -> Accepted:
        keyed = {"q_transport": "1", "q_safe": "3", "q_change": "Light."}
        form = KeyedForm(
            new_receipt(random_bytes(10)), "paper", "en", keyed, serial, invitation=invitation
        )
        return save_form(operator, version, form).accepted

    assert key("1", "").is_new
    first = key("2", code)
    with pytest.raises(PassSpent):
        key("3", code)
    take_back(operator, first.response_id)
    assert key("2", code).is_new


def test_counts_say_how_many_and_revoked_codes_open_nothing(both_databases_app: Flask) -> None:
    lead, version, codes = _invited(5)
    number = version.consultation_id
    _send(version, invitation=codes[0])
    revoke_invitation(lead, number, codes[1].lower())
    (batch,) = list_batches(lead, number)
    assert (batch.size, batch.used, batch.revoked, batch.is_revoked) == (5, 1, 1, False)
    with pytest.raises(InvalidInput, match="no longer valid"):
        check_invitation(number, codes[1])
    assert check_invitation(number, codes[2].replace("-", "")) == codes[2]
    revoke_batch(lead, number, batch.id)
    with pytest.raises(PassSpent, match="no longer valid"):
        _send(version, invitation=codes[2])
    with pytest.raises(Conflict):
        revoke_batch(lead, number, batch.id)
    acts = [entry.act for entry in list_entries(make_actor("administrator"))]
    assert {"invitation.make", "invitation.revoke", "invitation.revoke_one"} <= set(acts)


def test_codes_belong_to_their_consultation_and_to_managers(app: Flask) -> None:
    lead, version, (code, _other) = _invited()
    other = make_consultation(who_may_answer="invited")
    with pytest.raises(InvalidInput, match="do not know"):
        check_invitation(other.id, code)
    with pytest.raises(InvalidInput):
        revoke_invitation(lead, other.id, code)
    with pytest.raises(Forbidden):
        make_invitations(make_actor("operator"), version.consultation_id, "x", 1)
    for name, count, field in (("", 1, "name"), ("x", 0, "count"), ("x", 10_001, "count")):
        with pytest.raises(InvalidInput) as refused:
            make_invitations(lead, version.consultation_id, name, count)
        assert set(refused.value.fields) == {field}
