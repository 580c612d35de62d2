"""Parts of a theme that has grown too wide, proposed to a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engage.engines.clustering.finder import ThemeFinder

LEARNED_FROM = 1_500
FEWEST_OF_A_PART = 3


@dataclass(frozen=True)
class ProposedPart:
    """Places of comments that belong together, a name and words for them, and the typical first."""

    places: tuple[int, ...]
    label: str
    keywords: tuple[str, ...]
    typical: tuple[int, ...]


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
    parts = []
    for theme in finder.themes_:
        places = np.flatnonzero(finder.labels_ == theme.number)
        if len(places) >= FEWEST_OF_A_PART:
            label = theme.label or " · ".join(theme.keywords[:2])
            own = tuple(int(place) for place in places)
            parts.append(ProposedPart(own, label, theme.keywords, theme.typical))
    parts.sort(key=lambda part: (-len(part.places), part.label))
    return tuple(parts[:n_parts])
