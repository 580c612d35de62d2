"""kill -9 at random moments under retrying clients: nothing lost, nothing doubled."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest

from benchmarks.prepare_site import SIX, prepare
from engage.app import create_app
from engage.config import Settings
from engage.responses import count_responses, find_by_receipt, verify_log
from tests.faults import IS_FULL, figure

ROOT = Path(__file__).resolve().parents[2]
KILLS = figure("KILLS", 100, 4)
ACKNOWLEDGEMENTS = figure("ACKNOWLEDGEMENTS", 25_000, 150)
CLIENTS = 8
LONGEST_SECONDS = 3_600 if IS_FULL else 900  # on a busy machine each start takes its time
RECEIPT = re.compile(r'name="receipt" value="([^"]+)"')
SHOWN = re.compile(r'id="receipt-code"[^>]*>\s*([0-9A-Z-]+)')


@dataclass
class Run:
    """What the clients saw."""

    base: str
    acknowledged: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)


def _person(run: Run) -> None:
    cookies = urllib.request.HTTPCookieProcessor()
    opener = urllib.request.build_opener(cookies)
    page = _retry(run, opener, None)
    if page is None:
        return
    found = RECEIPT.search(page)
    assert found, page[:300]
    answers = {"q1": "a1", "q3": "3", "q5": f"words {random.random()}", "q6": "5"}
    body = urlencode({"receipt": found[1], **answers}).encode()
    done = _retry(run, opener, body)
    if done is None:
        return
    shown = SHOWN.search(done)
    if shown is None or shown[1] != found[1]:
        run.faults.append(f"sent {found[1]}, was shown {shown and shown[1]}: {done[:200]}")
        return
    run.acknowledged.append(found[1])


def _retry(run: Run, opener: urllib.request.OpenerDirector, body: bytes | None) -> str | None:
    while not run.is_over.is_set():
        request = urllib.request.Request(f"{run.base}/en/consultations/{SIX}/answer", body)
        request.add_header("Origin", run.base)
        try:
            with opener.open(request, timeout=60) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as refused:
            if refused.code < 500:
                run.faults.append(f"{refused.code}: {refused.read()[:200]!r}")
                return None
        except (OSError, HTTPException):
            time.sleep(0.05)
    return None


def _client(run: Run) -> None:
    while not run.is_over.is_set():
        _person(run)


def _serve(port: int, url: str) -> subprocess.Popen[bytes]:
    light = "engage.app:create_app()"  # wsgi.py loads the engine of themes, too: no part of this
    command = [sys.executable, "-m", "gunicorn", light, "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"ENGAGE_DATABASE_URL": url, "ENGAGE_ENVIRONMENT": "development"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _kill(server: subprocess.Popen[bytes]) -> None:
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def test_no_acknowledged_response_is_lost_or_doubled_when_the_server_is_killed(
    database_url: str,
) -> None:
    prepare(database_url)
    run = Run(f"http://127.0.0.1:{_free_port()}")
    port = int(run.base.rsplit(":", 1)[1])
    clients = [threading.Thread(target=_client, args=(run,), daemon=True) for _ in range(CLIENTS)]
    server = _serve(port, database_url)
    deadline = time.monotonic() + LONGEST_SECONDS
    try:
        for client in clients:
            client.start()
        kills = 0
        share = ACKNOWLEDGEMENTS / (KILLS + 1)
        while len(run.acknowledged) < ACKNOWLEDGEMENTS or kills < KILLS:
            assert time.monotonic() < deadline, f"{len(run.acknowledged)} after {kills} kills"
            if kills < KILLS and len(run.acknowledged) >= share * (kills + 1):
                time.sleep(random.random() * 0.2)
                _kill(server)
                server = _serve(port, database_url)
                kills += 1
            time.sleep(0.01)
    finally:
        run.is_over.set()
        for client in clients:
            client.join(30)
        _kill(server)
    assert run.faults == []
    _check_database(database_url, run.acknowledged)
    print(f"{len(run.acknowledged):,} acknowledged, {kills} kills, 0 lost, 0 doubled")  # pytest -s


def _check_database(url: str, acknowledged: list[str]) -> None:
    assert len(acknowledged) == len(set(acknowledged))
    app = create_app(Settings(environment="test", database_url=url))
    with app.app_context():
        lost = [code for code in acknowledged if find_by_receipt(code) is None]
        assert lost == []
        consultation_id = 1
        state = verify_log(consultation_id)
        total = count_responses(consultation_id).total
        assert (state.missing, state.doubled) == ((), ())
        assert state.size == total >= len(acknowledged)
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.mark.parametrize("level", ["OFF", "NORMAL"])
def test_sqlite_that_could_lose_an_acknowledged_response_refuses_to_start(
    level: str, sqlite_url: str
) -> None:
    environ = {"ENGAGE_SQLITE_SYNCHRONOUS": level, "ENGAGE_DATABASE_URL": sqlite_url}
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "SQLite must run with synchronous=FULL." in done.stderr
