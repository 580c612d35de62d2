"""The same submission many times at once, and other content under the same receipt."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.engines.ledger import new_receipt
from engage.kernel.db import session
from engage.kernel.ids import random_bytes
from engage.responses import Accepted, verify_log
from engage.responses.models import Comment, LogEntry, Response, SetAside
from engage.surveys import PublishedVersion
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.faults import IS_FULL

RESPONDENTS = 1_000 if IS_FULL else 60
REPEATS = 5
THREADS = 8


def _send(app: Flask, version: PublishedVersion, receipt: str, words: str) -> Accepted:
    with app.app_context():
        return make_response(version, receipt=receipt, q_change=words)


def _count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def version(both_databases_app: Flask) -> PublishedVersion:
    return publish_sample_survey(make_consultation().id)


def test_a_submission_sent_five_times_at_once_is_one_response(
    both_databases_app: Flask, version: PublishedVersion
) -> None:
    receipts = [new_receipt(random_bytes(10)) for _ in range(RESPONDENTS)]
    jobs = [(receipt, f"comment {number}") for number, receipt in enumerate(receipts)] * REPEATS
    jobs.sort()
    with ThreadPoolExecutor(THREADS) as pool:
        accepted = list(
            pool.map(lambda job: _send(both_databases_app, version, *job), jobs, chunksize=1)
        )
    session().rollback()  # what this thread read before is a snapshot from before
    assert _count(Response) == _count(Comment) == _count(LogEntry) == RESPONDENTS
    assert _count(SetAside) == 0
    assert sum(item.is_new for item in accepted) == RESPONDENTS
    ids = {(item.receipt, item.response_id) for item in accepted}
    assert len(ids) == RESPONDENTS
    state = verify_log(version.consultation_id)
    assert (state.size, state.missing, state.doubled) == (RESPONDENTS, (), ())


def test_other_content_under_a_known_receipt_is_kept_and_flagged_and_overwrites_nothing(
    both_databases_app: Flask, version: PublishedVersion
) -> None:
    receipts = [new_receipt(random_bytes(10)) for _ in range(RESPONDENTS)]
    for number, receipt in enumerate(receipts):
        make_response(version, receipt=receipt, q_change=f"first {number}")
    jobs = [(receipt, f"second {number}") for number, receipt in enumerate(receipts)] * 2
    with ThreadPoolExecutor(THREADS) as pool:
        accepted = list(pool.map(lambda job: _send(both_databases_app, version, *job), jobs))
    session().rollback()
    assert all(item.is_conflict and not item.is_new for item in accepted)
    assert _count(Response) == _count(SetAside) == RESPONDENTS
    rows = session().scalars(select(Response).order_by(Response.id)).all()
    assert all(row.has_conflict for row in rows)
    assert [row.answers["q_change"] for row in rows] == [f"first {n}" for n in range(RESPONDENTS)]
    kept = {row.answers["q_change"] for row in session().scalars(select(SetAside))}
    assert kept == {f"second {number}" for number in range(RESPONDENTS)}
