"""Seconds and peak memory of a run over a codebook: people's themes are kept, changes proposed.

Run with ``python -m benchmarks.reruns [comments ...]``. The comments are those of
``benchmarks.scale``; they stand in twenty themes found before, of which the larger half are kept
and the others are drafts. Measured is all that the job works out, in a process of its own, not the
reading of the database nor the storing of what is proposed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.scale import ROOT, Lines, made, measure_here
from engage.app import create_app
from engage.config import Settings
from engage.kernel.db import transaction
from engage.kernel.jobs import Job, JobContext
from engage.kernel.spooling import Spool
from engage.themes.proposals.rerun import Standing, find_changes
from engage.themes.runs.holding import HeldComments
from tests.factories import make_consultation
from tests.schema import make_schema

SIZES = (10_000, 100_000)
THEMES, KEPT = 20, 10
QUESTION = "q_change"


def prepare(folder: Path, count: int) -> None:
    """The comments, and where each stands, as files."""
    from engage.engines.clustering import ThemeFinder

    texts = folder / "texts"
    texts.write_text("".join(f"{text}\n" for text in made(count)), encoding="utf-8")
    finder = ThemeFinder(THEMES).fit(Lines(texts, count), ["en"] * count)
    (folder / "labels").write_text(json.dumps(finder.labels_.tolist()))


def propose(folder: Path, count: int) -> int:
    """How many parts are proposed."""
    labels = json.loads((folder / "labels").read_text())
    rows = (
        [number, number, QUESTION, text, "en", "web", "", ""]
        for number, text in enumerate(Lines(folder / "texts", count))
    )
    standing = Standing(
        HeldComments(Spool(folder / "comments", rows)),
        {number: label for number, label in enumerate(labels) if label >= 0},
        frozenset(),
        frozenset(range(KEPT)),
        frozenset(range(KEPT, THEMES)),
    )
    settings = Settings(environment="test", database_url=f"sqlite:///{folder}/site.sqlite3")
    make_schema(create_app(settings))
    with create_app(settings).app_context():
        consultation_id = make_consultation().id
        with transaction() as current:
            job = Job(name="bench", arguments={}, actor_id=None, attempts=1)
            current.add(job)
            current.flush()
            context = JobContext(job.id, 1)
        arguments = {"n_themes": None, "seed": 0}
        parts, _ = find_changes(context, (consultation_id, QUESTION), standing, arguments, folder)
    return len(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("comments", nargs="*", type=int, default=SIZES)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        folder, count = Path(given.one[0]), int(given.one[1])
        print(json.dumps(measure_here(lambda _: propose(folder, count), folder, count)))
        return
    print("  comments  seconds  processor  peak MB  parts")
    for count in given.comments:
        with tempfile.TemporaryDirectory() as folder:
            prepare(Path(folder), count)
            command = [sys.executable, "-m", "benchmarks.reruns", "--one", folder, str(count)]
            answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
            found = json.loads(answer.stdout.splitlines()[-1])
        print(
            f"{count:10,}{found['seconds']:9.1f}{found['processor']:11.1f}"
            f"{found['megabytes']:9.0f}{found['themes']:7.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
