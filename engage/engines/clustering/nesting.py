"""A tree: families of themes that lie near one another, the themes, and the parts within a theme.

Above the themes: their centres are joined by average linkage; a family is kept where the same
themes come together in most half samples of the comments (clade support, Felsenstein 1985) and are
alike. Below: a theme is parted where its comments fall into the same parts sample after sample.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from sys import intern
from typing import Any

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform
from threadpoolctl import threadpool_limits

from engage.engines.clustering.describing import (
    pick_keywords,
    suggest_label,
    surfaces,
    telling_groups,
)
from engage.engines.clustering.detection import base_language
from engage.engines.clustering.partitions import Labels
from engage.engines.clustering.parts import stable_parts
from engage.engines.clustering.sampling import Sampler
from engage.engines.clustering.theme_texts import Texts, each_theme
from engage.engines.clustering.tokens import Tokeniser
from engage.engines.clustering.views import views
from engage.engines.clustering.vocabulary import Floats, Vocabulary, learn_vocabulary

FEWEST_OF_A_THEME = 3
MOST_READ = 20_000
MOST_HELD = 20_000  # comments of small themes that are read in one go
HALVES = 20
SUPPORT = 0.6
ALIKE = 0.2
ALL_VIEWS = 3
FAMILY, THEME, PART = "family", "theme", "part"

Family = frozenset[int]


@dataclass(frozen=True)
class Branch:
    """A place in the tree; ``kind`` is ``family``, ``theme`` or ``part``.

    ``theme`` is the number of the theme, for a part that of the theme it is in, None for a family.
    ``places`` are its comments in the input, with those under it. ``label`` and ``keywords`` are
    suggestions, empty for a theme, which has its name. ``support`` (0..1) says how often it came
    out of resampled comments; 1 for a theme, which is given. ``branches`` lie under it, those with
    most comments first.
    """

    kind: str
    theme: int | None
    places: tuple[int, ...]
    label: str
    keywords: tuple[str, ...]
    support: float
    branches: tuple["Branch", ...] = ()


@dataclass(frozen=True)
class _Spoken:
    """Comments of one language, sorted: their texts, themes (columns) and terms."""

    texts: list[str]
    columns: Labels
    tokeniser: Tokeniser
    vocabulary: Vocabulary
    counts: Any
    points: Floats


def nest_themes(
    texts: Iterable[str],
    languages: Sequence[str],
    themes: Sequence[int],
    *,
    seed: int = 0,
    held: int = MOST_HELD,
    progress: Callable[[float], None] = lambda _share: None,
) -> tuple[Branch, ...]:
    """The tree's topmost branches, those with most comments first.

    ``themes`` holds the number of each comment's theme, -1 for none; comments without a theme are
    in no branch. Every theme with a comment is in the tree once. The same comments, themes and
    seed give the same tree, whatever the order. ``texts`` are gone through several times; in memory
    are samples and, of themes that are small enough, at most ``held`` comments at once, which makes
    no difference to the tree. ``progress`` hears the share done (0..1) and may raise to cancel.
    Raises ``ValueError`` where the three do not have one length, and for texts that can
    be gone through only once.
    """
    if iter(texts) is texts:
        raise ValueError("texts are gone through more than once; an iterator cannot be")
    total = len(texts) if isinstance(texts, Sized) else len(themes)
    if not total == len(languages) == len(themes):
        raise ValueError("texts, languages and themes must have one length")
    spoken = [intern(base_language(code)) for code in languages]
    members: dict[int, list[int]] = {int(theme): [] for theme in sorted(set(themes)) if theme >= 0}
    for place, theme in enumerate(themes):
        if theme >= 0:
            members[int(theme)].append(place)
    found: dict[int, Branch] = {}
    for theme, own in each_theme(texts, themes, members, held):
        progress(0.8 * len(found) / len(members))
        found[theme] = _theme_branch(theme, members[theme], own, spoken, seed)
    leaves = [found[theme] for theme in members]
    if len(leaves) < 3:
        return _largest_first(leaves)
    with threadpool_limits(limits=1):
        heard = _by_language(texts, spoken, themes, list(members), seed)
        families = _families(heard, len(leaves), seed)
        roots = _grown(leaves, families, lambda family: _named(family, heard))
    progress(1.0)
    return roots


def _theme_branch(
    theme: int, places: Sequence[int], own: Texts, spoken: Sequence[str], seed: int
) -> Branch:
    """A theme with the parts it falls into, if any."""
    parts = [
        Branch(
            PART,
            theme,
            tuple(places[at] for at in part.places),
            part.label,
            part.keywords,
            part.stability,
        )
        for part in stable_parts(own, [spoken[at] for at in places], seed=seed)
    ]
    return Branch(THEME, theme, tuple(places), "", (), 1.0, _largest_first(parts))


def _by_language(
    texts: Iterable[str],
    spoken: Sequence[str],
    themes: Sequence[int],
    columns: Sequence[int],
    seed: int,
) -> list[_Spoken]:
    """The languages in which at least two themes can be compared, that with most comments first."""
    column_of = {theme: column for column, theme in enumerate(columns)}
    samplers: dict[str, Sampler] = {}
    for place, (text, theme) in enumerate(zip(texts, themes, strict=True)):
        if theme in column_of:
            # a text in two themes is two texts here: so the order of its copies does not matter
            sampler = samplers.setdefault(spoken[place], Sampler(MOST_READ, seed))
            sampler.add(f"{column_of[theme]}\n{text}", place)
    samples = {code: sampler.sample() for code, sampler in samplers.items()}
    found = []
    for code in sorted(samples, key=lambda code: (-samples[code].total, code)):
        pairs = [marked.split("\n", 1) for marked in samples[code].texts]
        own = np.array([int(column) for column, _text in pairs], dtype=np.int64)
        if (np.bincount(own) >= FEWEST_OF_A_THEME).sum() < 2:
            continue
        said = [text for _column, text in pairs]
        tokeniser = Tokeniser(code)
        documents = [tokeniser.terms(text) for text in said]
        vocabulary = learn_vocabulary(tokeniser, documents)
        counts = vocabulary.counts(documents)
        if min(counts.shape) < 3:
            continue
        points = views(vocabulary.weigh(counts), len(columns), seed)[ALL_VIEWS]
        found.append(_Spoken(said, own, tokeniser, vocabulary, counts, points))
    return found


def _families(heard: Sequence[_Spoken], n_themes: int, seed: int) -> dict[Family, float]:
    """Themes that belong together, with their support."""
    draws = np.random.default_rng(seed)
    everything = [np.arange(len(one.texts)) for one in heard]
    likeness = _likeness(heard, everything, n_themes)
    support: Counter[Family] = Counter()
    for _ in range(HALVES):
        halves = [draws.random(len(one.texts)) < 0.5 for one in heard]
        sample = [np.flatnonzero(half) for half in halves]
        support.update(_clades(_likeness(heard, sample, n_themes)))
    return {
        family: support[family] / HALVES
        for family in _clades(likeness)
        if len(family) <= max(2, n_themes // 2)
        and support[family] >= SUPPORT * HALVES
        and _within(likeness, family) >= ALIKE
    }


def _likeness(heard: Sequence[_Spoken], samples: Sequence[Labels], n_themes: int) -> Floats:
    """Cosine (-1..1) of the themes' centres, mean of the languages by the comments they share."""
    total, weight = np.zeros((n_themes, n_themes)), np.zeros((n_themes, n_themes))
    for one, sample in zip(heard, samples, strict=True):
        columns = one.columns[sample]
        sizes = np.bincount(columns, minlength=n_themes)
        centres = np.eye(n_themes)[columns].T @ one.points[sample]
        centres /= np.maximum(sizes, 1)[:, None]
        is_heard = sizes >= FEWEST_OF_A_THEME
        centres -= centres[is_heard].mean(axis=0) if is_heard.any() else 0
        centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12)
        shared = np.minimum.outer(sizes, sizes) * np.outer(is_heard, is_heard)
        total += shared * (centres @ centres.T)
        weight += shared
    return np.asarray(np.where(weight > 0, total / np.maximum(weight, 1), -1.0))


def _clades(likeness: Floats) -> list[Family]:
    """The groups that average linkage joins on its way to the whole, which is left out."""
    distances = np.clip(1 - likeness, 0, 2)
    np.fill_diagonal(distances, 0)
    joined = linkage(squareform(distances, checks=False), "average")
    groups: list[Family] = [frozenset([theme]) for theme in range(len(likeness))]
    for first, second in joined[:, :2].astype(int):
        groups.append(groups[first] | groups[second])
    return groups[len(likeness) : -1]


def _within(likeness: Floats, family: Family) -> float:
    """Mean likeness of the pairs in a family."""
    own = sorted(family)
    pairs = likeness[np.ix_(own, own)][np.triu_indices(len(own), 1)]
    return float(pairs.mean())


def _named(family: Family, heard: Sequence[_Spoken]) -> tuple[str, list[str]]:
    """A label and keywords in the language in which most comments of the family are."""
    largest = max(heard, key=lambda one: int(np.isin(one.columns, sorted(family)).sum()))
    inside = np.isin(largest.columns, sorted(family))
    groups = np.where(inside, 0, largest.columns + 1)
    _, groups = np.unique(groups, return_inverse=True)
    telling = telling_groups(largest.vocabulary, largest.counts, groups, int(groups.max()) + 1)[0]
    own = [largest.texts[at] for at in np.flatnonzero(inside)]
    surface = surfaces(largest.tokeniser, own, [term for term, _ in telling])
    return suggest_label(telling, surface, set()), list(pick_keywords(telling, surface))


def _grown(
    leaves: Sequence[Branch],
    families: Mapping[Family, float],
    named: Callable[[Family], tuple[str, list[str]]],
) -> tuple[Branch, ...]:
    """Put the leaves under their families, the smallest first, and those under larger ones."""
    top: dict[Family, Branch] = {frozenset([at]): leaf for at, leaf in enumerate(leaves)}
    for family in sorted(families, key=lambda own: (len(own), sorted(own))):
        under = [top.pop(inner) for inner in list(top) if inner <= family]
        label, keywords = named(family)
        places = tuple(sorted(place for branch in under for place in branch.places))
        whole = Branch(FAMILY, None, places, label, tuple(keywords), families[family])
        top[family] = replace(whole, branches=_largest_first(under))
    return _largest_first(list(top.values()))


def _largest_first(branches: list[Branch]) -> tuple[Branch, ...]:
    return tuple(sorted(branches, key=lambda own: (-len(own.places), own.label, own.theme or 0)))
