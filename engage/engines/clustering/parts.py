"""Parts of a theme that has grown too wide, proposed to a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engage.engines.clustering.finder import ThemeFinder
from engage.engines.clustering.theme_texts import Texts

LEARNED_FROM = 1_500
FEWEST_OF_A_PART = 3
FEWEST_TO_PART = 30
STABLE = 0.75
STABLE_PART = 0.6


@dataclass(frozen=True)
class ProposedPart:
    """Places of comments that belong together, a name and words for them, and the typical first.

    ``stability`` (0..1): how well the part came out again when comments were left out.
    """

    places: tuple[int, ...]
    label: str
    keywords: tuple[str, ...]
    typical: tuple[int, ...]
    stability: float


def propose_parts(
    texts: Sequence[str],
    languages: Sequence[str],
    n_parts: int,
    *,
    seed: int = 0,
    anchors: Mapping[str, Sequence[str]] | None = None,
) -> tuple[ProposedPart, ...]:
    """At most ``n_parts`` parts, the largest first; comments that fit none are in no part.

    The same comments, number and seed give the same parts, whatever the order of the comments.
    """
    finder = ThemeFinder(n_parts, seed, min_score=0.0, sample_size=LEARNED_FROM, anchors=anchors)
    finder.fit(texts, languages)
    return _parts(finder, FEWEST_OF_A_PART)[:n_parts]


def stable_parts(
    texts: Texts, languages: Sequence[str], *, seed: int = 0
) -> tuple[ProposedPart, ...]:
    """The parts a theme falls into by itself, the largest first; none where it holds together.

    There are parts only where their number and their comments hardly change from sample to sample;
    on banking77 that is where messages of two to four intents were thrown together.
    """
    if len(texts) < FEWEST_TO_PART:
        return ()
    finder = ThemeFinder(None, seed, min_score=0.0, sample_size=LEARNED_FROM).fit(texts, languages)
    if finder.figures_["stability"] < STABLE:
        return ()
    found = _parts(finder, max(FEWEST_OF_A_PART, len(texts) // 20))
    parts = tuple(part for part in found if part.stability >= STABLE_PART)
    return parts if len(parts) > 1 else ()


def _parts(finder: ThemeFinder, fewest: int) -> tuple[ProposedPart, ...]:
    parts = []
    for theme in finder.themes_:
        places = tuple(int(place) for place in np.flatnonzero(finder.labels_ == theme.number))
        if len(places) >= fewest:
            label = theme.label or " · ".join(theme.keywords[:2])
            parts.append(
                ProposedPart(places, label, theme.keywords, theme.typical, theme.stability)
            )
    return tuple(sorted(parts, key=lambda part: (-len(part.places), part.label)))
