"""Themes of a large language and two with few comments: are they about one topic?

Run with ``python -m benchmarks.small_languages [--seeds 3]``. Sentences of sib200, some hundred of
the first language and fewer of the others, with 25 translated ones; and the comments of the
demonstration, whose topics are told by the words it was written with.
"""

import argparse
import csv
import json
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from sklearn.metrics import normalized_mutual_info_score as nmi

from benchmarks.themes import accuracy, load
from engage.engines.clustering import ThemeFinder
from engage.engines.questionnaire import as_in_document, read_survey

SIZES = (
    (("en", "es", "ar"), 300, 150),
    (("pl", "ur", "hi"), 300, 100),
    (("en", "es", "ar"), 600, 300),
    (("en", "fr", "zh"), 320, 280),
    (("fr", "es", "pl"), 120, 100),
)
N_ANCHORS = 25


class Pool(NamedTuple):
    texts: list[str]
    languages: list[str]
    topics: list[str]
    anchors: dict[str, list[str]]


def sentences(codes: Sequence[str], large: int, small: int, seed: int) -> Pool:
    order = np.random.default_rng(seed).permutation(len(load(f"sib200-{codes[0]}").texts))
    held, rest = order[:N_ANCHORS], order[N_ANCHORS:]
    pool = Pool([], [], [], {})
    for at, code in enumerate(codes):
        data = load(f"sib200-{code}")
        pool.anchors[code] = [data.texts[place] for place in held]
        draws = np.random.default_rng([seed, at])
        for place in draws.permutation(rest)[: small if at else large]:
            pool.texts.append(data.texts[place])
            pool.languages.append(code)
            pool.topics.append(data.labels[place])
    return pool


def demonstration() -> Pool:
    """Its comments; the topic is empty where no word, or no single topic's, tells it."""
    folder = files("engage") / "demo" / "content"
    survey = read_survey(json.loads((folder / "survey.json").read_text("utf-8")))
    themes = json.loads((folder / "outcome.json").read_text("utf-8"))["themes"]
    words = {
        theme["key"]: {word.casefold() for own in theme["keywords"].values() for word in own}
        for theme in themes
    }
    parallel = [survey.title, survey.intro]
    for question in as_in_document(survey).questions:
        parallel += [question.label, question.hint, *(o.label for o in question.options)]
    codes = survey.languages
    told = [text for text in parallel if text and all(text.get(code) for code in codes)]
    pool = Pool([], [], [], {code: [text[code] for text in told] for code in codes})
    for row in csv.DictReader((folder / "responses.csv").read_text("utf-8").splitlines()):
        if text := row["q_change"].strip():
            said = set(re.findall(r"[\w-]+", text.casefold()))
            counts = {key: len(said & own) for key, own in words.items()}
            best = [key for key, count in counts.items() if count == max(counts.values()) > 0]
            pool.texts.append(text)
            pool.languages.append(row["language"])
            pool.topics.append(best[0] if len(best) == 1 else "")
    return pool


def figures(pool: Pool, n_themes: int | None, seed: int) -> tuple[float, ...]:
    min_score = 0.1 if n_themes is None else 0.0
    finder = ThemeFinder(n_themes, seed, min_score=min_score, anchors=pool.anchors)
    found = finder.fit(pool.texts, pool.languages).labels_
    topics, spoken = np.array(pool.topics), np.array(pool.languages)
    known = (topics != "") & (found >= 0)
    is_pair = found[known, None] == found[known]
    is_pair &= spoken[known, None] != spoken[known]
    right = (topics[known, None] == topics[known])[is_pair].mean()
    told = topics != ""
    return (
        float(right),
        nmi(spoken[found >= 0], found[found >= 0]),
        nmi(topics[told], found[told]),
        accuracy(topics[told].tolist(), found[told]),
        float((found < 0).mean()),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="mean over this many seeds")
    seeds = range(parser.parse_args().seeds)
    print("comments                  pairs right  language-nmi  topic-nmi  accuracy  no theme")
    for codes, large, small in SIZES:
        runs = [figures(sentences(codes, large, small, seed), 7, seed) for seed in seeds]
        _print_row(f"{' '.join(codes)}: {large}, {small}", runs)
    pool = demonstration()
    _print_row("demonstration", [figures(pool, None, seed) for seed in seeds])


def _print_row(name: str, runs: Sequence[tuple[float, ...]]) -> None:
    right, spoken, topic, best, none = np.mean(runs, axis=0)
    print(f"{name:24}{right:13.3f}{spoken:14.3f}{topic:11.3f}{best:10.3f}{none:10.3f}", flush=True)


if __name__ == "__main__":
    main()
