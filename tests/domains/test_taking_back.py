"""Notes of operators, and forms taken back to be keyed anew."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from engage.audit import list_entries
from engage.engines.ledger import new_receipt
from engage.kernel.actors import SYSTEM, Actor
from engage.kernel.clock import now
from engage.kernel.errors import Conflict, Forbidden, NotFound
from engage.kernel.ids import random_bytes
from engage.responses import (
    Accepted,
    Assistance,
    Submission,
    count_entered_today,
    count_responses,
    find_by_receipt,
    find_taken_back,
    stream_answers,
    stream_comments,
    submit,
    take_back,
    verify_log,
)
from tests.factories import make_actor, make_consultation, publish_sample_survey
from tests.factories.responses import ANSWERS
from tests.factories.themes import make_themes


def _key(actor: Actor, version_id: int, channel: str = "paper", **noted: str) -> Accepted:
    return submit(
        Submission(
            version_id=version_id,
            receipt=new_receipt(random_bytes(10)),
            channel=channel,
            language="en",
            answers=ANSWERS,
            assistance=Assistance(operator_id=actor.id, **noted),  # type: ignore[arg-type]
        )
    )


def test_a_form_taken_back_counts_nowhere_and_is_still_there(app: Flask) -> None:
    operator = make_actor("operator")
    consultation = make_consultation()
    version = publish_sample_survey(consultation.id)
    keyed = _key(operator, version.id, serial="0007", note="coffee stain")
    take_back(operator, keyed.response_id)
    assert count_responses(consultation.id).total == 0
    assert count_entered_today(operator.id) == 0
    assert list(stream_answers(consultation.id)) == []
    assert list(stream_comments(SYSTEM, consultation.id)) == []
    status = find_by_receipt(keyed.receipt)
    assert status is not None and status.disposition == "excluded"
    assert verify_log(consultation.id).missing == ()
    found = find_taken_back(operator, keyed.response_id)
    assert (found.serial, found.note, found.answers["q_transport"]) == (
        "0007",
        "coffee stain",
        "bus",
    )
    (entry,) = (each for each in list_entries(SYSTEM) if each.act == "response.take_back")
    assert (entry.actor, entry.subject_id) == (operator.name, keyed.response_id)


def test_its_serial_can_be_keyed_again_but_only_once(app: Flask) -> None:
    operator = make_actor("operator")
    version = publish_sample_survey(make_consultation().id)
    take_back(operator, _key(operator, version.id, serial="0007").response_id)
    again = _key(operator, version.id, serial="0007")
    with pytest.raises(Conflict):
        _key(operator, version.id, serial="0007")
    take_back(operator, again.response_id)
    assert _key(operator, version.id, serial="0007").is_new


def test_nobody_takes_back_what_another_keyed(app: Flask) -> None:
    operator, other, lead = make_actor("operator"), make_actor("operator"), make_actor()
    version = publish_sample_survey(make_consultation().id)
    keyed = _key(operator, version.id)
    for stranger in (other, lead):
        with pytest.raises(NotFound):
            take_back(stranger, keyed.response_id)
    with pytest.raises(Forbidden):
        take_back(make_actor("analyst"), keyed.response_id)
    take_back(operator, keyed.response_id)
    with pytest.raises(NotFound):
        find_taken_back(other, keyed.response_id)


def test_a_form_is_taken_back_once_and_not_where_it_could_not_be_keyed_anew(app: Flask) -> None:
    operator = make_actor("operator")
    version = publish_sample_survey(make_consultation().id)
    paper, call = _key(operator, version.id), _key(operator, version.id, channel="phone")
    with time_machine.travel(now() + timedelta(days=30)):
        with pytest.raises(Conflict):
            take_back(operator, call.response_id)
        take_back(operator, paper.response_id)
        with pytest.raises(Conflict):
            take_back(operator, paper.response_id)
    with pytest.raises(NotFound):
        find_taken_back(operator, call.response_id)


def test_the_note_travels_with_the_comment(app: Flask) -> None:
    operator = make_actor("operator")
    consultation = make_consultation()
    version = publish_sample_survey(consultation.id)
    _key(operator, version.id, note="words by the daughter")
    (comment, *_) = stream_comments(SYSTEM, consultation.id)
    assert comment.note == "words by the daughter"


def test_a_reviewer_reads_the_note_beside_the_comment(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    operator = make_actor("operator")
    consultation = make_consultation()
    version = publish_sample_survey(consultation.id)
    _key(operator, version.id, note="words by the daughter")
    make_themes(version, each=8)
    address = f"/staff/consultations/{consultation.id}/themes?words=after+eight"
    found = {
        standing: sign_in("analyst").get(f"{address}&standing={standing}").text
        for standing in ("in+theme", "unplaced", "no+theme")
    }
    assert any("words by the daughter" in page for page in found.values())
