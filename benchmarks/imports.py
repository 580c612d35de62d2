"""Seconds and peak memory of ``engage import responses``, file sizes beside each other.

Run with ``python -m benchmarks.imports [rows ...]``; by default 10,000 and 100,000 rows, on SQLite
and PostgreSQL. The files are made of words of our own in three languages; rows have no key, and one
in a hundred has a cell that must be refused. Each import is the real command in a process of its
own, so the peak is that of the whole process; the server of PostgreSQL is not in it.
"""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.prepare_site import SIX, prepare
from tests.servers.postgresql import PostgresqlServer, shared_server, stop_shared_server

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10_000, 100_000)
REFUSED_EVERY = 100
COLUMNS = ("way", "places", "safe", "words", "years", "language")
MAPPING = ("way=q1", "places=q2", "safe=q3", "words=q5", "years=q6", "language=@language")
WORDS = {
    "en": "the night bus is late and our street has no light near the park after nine",
    "es": "el autobús llega tarde y la calle del parque no tiene luz por la noche",
    "ar": "الحافلة تتأخر في الليل والشارع قرب الحديقة بلا ضوء بعد التاسعة",
}


# The peak is read by the process itself: what wait4 tells also counts what its parent held.
COMMAND = """
from pathlib import Path
from engage.cli import main
main(standalone_mode=False)
status = Path("/proc/self/status").read_text().split("VmHWM:")[1]
print()
print(status.split()[0])
"""


class Measured(NamedTuple):
    """What one import took, and what it said at its end."""

    seconds: float
    peak_mb: float
    says: str


def rows(count: int, seed: int = 1) -> Iterator[tuple[str, ...]]:
    """Made-up responses, the same for the same seed."""
    chance = random.Random(seed)
    for number in range(count):
        language = chance.choice(tuple(WORDS))
        words = " ".join(chance.choices(WORDS[language].split(), k=chance.randint(6, 40)))
        places = ";".join(chance.sample(("t1", "t2", "t3", "t4", "t5"), chance.randint(0, 3)))
        safe = "many" if number % REFUSED_EVERY == REFUSED_EVERY - 1 else str(chance.randint(1, 5))
        yield f"a{chance.randint(1, 4)}", places, safe, words, str(chance.randint(1, 9)), language


def write(path: Path, count: int) -> None:
    """The file to import."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows(rows(count))


def measure(url: str, file: Path) -> Measured:
    """Import the file into an empty database with the command, and wait for it."""
    prepare(url)
    command = [sys.executable, "-c", COMMAND, "import", "responses"]
    command += [str(file), "--consultation", SIX, "--refused", f"{file}.refused"]
    for pair in MAPPING:
        command += ["--map", pair]
    environ = os.environ | {"ENGAGE_DATABASE_URL": url, "ENGAGE_ENVIRONMENT": "development"}
    began = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"The import failed: {done.stderr}")
    says, _, kilobytes = done.stdout.strip().splitlines()[-3:]
    return Measured(seconds, int(kilobytes) / 1024, says)


def databases(folder: Path, server: PostgresqlServer, count: int) -> dict[str, str]:
    """An empty database of each kind."""
    return {
        "SQLite": f"sqlite:///{folder / f'{count}.sqlite3'}",
        "PostgreSQL": server.url(server.create_database()),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=SIZES)
    chosen = parser.parse_args()
    print(
        f"{'database':12}{'rows':>10}{'seconds':>10}{'rows/s':>9}{'peak MB':>9}  said", flush=True
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = shared_server(folder)
        try:
            for count in chosen.rows:
                write(folder / "rows.csv", count)
                for database, url in databases(folder, server, count).items():
                    done = measure(url, folder / "rows.csv")
                    print(
                        f"{database:12}{count:10,}{done.seconds:10.1f}{count / done.seconds:9.0f}"
                        f"{done.peak_mb:9.0f}  {done.says}",
                        flush=True,
                    )
        finally:
            stop_shared_server(folder)


if __name__ == "__main__":
    main()
