"""Which comments are learned from: all of a language, or a seeded sample of them, read as a stream.

A text is chosen by a hash of its words, so the choice depends neither on the order of the comments
nor on how many others are read (bottom-k sampling); copies of a text meet one fate.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import heappop, heappush
from typing import TypeVar

import numpy as np

from engage.engines.clustering.partitions import Labels

Item = TypeVar("Item")
LARGEST_SHARE = 0.05  # of a sample, for the copies of one text: a campaign is no language


@dataclass(frozen=True)
class Sample:
    """The comments of a language that are learned from, sorted by text, one row for each.

    ``texts`` and ``places`` in the input are by row. ``known`` are all places at which one of the
    texts stands and ``rows`` the row of each. ``total`` counts the comments of the language.
    """

    texts: list[str]
    places: Labels
    known: Labels
    rows: Labels
    total: int


class Sampler:
    """Keeps the comments of a language while they are few, else about ``size`` of them.

    Of one text at most ``copies`` count (None: ``LARGEST_SHARE`` of the size).
    """

    def __init__(self, size: int, seed: int, copies: int | None = None) -> None:
        self._size = size
        self._most = copies or max(1, int(size * LARGEST_SHARE))
        self._key = int(seed).to_bytes(8, "little", signed=True)
        self._places: dict[str, array[int]] = {}
        self._highest: list[tuple[int, str]] = []
        self._weight = self._total = 0
        self._limit = 1 << 64

    def add(self, text: str, place: int) -> None:
        """Hear the comment at ``place``; those of one text come in the order of their places."""
        self._total += 1
        places = self._places.get(text)
        if places is None:
            drawn = self._drawn(text)
            if drawn >= self._limit:
                return
            heappush(self._highest, (-drawn, text))
            places = self._places[text] = array("q")
        places.append(place)
        if len(places) <= self._most:
            self._weight += 1
            while self._weight > self._size:
                self._drop()

    def texts(self) -> list[str]:
        """The texts that were kept, each once, sorted."""
        return sorted(self._places)

    def sample(self) -> Sample:
        """What is learned from."""
        is_whole = self._total <= self._size
        texts: list[str] = []
        places: list[int] = []
        known: list[int] = []
        rows: list[int] = []
        for text in self.texts():
            copies = self._places[text]
            learned = len(copies) if is_whole else min(len(copies), self._most)
            known += copies
            rows += (len(texts) + min(at, learned - 1) for at in range(len(copies)))
            texts += [text] * learned
            places += copies[:learned]
        return Sample(
            texts,
            np.array(places, dtype=np.int64),
            np.array(known, dtype=np.int64),
            np.array(rows, dtype=np.int64),
            self._total,
        )

    def _drop(self) -> None:
        drawn, text = heappop(self._highest)
        self._weight -= min(len(self._places.pop(text)), self._most)
        self._limit = -drawn

    def _drawn(self, text: str) -> int:
        words = text.encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(words, digest_size=8, key=self._key).digest())


def take_samples(
    texts: Iterable[str], spoken: Iterable[str], size: int, seed: int
) -> Mapping[str, Sample]:
    """A sample of each language; raises ``ValueError`` for fewer languages than texts."""
    samplers: dict[str, Sampler] = {}
    for place, (text, code) in enumerate(zip(texts, spoken, strict=True)):
        sampler = samplers.get(code)
        if sampler is None:
            sampler = samplers[code] = Sampler(size, seed)
        sampler.add(text, place)
    return {code: samplers[code].sample() for code in sorted(samplers)}


def evenly(items: Sequence[Item], most: int) -> list[Item]:
    """At most so many items, from all over the sequence."""
    if len(items) <= most:
        return list(items)
    return [items[at * len(items) // most] for at in range(most)]
