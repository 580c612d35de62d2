"""Background work: taken once, taken up again after a crash, stopped when asked to."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from engage.kernel.db import db
from engage.kernel.errors import Conflict, NotFound
from engage.kernel.jobs import (
    MAX_ATTEMPTS,
    SILENT_AFTER,
    JobContext,
    cancel,
    claim,
    enqueue,
    get_job,
    run_next,
)

START = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
A_WHILE = SILENT_AFTER + timedelta(seconds=1)


def _echo(context: JobContext, arguments: dict[str, Any]) -> dict[str, Any]:
    context.report(0.5, "halfway")
    return {"said": arguments["say"]}


def test_jobs_are_done_in_the_order_they_came_with_their_arguments(app: Flask) -> None:
    first, second = enqueue("echo", {"say": "one"}), enqueue("echo", {"say": "two"})
    assert run_next({"echo": _echo})
    assert get_job(first).result == {"said": "one"}
    assert (get_job(first).state, get_job(first).progress) == ("done", 1.0)
    assert get_job(second).state == "queued"
    assert run_next({"echo": _echo})
    assert get_job(second).result == {"said": "two"}
    assert not run_next({"echo": _echo})


def test_a_running_job_is_not_given_to_a_second_worker(app: Flask) -> None:
    job = enqueue("echo", {})
    assert claim() == (job, 1)
    assert claim() is None


def test_a_failure_is_kept_with_the_job_and_the_next_job_runs(app: Flask) -> None:
    def broken(_context: JobContext, _arguments: dict[str, Any]) -> dict[str, Any]:
        raise ValueError("the comments are gone")

    failed, fine = enqueue("broken", {}), enqueue("echo", {"say": "on"})
    functions = {"broken": broken, "echo": _echo}
    assert run_next(functions) and run_next(functions)
    assert (get_job(failed).state, get_job(failed).error) == ("failed", "the comments are gone")
    assert get_job(fine).state == "done"


def test_a_job_whose_worker_went_silent_is_taken_up_again(app: Flask) -> None:
    job = enqueue("echo", {})
    with time_machine.travel(START, tick=False) as clock:
        assert claim() == (job, 1)
        clock.shift(A_WHILE)
        assert claim() == (job, 2)


def test_a_job_that_kills_every_worker_is_given_up(app: Flask) -> None:
    job = enqueue("echo", {})
    with time_machine.travel(START, tick=False) as clock:
        for attempt in range(1, MAX_ATTEMPTS + 1):
            assert claim() == (job, attempt)
            clock.shift(A_WHILE)
        assert claim() is None
    assert get_job(job).state == "failed" and get_job(job).error


def test_a_worker_that_was_thought_dead_cannot_overwrite_its_successor(app: Flask) -> None:
    job = enqueue("slow", {})

    def slow(context: JobContext, _arguments: dict[str, Any]) -> dict[str, Any]:
        with time_machine.travel(datetime.now(UTC) + A_WHILE, tick=False):
            assert claim() == (job, 2)
        return {"by": "the first worker"}

    run_next({"slow": slow})
    assert (get_job(job).state, get_job(job).result) == ("running", None)


def test_a_queued_job_stops_at_once_and_an_ended_one_cannot_be_stopped(app: Flask) -> None:
    job = enqueue("echo", {"say": "never"})
    cancel(job)
    assert get_job(job).state == "cancelled"
    assert not run_next({"echo": _echo})
    with pytest.raises(Conflict):
        cancel(job)
    with pytest.raises(NotFound):
        cancel(job + 1)


def test_a_running_job_stops_at_its_next_report(app: Flask) -> None:
    after_the_report = []

    def stopped(context: JobContext, _arguments: dict[str, Any]) -> dict[str, Any]:
        cancel(context.job_id)
        context.report(0.9, "nearly")
        after_the_report.append(True)
        return {}

    job = enqueue("stopped", {})
    run_next({"stopped": stopped})
    assert get_job(job).state == "cancelled" and not after_the_report


def test_a_job_cancelled_while_its_worker_died_does_not_hold_up_the_next(app: Flask) -> None:
    abandoned, waiting = enqueue("echo", {}), enqueue("echo", {})
    with time_machine.travel(START, tick=False) as clock:
        claim()
        cancel(abandoned)
        clock.shift(A_WHILE)
        assert claim() == (waiting, 1)
    assert get_job(abandoned).state == "cancelled"


def test_a_beat_that_cannot_be_written_is_not_the_last(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engage.kernel.jobs.BEAT_SECONDS", 0.02)

    def _with_a_table_gone(context: JobContext, arguments: dict[str, Any]) -> dict[str, Any]:
        db.session.rollback()
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE job RENAME TO away"))
        time.sleep(0.2)
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO job"))
            connection.execute(text("UPDATE job SET heartbeat_at = NULL"))
        until = time.monotonic() + 30
        while get_job(context.job_id).heartbeat_at is None and time.monotonic() < until:
            db.session.rollback()
            time.sleep(0.02)
        return {"beats": get_job(context.job_id).heartbeat_at is not None}

    number = enqueue("away", {})
    assert run_next({"away": _with_a_table_gone})
    assert get_job(number).result == {"beats": True}
