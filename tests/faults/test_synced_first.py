"""Commit, sync, then the receipt: what was acknowledged is on the disk, also without power.

Killing a server proves nothing of this: what it has written stays in the system's memory.
"""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, text

from engage.app import create_app
from engage.config import Settings, UnsafeSettings
from engage.kernel.db import db, session
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.faults import figure
from tests.faults.unsynced import NO_SECCOMP
from tests.servers.postgresql import PostgresqlServer

ROOT = Path(__file__).resolve().parents[2]
SYNCED = figure("SYNCED", 1_000, 40)


def test_a_disk_that_refuses_to_sync_gives_no_receipt(app: Flask) -> None:
    """Without syncing there would be receipts all the same: so this sees the difference."""
    publish_sample_survey(make_consultation().id)
    session().rollback()
    url = db.engine.url.render_as_string()
    command = [sys.executable, "-m", "tests.faults.unsynced", url, str(SYNCED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == NO_SECCOMP:
        pytest.skip("the system has no filters of system calls")
    assert done.returncode == 0, done.stderr
    acknowledged, without_syncing = map(int, done.stdout.split())
    assert acknowledged == 0
    assert without_syncing > 0


@pytest.mark.postgresql
def test_postgresql_has_flushed_each_response_when_it_is_acknowledged(
    postgresql_app: Flask,
) -> None:
    version = publish_sample_survey(make_consultation().id)
    session().rollback()
    before_commit: list[str] = []

    def note(_current: object) -> None:
        before_commit.append(str(session().scalar(text("SELECT pg_current_wal_insert_lsn()"))))

    event.listen(db.session, "before_commit", note)
    late = 0
    url = db.engine.url.set(drivername="postgresql").render_as_string()
    try:
        with psycopg.connect(url, autocommit=True) as other:
            for _ in range(SYNCED):
                make_response(version)
                asked = "SELECT pg_current_wal_flush_lsn() > %s::pg_lsn"
                (is_flushed,) = other.execute(asked, (before_commit[-1],)).fetchone() or (False,)
                late += not is_flushed
    finally:
        event.remove(db.session, "before_commit", note)
    assert len(before_commit) >= SYNCED
    assert late == 0


@pytest.mark.postgresql
def test_postgresql_that_could_lose_an_acknowledged_response_is_refused(
    postgresql: PostgresqlServer,
) -> None:
    url = f"{postgresql.url()}?options=-c%20synchronous_commit%3Doff"
    with pytest.raises(UnsafeSettings, match="synchronous_commit"):
        create_app(Settings(environment="test", database_url=url))
