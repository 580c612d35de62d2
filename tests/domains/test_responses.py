"""The one door: what it takes, what it refuses, what it keeps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from engage.app import create_app
from engage.config import Settings
from engage.engines.ledger import new_receipt
from engage.kernel.clock import now
from engage.kernel.errors import Conflict, InvalidInput
from engage.kernel.ids import random_bytes
from engage.responses import (
    Assistance,
    Submission,
    count_responses,
    find_by_receipt,
    last_day,
    submit,
    verify_log,
)
from tests.factories import make_actor, make_consultation, make_response, publish_sample_survey
from tests.factories.responses import ANSWERS


def _paper(version_id: int, **noted: object) -> Submission:
    return Submission(
        version_id=version_id,
        receipt=new_receipt(random_bytes(10)),
        channel="paper",
        language="en",
        answers=ANSWERS,
        assistance=Assistance(operator_id=make_actor("operator").id, **noted),  # type: ignore[arg-type]
    )


def test_an_open_consultation_takes_a_response_and_its_receipt_finds_it(app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    accepted = make_response(version, language="ar")
    found = find_by_receipt(accepted.receipt.lower().replace("-", " "))
    assert found is not None
    assert (found.language, found.disposition, len(found.comment_ids)) == ("ar", "received", 1)


def test_a_closed_consultation_refuses_new_answers(app: Flask) -> None:
    consultation = make_consultation(
        opens_at=now() - timedelta(days=9), closes_at=now() - timedelta(days=1)
    )
    version = publish_sample_survey(consultation.id)
    with pytest.raises(Conflict):
        make_response(version)
    assert count_responses(consultation.id).total == 0


def test_paper_received_in_time_is_taken_after_the_close_with_a_reason(app: Flask) -> None:
    closed = now() - timedelta(days=1)
    consultation = make_consultation(opens_at=now() - timedelta(days=9), closes_at=closed)
    version = publish_sample_survey(consultation.id)
    in_time, too_late = last_day(closed) - timedelta(days=2), last_day(closed) + timedelta(days=1)
    with pytest.raises(Conflict):
        submit(_paper(version.id, serial="1", received_on=in_time))
    with pytest.raises(Conflict):
        submit(_paper(version.id, serial="1", received_on=too_late, late_reason="post"))
    assert submit(_paper(version.id, serial="1", received_on=in_time, late_reason="post")).is_new


@pytest.mark.parametrize(
    ("timezone", "closed", "last"),
    [
        # 1 April 2026 in Kiritimati, fourteen hours ahead, while UTC still has 31 March
        ("Pacific/Kiritimati", datetime(2026, 3, 31, 22, 0, tzinfo=UTC), date(2026, 4, 1)),
        # 30 March 2026 in Pago Pago, eleven hours behind, while UTC has 31 March
        ("Pacific/Pago_Pago", datetime(2026, 3, 31, 9, 0, tzinfo=UTC), date(2026, 3, 30)),
        # midnight in Madrid ends the last day and begins none
        ("Europe/Madrid", datetime(2026, 3, 31, 22, 0, tzinfo=UTC), date(2026, 3, 31)),
    ],
)
def test_the_last_day_for_paper_is_that_of_the_citys_calendar(
    app: Flask, timezone: str, closed: datetime, last: date
) -> None:
    uri = app.config["SQLALCHEMY_DATABASE_URI"]
    with create_app(Settings("test", uri, "x" * 32, timezone=timezone)).app_context():
        opened = closed - timedelta(days=9)
        version = publish_sample_survey(make_consultation(opens_at=opened, closes_at=closed).id)
        late = _paper(
            version.id, received_on=last + timedelta(days=1), late_reason="It lay in a tray."
        )
        with pytest.raises(Conflict):
            submit(late)
        in_time = _paper(version.id, received_on=last, late_reason="It lay in a tray.")
        assert submit(in_time).is_new


def test_a_serial_can_be_keyed_once(app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    submit(_paper(version.id, serial="0042"))
    with pytest.raises(Conflict):
        submit(_paper(version.id, serial="0042"))


def test_answers_that_bend_a_rule_are_refused_with_a_text_for_each(app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    with pytest.raises(InvalidInput) as refused:
        make_response(version, q_transport=None, q_safe=9)
    assert set(refused.value.fields) == {"q_transport", "q_safe"}


def test_answers_off_the_route_are_dropped_and_named(app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    accepted = make_response(version, q_transport="car", q_wait=5)
    assert accepted.dropped == ("q_wait",)


def test_the_log_holds_every_response_and_notices_a_changed_one(both_databases_app: Flask) -> None:
    from sqlalchemy import text

    from engage.kernel.db import transaction

    version = publish_sample_survey(make_consultation().id)
    for _ in range(5):
        make_response(version)
    before = verify_log(version.consultation_id)
    assert (before.size, before.missing) == (5, ())
    with transaction() as current:
        current.execute(text("UPDATE response SET channel = 'kiosk' WHERE id = 1"))
    assert verify_log(version.consultation_id).missing == (1,)
