"""What the engine finds beside themes: languages joined, campaigns, small voices, further themes.

Run with ``python -m benchmarks.theme_findings [finding ...]``; ``FINDINGS`` below names them.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
from sklearn.metrics import normalized_mutual_info_score as nmi

from benchmarks.themes import LANGUAGES, accuracy, load
from engage.engines.clustering import (
    Branch,
    ThemeAssigner,
    ThemeFinder,
    find_campaigns,
    find_small_voices,
    nest_themes,
)

POOLED = ("en", "fr", "es", "ar", "zh")
VARIANTS = 40
SMALL = {"clinc10": 896, "banking77": 600, "sib200-en": 700, "sib200-es": 700, "sib200-zh": 700}
LOOSE_FROM = 4  # repeats in which a theme fell apart
EDITS = {"light": 0.04, "medium": 0.12, "heavy": 0.3}


def languages(seeds: int) -> None:
    """sib200's languages in one pool; the anchors are sentences that are not clustered."""
    print("languages  anchors  language-nmi  topic-nmi  accuracy  themes  seconds")
    for codes, anchored in ((POOLED, (0, 25, 100, 200, 400)), (LANGUAGES, (200,))):
        for n_anchors in anchored:
            runs = [_pooled(codes, n_anchors, seed) for seed in range(seeds)]
            by_language, by_topic, right, themes, seconds = np.mean(runs, axis=0)
            print(
                f"{len(codes):9} {n_anchors:8} {by_language:13.3f} {by_topic:10.3f}"
                f" {right:9.3f} {themes:7.1f} {seconds:8.1f}",
                flush=True,
            )


def _pooled(codes: Sequence[str], n_anchors: int, seed: int) -> tuple[float, ...]:
    sets = {code: load(f"sib200-{code}") for code in codes}
    order = np.random.default_rng(seed).permutation(len(sets[codes[0]].texts))
    held, rest = order[:n_anchors], order[n_anchors:]
    anchors = {code: [sets[code].texts[at] for at in held] for code in codes}
    texts = [sets[code].texts[at] for code in codes for at in rest]
    topics = [sets[code].labels[at] for code in codes for at in rest]
    spoken = [code for code in codes for _ in rest]
    started = time.perf_counter()
    finder = ThemeFinder(7, seed, min_score=0, anchors=anchors if n_anchors else None)
    found = finder.fit(texts, spoken).labels_
    seconds = time.perf_counter() - started
    right = accuracy(topics, found)
    return nmi(spoken, found), nmi(topics, found), right, finder.n_themes_, seconds


def campaigns(_seeds: int) -> None:
    """30 made letters in 40 variants each, hidden among the comments of all sets."""
    draws = random.Random(0)
    sentences = load("sib200-en").texts
    letters = [_letter(sentences[at::60], 40 + at * 70 // 29) for at in range(30)]
    used = {at for first in range(30) for at in range(first, len(sentences), 60)}
    hidden = [*load("bowling_green").texts, *load("clinc10").texts, *load("banking77").texts]
    hidden += [text for at, text in enumerate(sentences) if at not in used]
    words = sorted({word for text in hidden[:3000] for word in text.split()})
    print("edits   pairs: precision  recall   texts: precision  recall  seconds")
    for name, share in EDITS.items():
        made = [
            (edited(letter, share, words, draws), campaign)
            for campaign, letter in enumerate(letters)
            for _ in range(VARIANTS)
        ]
        made += [(text, -1) for text in hidden]
        draws.shuffle(made)
        truth = [campaign for _, campaign in made]
        started = time.perf_counter()
        groups = find_campaigns([text for text, _ in made])
        seconds = time.perf_counter() - started
        figures = pair_figures(groups, truth)
        print(f"{name:8}{figures[0]:16.2f}{figures[1]:8.2f}", end="")
        print(f"{figures[2]:18.2f}{figures[3]:8.2f}{seconds:9.1f}", flush=True)


def _letter(sentences: Sequence[str], most_words: int) -> list[str]:
    """As many of the sentences as have at most so many words."""
    letter: list[str] = []
    for sentence in sentences:
        if len(" ".join([*letter, sentence]).split()) <= most_words:
            letter.append(sentence)
    return letter


def edited(letter: Sequence[str], share: float, words: list[str], draws: random.Random) -> str:
    """Words replaced, left out or added; from medium on with a greeting and a closing of one's own.

    Heavily edited letters have their sentences shuffled, too.
    """
    sentences = list(letter)
    if share >= EDITS["heavy"]:
        draws.shuffle(sentences)
    kept: list[str] = []
    for word in " ".join(sentences).split():
        if draws.random() >= share:
            kept.append(word)
            continue
        kept += draws.choice([[draws.choice(words)], [], [word, draws.choice(words)]])
    if share < EDITS["medium"]:
        return " ".join(kept)
    return " ".join([*draws.sample(words, 6), *kept, *draws.sample(words, 8)])


def pair_figures(groups: Sequence[Sequence[int]], truth: Sequence[int]) -> tuple[float, ...]:
    together = right = 0
    for group in groups:
        inside = Counter(truth[place] for place in group)
        together += len(group) * (len(group) - 1) // 2
        right += sum(n * (n - 1) // 2 for campaign, n in inside.items() if campaign >= 0)
    of_letters = Counter(campaign for campaign in truth if campaign >= 0)
    wanted = sum(n * (n - 1) // 2 for n in of_letters.values())
    flagged = [place for group in groups for place in group]
    true = sum(truth[place] >= 0 for place in flagged)
    return (
        right / max(together, 1),
        right / wanted,
        true / max(len(flagged), 1),
        true / sum(of_letters.values()),
    )


def voices(seeds: int) -> None:
    """Ten intents of banking77, three, five or eight messages of each, among 896 real comments."""
    bank, loud = load("banking77"), load("bowling_green").texts
    by_label: dict[str, list[str]] = {}
    for text, label in zip(bank.texts, bank.labels, strict=True):
        by_label.setdefault(label, []).append(text)
    names = sorted(by_label)
    print("labels  messages each  recall at 10  recall at 20  precision at 20")
    for part, labels in (("tuned", names[::2]), ("tested", names[1::2])):
        for each in (3, 5, 8):
            runs = [_voices_found(by_label, labels, loud, each, seed) for seed in range(seeds)]
            ten, twenty, precise = np.mean(runs, axis=0)
            print(f"{part:7} {each:13} {ten:13.2f} {twenty:13.2f} {precise:16.2f}", flush=True)


def _voices_found(
    by_label: dict[str, list[str]], labels: list[str], loud: list[str], each: int, seed: int
) -> tuple[float, float, float]:
    draws = np.random.default_rng(seed)
    hidden = [labels[at] for at in draws.permutation(len(labels))[:10]]
    made = [(text, "") for text in loud]
    for label in hidden:
        chosen = draws.permutation(len(by_label[label]))[:each]
        made += [(by_label[label][at], label) for at in chosen]
    groups = find_small_voices([text for text, _ in made], ["en"] * len(made), most=20)
    mostly = []
    for group in groups:
        label, count = Counter(made[place][1] for place in group.places).most_common(1)[0]
        mostly.append(label if 2 * count > len(group.places) else "")
    ten, twenty = (len(set(mostly[:top]) - {""}) / len(hidden) for top in (10, 20))
    return ten, twenty, sum(map(bool, mostly)) / max(len(mostly), 1)


def several(seeds: int) -> None:
    """Learned from one half of a set; asked about the other, two thirds of it in pairs."""
    print(
        "set        made of two: first right  a second said  of these right | of one: a second said"
    )
    for name in ("clinc10", "banking77", "sib200-en"):
        runs = [_second_themes(name, seed) for seed in range(seeds)]
        first, said, right, wrong = np.nanmean(runs, axis=0)
        print(f"{name:10} {first:24.2f} {said:14.2f} {right:15.2f} | {wrong:21.3f}", flush=True)


def _second_themes(name: str, seed: int) -> tuple[float, float, float, float]:
    data = load(name)
    _, own = np.unique(data.labels, return_inverse=True)
    order = np.random.default_rng(seed).permutation(len(own))
    known, new = order[: len(order) // 2], order[len(order) // 2 :]
    assigner = ThemeAssigner(seed).fit(
        [data.texts[at] for at in known], own[known].tolist(), ["en"] * len(known)
    )
    third = len(new) // 3
    pairs = [
        (one, two)
        for one, two in zip(new[:third], new[third : 2 * third], strict=True)
        if own[one] != own[two]
    ]
    made = [f"{data.texts[one]}. {data.texts[two]}" for one, two in pairs]
    alone = [data.texts[at] for at in new[2 * third :]]
    found = assigner.predict_several(made, ["en"] * len(made))
    truth = [{int(own[one]), int(own[two])} for one, two in pairs]
    first = np.mean([bool(said) and said[0][0] in t for said, t in zip(found, truth, strict=True)])
    seconds = [theme in t for said, t in zip(found, truth, strict=True) for theme, _ in said[1:]]
    wrong = np.mean(
        [len(said) > 1 for said in assigner.predict_several(alone, ["en"] * len(alone))]
    )
    right = float(np.mean(seconds)) if seconds else float("nan")
    return float(first), float(np.mean([len(said) > 1 for said in found])), right, float(wrong)


def tree(seeds: int) -> None:
    """clinc10 in 40 themes, nested: do families join themes of one domain?"""
    print("pairs within a family  of one domain  all pairs of one domain  seconds")
    data = load("clinc10")
    for seed in range(seeds):
        found = ThemeFinder(40, seed).fit(data.texts, ["en"] * len(data.texts)).labels_
        domain = {
            theme: Counter(data.labels[at] for at in np.flatnonzero(found == theme)).most_common(1)
            for theme in sorted(set(found[found >= 0].tolist()))
        }
        started = time.perf_counter()
        roots = nest_themes(data.texts, ["en"] * len(found), found.tolist(), seed=seed)
        seconds = time.perf_counter() - started
        siblings = [
            pair
            for root in roots
            if root.kind == "family"
            for pair in combinations(_themes(root), 2)
        ]
        same, everything = (
            np.mean([domain[a][0][0] == domain[b][0][0] for a, b in pairs])
            for pairs in (siblings, list(combinations(domain, 2)))
        )
        print(f"{len(siblings):21} {same:14.2f} {everything:24.2f} {seconds:8.1f}", flush=True)


def firm(seeds: int) -> None:
    """Some rows of each set: are themes that come together again purer than loose ones?"""
    print("set         rows  themes  firm   share  purity: firm  loose  accuracy    nmi  seconds")
    for name, size in SMALL.items():
        runs = [_firm_and_loose(name, size, seed) for seed in range(seeds)]
        themes, held, share, pure, mixed, right, shared, seconds = np.nanmean(runs, axis=0)
        print(f"{name:10} {size:5} {themes:7.1f} {held:5.1f} {share:7.2f} {pure:13.2f}", end="")
        print(f"{mixed:7.2f} {right:10.3f} {shared:6.3f} {seconds:8.1f}", flush=True)


def _firm_and_loose(name: str, size: int, seed: int) -> tuple[float, ...]:
    data = load(name)
    chosen = np.random.default_rng(seed).permutation(len(data.texts))[:size]
    labels = np.array(data.labels)[chosen]
    texts = [data.texts[at] for at in chosen]
    started = time.process_time()
    finder = ThemeFinder(None, seed, min_score=0).fit(texts, [data.language] * size)
    seconds = time.process_time() - started
    found = finder.labels_
    main = np.array([Counter(labels[found == at]).most_common(1)[0][0] for at in found])
    firm_ones = [theme.number for theme in finder.themes_ if theme.fell_apart < LOOSE_FROM]
    holds = np.isin(found, firm_ones)
    pure, mixed = (
        float((labels == main)[part].mean()) if part.any() else float("nan")
        for part in (holds, ~holds & (found >= 0))
    )
    right, shared = accuracy(labels.tolist(), found), nmi(labels, found)
    return (
        finder.n_themes_,
        len(firm_ones),
        float(holds.mean()),
        pure,
        mixed,
        right,
        shared,
        seconds,
    )


def _themes(branch: Branch) -> list[int]:
    if branch.theme is not None:
        return [branch.theme]
    return [theme for inner in branch.branches for theme in _themes(inner)]


FINDINGS: dict[str, Callable[[int], None]] = {
    "languages": languages,
    "campaigns": campaigns,
    "voices": voices,
    "several": several,
    "tree": tree,
    "firm": firm,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("findings", nargs="*", default=FINDINGS, metavar="finding")
    parser.add_argument("--seeds", type=int, default=3, help="mean over this many seeds")
    given = parser.parse_args()
    for name in given.findings:
        print(f"\n{name}: {FINDINGS[name].__doc__}")
        FINDINGS[name](given.seeds)


if __name__ == "__main__":
    main()
