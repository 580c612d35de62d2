"""Seconds and peak memory of finding themes in 10,000 to 1,000,000 comments, and how both grow.

Run with ``python -m benchmarks.scale [comments ...]``. The comments are made from the English texts
in ``$ENGAGE_SHARED/data`` (default ``../shared``): there are 13,000 of those, so each made one is a
text, or two in one, with words left out, taken from others and misspelt; nearly all differ and the
vocabulary keeps growing, but their subjects are those of the 13,000. They are read from a file as
the product reads them from its database, in batches. TF-IDF and k-means stand beside (mini-batches
above 20,000 comments). Each measurement is a process of its own, on one thread. With ``--workers``
the themes are found again by worker processes of dask.distributed on the same machine; then
seconds are those until the result is there, processor and memory those of the asking process only.
With ``--five`` a fifth of the comments are not English: Spanish, Arabic, French and Chinese ones,
made from sib200. Languages are learned in up to two processes, whose processor seconds are counted
in; the memory is that of the asking process and of its largest helper, twice.
"""

import argparse
import csv
import itertools
import json
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from threadpoolctl import threadpool_limits

from engage.engines.clustering import ThemeFinder, usable_processes
from engage.engines.clustering.cluster import Cluster
from engage.engines.clustering.steps import Workers
from tests.servers.dask_cluster import cluster

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10_000, 100_000, 1_000_000)
N_THEMES = 40
FILES = ("banking77", "bowling_green", "clinc10", "sib200")
FULL_K_MEANS = 20_000
FURTHER = ("es", "ar", "fr", "zh")
LEFT_OUT, TAKEN, MISSPELT, DOUBLED = 0.06, 0.06, 0.02, 0.25


def real_texts(language: str = "en") -> list[str]:
    """The texts of the shared files in a language, without line breaks."""
    folder = Path(os.environ.get("ENGAGE_SHARED", "../shared"), "data")
    found = []
    for name in FILES:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream)
            found += [
                " ".join(row["text"].split()) for row in rows if row.get("lang", "en") == language
            ]
    return found


def made(count: int, seed: int = 1, language: str = "en") -> Iterator[str]:
    """Comments made from real ones, the same for the same seed."""
    space = "" if language == "zh" else " "
    texts = [text.split() if space else list(text) for text in real_texts(language)]
    every_word = [word for words in texts for word in words]
    chance = random.Random(seed)
    for _ in range(count):
        words = list(chance.choice(texts))
        if chance.random() < DOUBLED:
            words += chance.choice(texts)
        yield space.join(_changed(words, every_word, chance))


def _changed(words: list[str], every_word: list[str], chance: random.Random) -> Iterator[str]:
    for word in words:
        drawn = chance.random()
        if drawn < LEFT_OUT:
            continue
        if drawn < LEFT_OUT + TAKEN:
            yield chance.choice(every_word)
        elif drawn < LEFT_OUT + TAKEN + MISSPELT:
            at = chance.randrange(len(word))
            yield word[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :]
        else:
            yield word


class Lines:
    """The comments of a file, read anew each time they are gone through."""

    def __init__(self, path: Path, count: int) -> None:
        self.path, self.count = path, count

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[str]:
        with self.path.open(encoding="utf-8") as stream:
            yield from (line.rstrip("\n") for line in stream)


def find_themes(comments: Lines, workers: Workers | None = None) -> int:
    spoken = itertools.repeat("en", len(comments))
    return ThemeFinder().fit(comments, spoken, workers=workers).n_themes_


def find_in_five(comments: Lines) -> int:
    spoken = [code for code, count in _mix(len(comments)).items() for _ in range(count)]
    return ThemeFinder(processes=usable_processes()).fit(comments, spoken).n_themes_


def _mix(count: int) -> dict[str, int]:
    """How many comments of each language."""
    others = dict.fromkeys(FURTHER, count // 20)
    return {"en": count - sum(others.values()), **others}


def tf_idf(comments: Lines) -> int:
    with threadpool_limits(1):
        rows = TfidfVectorizer().fit_transform(comments)
        plain = KMeans if len(comments) <= FULL_K_MEANS else MiniBatchKMeans
        return len(set(plain(N_THEMES, n_init=3, random_state=0).fit_predict(rows).tolist()))


METHODS = {"engage": find_themes, "tf-idf": tf_idf}
FIVE = "five"
ON_WORKERS = "workers"


def measure_on_workers(path: Path, count: int, workers: int) -> dict[str, float]:
    """The same with worker processes on this machine; their start is not counted."""
    with (
        tempfile.TemporaryDirectory() as folder,
        cluster(Path(folder), workers) as address,
        Cluster(address) as them,
    ):
        return measure_here(lambda comments: find_themes(comments, them), path, count)


def measure_here(method: Callable[[Lines], int], path: Path, count: int) -> dict[str, float]:
    """Seconds of the clock and of the processor, peak megabytes of this process, themes."""
    began, used = time.perf_counter(), time.process_time()
    themes = method(Lines(path, count))
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN) if method is find_in_five else None
    of_helpers = helpers.ru_utime + helpers.ru_stime if helpers else 0
    beside = 2 * helpers.ru_maxrss / 1024 if helpers else 0
    return {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - used + of_helpers,
        "megabytes": int(status.split("VmHWM:")[1].split()[0]) / 1024 + beside,
        "themes": themes,
    }


def measure(method: str, path: Path, count: int, workers: int) -> dict[str, float]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.scale", "--one", method, str(path), str(count)]
    command += ["--workers", str(workers)]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(answer.stdout)
    return figures


def exponent(seconds: Mapping[int, float]) -> float:
    """``e`` in seconds = constant x comments^e, from the smallest to the largest."""
    few, many = min(seconds), max(seconds)
    return math.log(seconds[many] / seconds[few]) / math.log(many / few)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("comments", nargs="*", type=int, default=SIZES)
    parser.add_argument("--workers", type=int, default=0, help="also with so many worker processes")
    parser.add_argument("--five", action="store_true", help="comments in five languages instead")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        method, path, count = given.one[0], Path(given.one[1]), int(given.one[2])
        found = (
            measure_on_workers(path, count, given.workers)
            if method == ON_WORKERS
            else measure_here({**METHODS, FIVE: find_in_five}[method], path, count)
        )
        print(json.dumps(found))
        return
    print(
        f"{'comments':>10}  {'method':10}{'seconds':>9}{'processor':>11}{'peak MB':>9}{'themes':>8}"
    )
    methods = [FIVE] if given.five else [*METHODS, *([ON_WORKERS] if given.workers else [])]
    seconds: dict[str, dict[int, float]] = {method: {} for method in methods}
    with tempfile.TemporaryDirectory() as folder:
        for count in given.comments:
            path = Path(folder, "comments.txt")
            mix = _mix(count) if given.five else {"en": count}
            texts = (text for code, many in mix.items() for text in made(many, language=code))
            path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
            for method in methods:
                found = measure(method, path, count, given.workers)
                seconds[method][count] = found["seconds"]
                print(
                    f"{count:10,}  {method:10}{found['seconds']:9.1f}{found['processor']:11.1f}"
                    f"{found['megabytes']:9.0f}{found['themes']:8.0f}",
                    flush=True,
                )
    if len(given.comments) > 1:
        for method, taken in seconds.items():
            print(f"{method}: time grows with the comments to the power of {exponent(taken):.2f}")


if __name__ == "__main__":
    main()
