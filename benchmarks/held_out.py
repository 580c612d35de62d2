"""Campaigns and small voices in texts that were written after the engine, and not tuned on.

Beside the voices that are held out stand those that the search was tuned on.

Run with ``python -m benchmarks.held_out [letters] [voices] [--seeds 3]``. Letters and voices are in
four languages on subjects of their own (``benchmarks/held_out``); they are hidden among the
comments and sentences of ``$ENGAGE_SHARED/data``.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.theme_findings import EDITS, VARIANTS, edited, pair_figures
from benchmarks.themes import load
from engage.engines.clustering import find_campaigns, find_small_voices
from engage.engines.clustering.tokens import Tokeniser

FOLDER = Path(__file__).resolve().parent / "held_out"
LOUD = {"en": "bowling_green", "es": "sib200-es", "fr": "sib200-fr", "ar": "sib200-ar"}
SIZES = (3, 4, 5)
TOPS = (10, 30, 50)
SHOWN = 1  # of those: as many as the page shows
COLUMNS = (*(f"recall at {top}" for top in TOPS), "listed", "dense", "recall at 30")

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
    """Groups of a few comments each among about a thousand of the same language.

    ``listed``: found at any rank, which is the most that another order of the list could show.
    ``dense``: groups that are dense and distinct as far as words tell, and their recall at 30.
    """
    print("texts     language  groups  comments each", *COLUMNS, sep="  ")
    for kind, name in (("tuned", "voices_tuned.txt"), ("held out", "voices.txt")):
        for size in SIZES:
            every = []
            for code, groups in read_groups(name).items():
                runs = [_heard(code, groups, size, seed) for seed in range(seeds)]
                every.append(np.sum(runs, axis=0))
                _print_row(kind, code, size, every[-1], seeds)
            _print_row(kind, "all", size, np.sum(every, axis=0), seeds)


def _print_row(kind: str, code: str, size: int, row: Sequence[float], seeds: int) -> None:
    groups, dense, heard, *found = row
    print(f"{kind:10}{code:8}{groups / seeds:8.0f}{size:15}", end="")
    print("".join(f"{one / groups:14.2f}" for one in found), end="")
    print(f"{dense / seeds:7.1f}{heard / max(dense, 1):11.2f}", flush=True)


def _heard(code: str, groups: Groups, size: int, seed: int) -> list[int]:
    """How many groups there are, are dense, are dense and heard, and are heard by rank.

    Heard is a group that is most of one of the first so many that are found.
    """
    made = dict(_hidden(groups, size, seed))
    texts = [*load(LOUD[code]).texts, *made]
    mostly = []
    for group in find_small_voices(texts, [code] * len(texts), most=len(texts)):
        heard, count = Counter(made.get(texts[at], -1) for at in group.places).most_common(1)[0]
        mostly.append(heard if 2 * count > len(group.places) else -1)
    dense = _dense(Tokeniser(code), texts, made)
    by_rank = [{*mostly[:top]} - {-1} for top in (*TOPS, len(mostly))]
    return [len(groups), len(dense), len(dense & by_rank[SHOWN]), *map(len, by_rank)]


def _dense(tokeniser: Tokeniser, texts: Sequence[str], made: Mapping[str, int]) -> set[int]:
    """Groups all but one of whose comments, three or more, share a word that fewer others use."""
    users: dict[str, list[int]] = defaultdict(list)
    for text in set(texts):
        for word in {token.term for token in tokeniser.words(text)}:
            if not tokeniser.is_slight(word):
                users[word].append(made.get(text, -1))
    sizes = Counter(made.values())
    found = set()
    for groups in users.values():
        number, count = Counter(groups).most_common(1)[0]
        if number >= 0 and max(3, sizes[number] - 1) <= count > len(groups) - count:
            found.add(number)
    return found


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
            summary = (part.__doc__ or "").partition("\n")[0]
            print(f"\n{name}: {summary} (--seeds {given.seeds})")
            part(given.seeds)


if __name__ == "__main__":
    main()
