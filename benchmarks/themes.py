"""Quality and cost of the theming method on labelled sets, beside TF-IDF and k-means.

Run with ``python -m benchmarks.themes``; reads ``$ENGAGE_SHARED/data`` (default ``../shared``).
With ``--encoder FOLDER`` (sentence-transformers weights; the ``peers`` extra) the peers run, too.
Each measurement runs in a process of its own, so that the peak of its memory is its own too.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from threadpoolctl import threadpool_limits

from engage.engines.clustering import FolderEncoder, ThemeFinder

LANGUAGES = ("en", "fr", "es", "ar", "ur", "pl", "zh", "hi")
SETS = ("banking77", "clinc10", *(f"sib200-{code}" for code in LANGUAGES), "bowling_green")
METHODS = ("tf-idf", "engage")
PEERS = ("encoder", "both", "bertopic")


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


def find(data: Labelled, method: str, n_themes: int | None, seed: int) -> np.ndarray:
    """The theme of each comment (-1: none): ours, with an encoder (``both``), or a peer's."""
    encoder = FolderEncoder(Path(os.environ.get("ENGAGE_ENCODER", "")))
    if method in ("engage", "both"):
        own = encoder if method == "both" else None
        finder = ThemeFinder(n_themes, random_state=seed, min_score=0, encoder=own)
        return finder.fit(data.texts, [data.language] * len(data.texts)).labels_
    if method == "bertopic":
        from bertopic import BERTopic

        topics, _ = BERTopic().fit_transform(data.texts, encoder.encode(data.texts))
        return np.array(topics)
    if method == "encoder":
        rows = encoder.encode(data.texts)
    else:
        rows = TfidfVectorizer().fit_transform(data.texts)
    return KMeans(n_themes or 20, n_init=10, random_state=seed).fit_predict(rows)


def cluster(name: str, method: str, seed: int) -> dict[str, float]:
    """One fit; comments without a theme count as wrong."""
    data = load(name)
    n_themes = len(set(data.labels)) if any(data.labels) else None
    started = time.perf_counter()
    with threadpool_limits(1):
        found = find(data, method, n_themes, seed)
    figures = {
        "seconds": time.perf_counter() - started,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "themes": len(set(found[found >= 0])),
    }
    if n_themes:
        figures["accuracy"] = accuracy(data.labels, found)
        figures["nmi"] = normalized_mutual_info_score(data.labels, found)
        figures["ari"] = adjusted_rand_score(data.labels, found)
    return figures


def measure(name: str, method: str, seed: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.themes", "--one", name, method, str(seed)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(answer.stdout)


def row(name: str, method: str, runs: list[dict[str, float]]) -> str:
    def mean(key: str) -> float:
        return float(np.mean([run[key] for run in runs]))

    quality = (
        "  ".join(f"{mean(key):8.3f}" for key in ("accuracy", "nmi", "ari"))
        if "nmi" in runs[0]
        else " " * 28
    )
    cost = f"{mean('seconds'):8.1f} {mean('megabytes'):8.0f} {mean('themes'):7.0f}"
    return f"{name:14} {method:8} {quality} {cost}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=SETS, metavar="set", help=", ".join(SETS))
    parser.add_argument("--seeds", type=int, default=1, help="mean over this many seeds")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--encoder", help="folder of weights; peers are measured besides")
    given = parser.parse_args()
    if given.encoder:
        os.environ["ENGAGE_ENCODER"] = given.encoder
    if given.one:
        name, method, seed = given.one
        print(json.dumps(cluster(name, method, int(seed))))
        return
    head = "set            method   accuracy       nmi       ari  seconds       MB  themes"
    print(head, flush=True)
    for name in given.sets:
        for method in (*METHODS, *(PEERS if given.encoder else ())):
            runs = [measure(name, method, seed) for seed in range(given.seeds)]
            print(row(name, method, runs), flush=True)


if __name__ == "__main__":
    main()
