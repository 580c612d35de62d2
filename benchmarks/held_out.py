"""Campaigns and small voices in texts that were written after the engine, and not tuned on.

Beside the voices that are held out stand those that the search was tuned on.

Run with ``python -m benchmarks.held_out [letters] [voices] [--seeds 3]``. Letters and voices are in
four languages on subjects of their own (``benchmarks/held_out``); they are hidden among the
comments and sentences of ``$ENGAGE_SHARED/data``.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.theme_findings import EDITS, VARIANTS, edited, pair_figures
from benchmarks.themes import load
from engage.engines.clustering import find_campaigns, find_small_voices

FOLDER = Path(__file__).resolve().parent / "held_out"
LOUD = {"en": "bowling_green", "es": "sib200-es", "fr": "sib200-fr", "ar": "sib200-ar"}
SIZES = (3, 4, 5)
TOPS = (10, 30, 50)

Groups = list[list[str]]


def read_groups(name: str) -> dict[str, Groups]:
    """The lines of each group, by language; an empty line or a language ends a group."""
    found: dict[str, Groups] = {}
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("= "):
            groups = found[line[2:]] = [[]]
        elif not line:
            groups.append([])
        elif not line.startswith("#"):
            groups[-1].append(line)
    return {code: [group for group in groups if group] for code, groups in found.items()}


def letters(_seeds: int) -> None:
    """Ten letters in 40 variants each, edited with words of their own languages."""
    hidden = [*load("clinc10").texts, *load("banking77").texts, *load("sib200-en").texts]
    words: dict[str, list[str]] = {}
    for code, name in LOUD.items():
        hidden += load(name).texts
        words[code] = sorted({word for text in load(name).texts for word in text.split()})
    written = [(code, text) for code, own in read_groups("letters.txt").items() for [text] in own]
    print("edits   pairs: precision  recall   texts: precision  recall  seconds")
    for name, share in EDITS.items():
        draws = random.Random(7)
        made = [(text, -1) for text in hidden]
        for campaign, (code, text) in enumerate(written):
            sentences = text.replace("؟", "؟\n").replace(". ", ".\n").splitlines()
            copies = (edited(sentences, share, words[code], draws) for _ in range(VARIANTS))
            made += [(copy, campaign) for copy in copies]
        draws.shuffle(made)
        started = time.process_time()
        groups = find_campaigns([text for text, _ in made])
        seconds = time.process_time() - started
        figures = pair_figures(groups, [campaign for _, campaign in made])
        print(f"{name:8}{figures[0]:16.2f}{figures[1]:8.2f}", end="")
        print(f"{figures[2]:18.2f}{figures[3]:8.2f}{seconds:9.1f}", flush=True)


def voices(seeds: int) -> None:
    """Groups of a few comments each among about a thousand of the same language."""
    print(
        "texts     language  groups  comments each", *(f"recall at {top}" for top in TOPS), sep="  "
    )
    for kind, name in (("tuned", "voices_tuned.txt"), ("held out", "voices.txt")):
        for size in SIZES:
            every = []
            for code, groups in read_groups(name).items():
                runs = [_heard(code, groups, size, seed) for seed in range(seeds)]
                every.append((len(groups), *np.mean(runs, axis=0)))
                _print_row(kind, code, size, every[-1])
            total, *_ = np.sum(every, axis=0)
            means = np.average(
                [found for _, *found in every], axis=0, weights=[n for n, *_ in every]
            )
            _print_row(kind, "all", size, (total, *means))


def _print_row(kind: str, code: str, size: int, row: Sequence[float]) -> None:
    groups, *found = row
    print(
        f"{kind:10}{code:8}{groups:8.0f}{size:15}" + "".join(f"{r:14.2f}" for r in found),
        flush=True,
    )


def _heard(code: str, groups: Groups, size: int, seed: int) -> list[float]:
    """The share of the groups that are most of one of the first so many that are found."""
    made = dict(_hidden(groups, size, seed))
    texts = [*load(LOUD[code]).texts, *made]
    mostly = []
    for group in find_small_voices(texts, [code] * len(texts), most=max(TOPS)):
        heard, count = Counter(made.get(texts[at], -1) for at in group.places).most_common(1)[0]
        mostly.append(heard if 2 * count > len(group.places) else -1)
    return [len({*mostly[:top]} - {-1}) / len(groups) for top in TOPS]


def _hidden(groups: Groups, size: int, seed: int) -> Iterator[tuple[str, int]]:
    draws = np.random.default_rng(seed)
    for number, group in enumerate(groups):
        yield from ((group[at], number) for at in islice(draws.permutation(len(group)), size))


PARTS = {"letters": letters, "voices": voices}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(PARTS), metavar="part")
    parser.add_argument("--seeds", type=int, default=3)
    given = parser.parse_args()
    for name, part in PARTS.items():
        if name in given.parts:
            print(f"\n{name}: {part.__doc__} (--seeds {given.seeds})")
            part(given.seeds)


if __name__ == "__main__":
    main()
