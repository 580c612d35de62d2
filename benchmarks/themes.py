"""Quality and cost of the theming method on labelled sets, beside TF-IDF and k-means.

Run with ``python -m benchmarks.themes``; reads ``$ENGAGE_SHARED/data`` (default ``../shared``).
With the ``peers`` extra BERTopic and k-means on MiniLM run beside, on the weights that the extra
brings or, with ``--encoder FOLDER``, on others. Each method reads a set in a process of its own, on
one thread, so that the peak of its memory and the seconds of the processor are its own, too.
"""

import argparse
import csv
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from threadpoolctl import threadpool_limits

from benchmarks.theme_methods import FINDERS, METHODS, PEERS, Read
from engage.engines.clustering import packaged_weights

LANGUAGES = ("en", "fr", "es", "ar", "ur", "pl", "zh", "hi")
SETS = ("banking77", "clinc10", *(f"sib200-{code}" for code in LANGUAGES), "bowling_green")
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
QUALITY = ("accuracy", "nmi", "ari")


class Labelled(NamedTuple):
    texts: list[str]
    labels: list[str]
    language: str


def load(name: str) -> Labelled:
    file, _, language = name.partition("-")
    path = Path(os.environ.get("ENGAGE_SHARED", "../shared"), "data", f"{file}.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [
            row for row in csv.DictReader(stream) if not language or row.get("lang") == language
        ]
    labels = [row.get("label", "") for row in rows]
    return Labelled([row["text"] for row in rows], labels, language or "en")


def accuracy(labels: list[str], found: np.ndarray) -> float:
    """The share in the right theme under the best one-to-one naming (Hungarian)."""
    _, truth = np.unique(labels, return_inverse=True)
    table = np.zeros((truth.max() + 1, found.max() + 2))
    np.add.at(table, (truth, found + 1), 1)
    pairs = linear_sum_assignment(-table[:, 1:])
    return float(table[:, 1:][pairs].sum() / len(labels))


def cluster(name: str, method: str, seed: int, numbers: Sequence[int]) -> list[dict[str, float]]:
    """A fit for each number of themes (0: found); comments without a theme count as wrong."""
    data = load(name)
    with threadpool_limits(1):
        started = time.process_time()
        read = Read(data.texts, data.language, method, seed)
        reading = time.process_time() - started
        return [_fit(data, read, number or None, reading) for number in numbers]


def _fit(data: Labelled, read: Read, number: int | None, reading: float) -> dict[str, float]:
    started = time.process_time()
    found = read.find(number)
    figures = {
        "seconds": reading + time.process_time() - started,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "themes": len(set(found[found >= 0])),
    }
    if any(data.labels):
        figures["accuracy"] = accuracy(data.labels, found)
        figures["nmi"] = normalized_mutual_info_score(data.labels, found)
        figures["ari"] = adjusted_rand_score(data.labels, found)
    return figures


def measure(name: str, method: str, seed: int, numbers: Sequence[int]) -> list[dict[str, float]]:
    command = [sys.executable, "-m", "benchmarks.themes", "--one", name, method, str(seed)]
    environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1")}
    answer = subprocess.run(
        [*command, *map(str, numbers)],
        check=True,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    return json.loads(answer.stdout.splitlines()[-1])


def row(name: str, number: str, method: str, runs: Sequence[dict[str, float]]) -> str:
    def mean(key: str) -> float:
        return float(np.mean([run[key] for run in runs]))

    quality = "  ".join(f"{mean(key):8.3f}" for key in QUALITY) if "nmi" in runs[0] else " " * 28
    cost = f"{mean('seconds'):8.1f} {mean('megabytes'):8.0f} {mean('themes'):7.0f}"
    return f"{name:14} {number:6} {method:8} {quality} {cost}"


def compare(name: str, methods: Sequence[str], seeds: int) -> None:
    """At the true number of themes and at the one found; ours is told to those that find none."""
    labels = load(name).labels
    true = [len(set(labels))] if any(labels) else []
    ours: list[int] = []
    for method in methods:
        last = [0] * seeds if method in FINDERS else ours
        runs = [measure(name, method, seed, [*true, last[seed]]) for seed in range(seeds)]
        ours = ours or [int(run[-1]["themes"]) for run in runs]
        for number, same in zip(
            ("true", "found")[-len(runs[0]) :], zip(*runs, strict=True), strict=True
        ):
            print(row(name, number, method, same), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=SETS, metavar="set", help=", ".join(SETS))
    parser.add_argument("--seeds", type=int, default=1, help="mean over this many seeds")
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--encoder", default=packaged_weights(), help="other weights, in a folder")
    given = parser.parse_args()
    if given.encoder:
        os.environ["ENGAGE_ENCODER"] = str(given.encoder)
    if given.one:
        name, method, seed, *numbers = given.one
        print(json.dumps(cluster(name, method, int(seed), list(map(int, numbers)))))
        return
    methods = METHODS
    if given.encoder and importlib.util.find_spec("bertopic"):
        methods += PEERS
    else:
        print("BERTopic and MiniLM stand aside: pip install 'engage[peers]'")
    print("set            number method   accuracy       nmi       ari  processor   MB  themes")
    for name in given.sets:
        compare(name, methods, given.seeds)


if __name__ == "__main__":
    main()
