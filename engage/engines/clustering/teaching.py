"""What languages with few comments learn from the one with most.

Of some hundred comments themes come out mixed, however well they are matched afterwards. Where the
shared words stand for both languages, each comment of such a language is put into the theme of the
large one that its words speak for. What no shared word speaks for stays where its own language put
it, and so do themes that this language alone has.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from engage.engines.clustering.alignment import (
    Anchors,
    common_themes,
    place_by_anchors,
    shared_words,
)
from engage.engines.clustering.one_language import relearned
from engage.engines.clustering.placing import Part, best_themes

FEW = 400  # with 450 of 900 comments a language does as well by itself

Common = Mapping[str, list[int]]


def taught(
    parts: Mapping[str, Part], anchors: Anchors, seed: int
) -> tuple[dict[str, Part], dict[str, list[int]]]:
    """The languages, the largest first, and the common theme that each of their own themes is."""
    common = common_themes({code: part.fitted.model for code, part in parts.items()}, anchors)
    done = dict(parts)
    main = next(iter(parts), "")
    for code, part in parts.items():
        are_told = {main, code} <= shared_words().keys() & common.keys()
        are_few = code != main and part.sample.total < FEW
        if are_told and are_few and part.fitted.model.n_themes:
            done[code], common[code] = _taught(part, parts[main], anchors, common, seed)
    return done, common


def _taught(
    part: Part, main: Part, anchors: Anchors, common: Common, seed: int
) -> tuple[Part, list[int]]:
    texts, own, theirs = part.sample.texts, common[part.language], common[main.language]
    chances = place_by_anchors(main.fitted.model, part.language, texts, anchors)
    said = best_themes(chances)
    before = np.array([*own, -1])[part.fitted.labels]
    moves = (said >= 0) & np.isin(before, theirs)
    after = np.where(moves, np.array([*theirs, -1])[said], before)
    themes = sorted(set(after[after >= 0].tolist()))
    place = {theme: at for at, theme in enumerate(themes)} | {-1: -1}
    labels = np.array([place[theme] for theme in after.tolist()], dtype=np.int64)
    overlaps = [
        main.fitted.overlaps[:, theirs.index(theme)]
        if theme in theirs
        else part.fitted.overlaps[:, own.index(theme)]
        for theme in themes
    ]
    fitted = relearned(part.fitted, texts, labels, np.array(overlaps).T, seed)
    shared = [theme for theme in themes if theme in theirs]
    columns = [place[theme] for theme in shared]
    heard = np.zeros(fitted.chances.shape)
    heard[:, columns] = chances[:, [theirs.index(theme) for theme in shared]]
    both = np.where(moves[:, None], (fitted.chances + heard) / 2, fitted.chances)
    return replace(part, fitted=replace(fitted, chances=both)), themes
