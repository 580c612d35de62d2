"""The themes of all languages, numbered as one list and described."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from engage.engines.clustering.describing import (
    FoundTheme,
    pick_keywords,
    suggest_label,
    surfaces,
    telling_terms,
    to_read,
    using,
)
from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.placing import Part
from engage.engines.clustering.stability import fell_apart
from engage.engines.clustering.vocabulary import Floats

N_TO_READ = 6
Numbers = Mapping[str, list[int]]


@dataclass(frozen=True)
class Gathered:
    """The languages and how their own themes (0 up) are numbered among all, with the outcome."""

    parts: Mapping[str, Part]
    numbers: Numbers
    labels: Labels


@dataclass
class _Facet:
    """What one language says about a theme."""

    size: int
    keywords: tuple[str, ...]
    label: str
    overlaps: Floats
    typical: list[int] = field(default_factory=list)
    unusual: list[int] = field(default_factory=list)


def number_themes(
    parts: Mapping[str, Part], common: Numbers, sizes_of: Mapping[str, Sequence[int]]
) -> Numbers:
    """Number the themes of all languages, largest first; those that are one share a number.

    ``common`` holds the common theme that each theme of a language is, ``sizes_of`` how many
    comments each has.
    """
    names = {
        code: [("", theme) for theme in common[code]]
        if code in common
        else [(code, theme) for theme in range(part.fitted.model.n_themes)]
        for code, part in parts.items()
    }
    sizes: Counter[tuple[str, int]] = Counter()
    for code, own in names.items():
        for name, size in zip(own, sizes_of[code], strict=True):
            sizes[name] += size
    order = {name: at for at, name in enumerate(sorted(sizes, key=lambda n: (-sizes[n], n)))}
    return {code: [order[name] for name in own] for code, own in names.items()}


def describe(gathered: Gathered, spoken: Sequence[str]) -> tuple[FoundTheme, ...]:
    """The themes in the order of their numbers; the largest language of a theme names it."""
    facets: dict[int, dict[str, _Facet]] = {}
    for code in gathered.parts:
        for number, facet in _facets(gathered, code).items():
            facets.setdefault(number, {})[code] = facet
    sizes = np.bincount(gathered.labels[gathered.labels >= 0], minlength=len(facets))
    heard: dict[int, set[str]] = {number: set(found) for number, found in facets.items()}
    for label, code in zip(gathered.labels.tolist(), spoken, strict=True):
        if label >= 0:
            heard[label].add(code)
    return tuple(
        _one_theme(number, int(sizes[number]), facets[number], heard[number])
        for number in sorted(facets)
    )


def _one_theme(number: int, size: int, facets: Mapping[str, _Facet], heard: set[str]) -> FoundTheme:
    by_size = sorted(facets.values(), key=lambda facet: -facet.size)
    each = -(-N_TO_READ // len(by_size))
    total = sum(facet.size for facet in by_size)
    weights = [facet.size if total else 1 for facet in by_size]
    overlaps = np.average([facet.overlaps for facet in by_size], axis=0, weights=weights)
    return FoundTheme(
        number=number,
        size=size,
        label=by_size[0].label,
        keywords=by_size[0].keywords,
        keywords_by_language={code: facet.keywords for code, facet in facets.items()},
        languages=tuple(sorted(heard)),
        typical=tuple(chain.from_iterable(facet.typical[:each] for facet in by_size)),
        unusual=tuple(chain.from_iterable(facet.unusual[:each] for facet in by_size)),
        stability=float(overlaps.mean()),
        fell_apart=fell_apart(overlaps),
    )


def _facets(gathered: Gathered, code: str) -> dict[int, _Facet]:
    part, numbers = gathered.parts[code], gathered.numbers[code]
    fitted, places = part.fitted, part.sample.places
    learned = np.array(part.sample.texts, dtype=object)
    telling = telling_terms(fitted)
    wanted = sorted({term for terms in telling for term, _ in terms})
    read = learned[using(fitted, wanted)]
    surface = surfaces(fitted.model.vocabulary.tokeniser, read, wanted)
    taken: set[str] = set()
    facets: dict[int, _Facet] = {}
    for theme in sorted(range(len(numbers)), key=lambda theme: numbers[theme]):
        label = suggest_label(telling[theme], surface, taken)
        taken.add(label)
        keywords = pick_keywords(telling[theme], surface)
        facet = _Facet(0, keywords, label, fitted.overlaps[:, theme])
        members = np.flatnonzero(gathered.labels[places] == numbers[theme])
        facet.size = len(members)
        if len(members):
            chances = fitted.chances[members, theme]
            typical, unusual = to_read(fitted.rows, members, chances, learned, N_TO_READ)
            facet.typical = [int(places[at]) for at in typical]
            facet.unusual = [int(places[at]) for at in unusual]
        facets[numbers[theme]] = facet
    return facets
