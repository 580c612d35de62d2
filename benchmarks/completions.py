"""Survey completions per second and server CPU per completion, beside a bare form.

Everything runs through gunicorn (gthread, two workers of four threads) on this machine, with the
client of ``$ENGAGE_SHARED/load``; the systems take turns, round by round, so that a noisy machine
is noisy for all of them. One durable insert alone stands beside them as the disk's ceiling.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from benchmarks.prepare_site import FORTY, PAGES, PER_PAGE, SIX, prepare
from tests.servers.postgresql import shared_server, stop_shared_server

ROOT = Path(__file__).resolve().parent.parent
PORT = 8431
CLIENT = Path(os.environ.get("ENGAGE_SHARED", ROOT.parent / "shared")) / "load" / "complete.py"
SIX_ANSWERS: dict[str, Any] = {
    "q1": {"choice": ["a1", "a2", "a3", "a4"]},
    "q2": {"multi": ["t1", "t2", "t3", "t4", "t5"]},
    "q3": {"int": [1, 5]},
    "q4": {"text": 2},
    "q5": {"text": 25},
    "q6": {"int": [1, 9]},
}
FORTY_ANSWERS: dict[str, Any] = {"go": "new"}
for _first in range(1, PAGES * PER_PAGE, PER_PAGE):
    FORTY_ANSWERS |= {
        f"q{_first}": {"choice": ["a1", "a2", "a3", "a4"]},
        f"q{_first + 1}": {"int": [1, 5]},
        f"q{_first + 2}": {"int": [1, 9]},
        f"q{_first + 3}": {"text": 4},
    }
MOST_PAGES = PAGES + 2  # the first page and the check


@dataclass(frozen=True)
class Survey:
    """What is answered: its name, the answers, and over how many pages at most."""

    name: str
    answers: dict[str, Any]
    most_pages: int


SURVEYS = {
    "six": Survey("six questions, one page", SIX_ANSWERS, 1),
    "forty": Survey("forty questions, ten pages, branching", FORTY_ANSWERS, MOST_PAGES),
}


@dataclass(frozen=True)
class System:
    """One thing to measure: its name, what gunicorn loads, and its environment."""

    name: str
    module: str
    environ: dict[str, str]
    starts: dict[str, str]
    success: str


@contextmanager
def serving(system: System) -> Iterator[int]:
    """gunicorn with the system on it; gives its process id once it answers."""
    command = [sys.executable, "-m", "gunicorn", system.module, "--bind", f"127.0.0.1:{PORT}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    command += ["--log-level", "error"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | system.environ)
    try:
        _wait(f"http://127.0.0.1:{PORT}{system.starts['six']}")
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(address, timeout=60).read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def drive(system: System, survey: str, clients: int, seconds: float) -> dict[str, Any]:
    """Completions for so many seconds; what the client reports."""
    wanted = SURVEYS[survey]
    with serving(system) as pid, tempfile.NamedTemporaryFile("w", suffix=".json") as config:
        json.dump(
            {
                "start": system.starts[survey],
                "form": 'method="post"',
                "success": system.success,
                "max_pages": wanted.most_pages,
                "answers": wanted.answers,
            },
            config,
        )
        config.flush()
        command = [sys.executable, str(CLIENT), "generic", "--config", config.name]
        command += ["--base", f"http://127.0.0.1:{PORT}", "-c", str(clients), "-d", str(seconds)]
        command += ["-w", "2", "--proc", f"app={pid}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def durable_inserts(url: str, seconds: float = 3.0) -> float:
    """Single-row transactions per second on one connection, each synced."""
    engine = create_engine(url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA journal_mode=WAL"))
            connection.execute(text("PRAGMA synchronous=FULL"))
        connection.execute(text("CREATE TABLE IF NOT EXISTS one_insert (content TEXT)"))
        connection.commit()
        began, count = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            connection.execute(
                text("INSERT INTO one_insert VALUES (:content)"), {"content": "x" * 400}
            )
            connection.commit()
            count += 1
        rate = count / (time.perf_counter() - began)
    engine.dispose()
    return rate


def systems(folder: Path, postgresql: str, bare_postgresql: str) -> list[System]:
    """Ours and the bare form, each on both databases, prepared."""
    found = []
    for name, ours, bare in (
        ("PostgreSQL", postgresql, bare_postgresql),
        (
            "SQLite",
            f"sqlite:///{folder / 'engage.sqlite3'}",
            f"sqlite:///{folder / 'bare.sqlite3'}",
        ),
    ):
        prepare(ours)
        environ = {"ENGAGE_DATABASE_URL": ours, "ENGAGE_ENVIRONMENT": "development"}
        starts = {slug: f"/en/consultations/{slug}/answer" for slug in (SIX, FORTY)}
        found.append(System(f"Engage, {name}", "wsgi:app", environ, starts, 'id="receipt-code"'))
        bare_environ = {"BARE_DATABASE_URL": bare}
        subprocess.run(
            [sys.executable, "-m", "benchmarks.bare_form"],
            cwd=ROOT,
            env=os.environ | bare_environ,
            check=True,
        )
        found.append(
            System(
                f"bare form, {name}",
                "benchmarks.bare_form:app",
                bare_environ,
                {SIX: "/s", FORTY: "/w/0"},
                "Your answers were recorded",
            )
        )
    return found


def report(survey: str, results: dict[str, list[dict[str, Any]]]) -> None:
    """Print medians over the rounds and the share of the ceiling reached."""
    print(f"\n{SURVEYS[survey].name}")
    print(
        f"{'system':24}{'per s':>8}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'KiB':>7}{'errors':>8}"
    )
    rates = {}
    for name, rounds in results.items():
        rates[name] = statistics.median(r["cps"] for r in rounds)
        print(
            f"{name:24}{rates[name]:8.0f}"
            f"{statistics.median(r['p50'] for r in rounds):9.1f}"
            f"{statistics.median(r['p95'] for r in rounds):9.1f}"
            f"{statistics.median(r['server']['app']['cpu_ms_per_completion'] for r in rounds):9.2f}"
            f"{statistics.median(r['kib_per_completion'] for r in rounds):7.1f}"
            f"{sum(r['errors'] for r in rounds):8d}"
        )
    for database in ("PostgreSQL", "SQLite"):
        share = rates[f"Engage, {database}"] / rates[f"bare form, {database}"]
        print(f"Engage reaches {share:.2f} of the bare form on {database}.")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--survey", nargs="+", choices=SURVEYS, default=list(SURVEYS))
    chosen = parser.parse_args()
    if not CLIENT.is_file():
        sys.exit("The load client is not here: set ENGAGE_SHARED to the folder that holds load/.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = shared_server(folder)
        ours, bare = (server.url(server.create_database()) for _ in range(2))
        try:
            measure(folder, ours, bare, chosen)
        finally:
            stop_shared_server(folder)


def measure(folder: Path, ours: str, bare: str, chosen: argparse.Namespace) -> None:
    """Let the systems take turns, then print."""
    turns = systems(folder, ours, bare)
    for survey in chosen.survey:
        results: dict[str, list[dict[str, Any]]] = {system.name: [] for system in turns}
        for _ in range(chosen.rounds):
            for system in turns:
                results[system.name].append(drive(system, survey, chosen.clients, chosen.seconds))
        report(survey, results)
    for name, url in (("PostgreSQL", bare), ("SQLite", f"sqlite:///{folder / 'bare.sqlite3'}")):
        print(f"one durable insert, {name}: {durable_inserts(url):.0f} per s on one connection")


if __name__ == "__main__":
    main()
