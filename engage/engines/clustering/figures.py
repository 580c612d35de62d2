"""How good the themes are, in figures anyone may see beside them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engage.engines.clustering.describing import FoundTheme
from engage.engines.clustering.gathering import Gathered
from engage.engines.clustering.placing import Part
from engage.engines.clustering.stability import REPEATS


def figures(gathered: Gathered, themes: Sequence[FoundTheme], *, aligned: bool) -> dict[str, Any]:
    """The figures of a fit; all but counts lie in 0..1, ``separation`` in -1..1.

    ``coverage``: share of the comments in a theme. ``separation``: how much nearer a comment is to
    its own theme's centre than to the next one's, like a silhouette. ``stability``: mean over the
    comments of their theme's stability. ``fell_apart_by_theme``: in how many of the ``repeats`` a
    theme had less than half in common with any. ``candidates``: per language, the numbers of themes
    that were tried and how stable each was. ``aligned``: whether languages were joined by anchors.
    """
    total = len(gathered.labels)
    placed = int((gathered.labels >= 0).sum())
    sizes = np.array([theme.size for theme in themes])
    stabilities = np.array([theme.stability for theme in themes])
    return {
        "comments": total,
        "coverage": placed / total if total else 0.0,
        "share_without_theme": 1 - placed / total if total else 0.0,
        "separation": _separation(list(gathered.parts.values())),
        "stability": float((sizes * stabilities).sum() / sizes.sum()) if placed else 0.0,
        "stability_by_theme": [theme.stability for theme in themes],
        "fell_apart_by_theme": [theme.fell_apart for theme in themes],
        "repeats": REPEATS,
        "candidates": {
            code: [
                {"themes": candidate.n_themes, "stability": candidate.stability}
                for candidate in part.fitted.candidates
            ]
            for code, part in gathered.parts.items()
        },
        "languages": {code: part.fitted.model.n_themes for code, part in gathered.parts.items()},
        "aligned": aligned,
    }


def _separation(parts: Sequence[Part]) -> float:
    values = [value for part in parts for value in _separations(part)]
    return float(np.mean(values)) if values else 0.0


def _separations(part: Part) -> list[float]:
    fitted = part.fitted
    if fitted.model.n_themes < 2:
        return []
    known = np.flatnonzero(fitted.labels >= 0)
    labels = fitted.labels[known]
    members = np.eye(fitted.model.n_themes)[labels]
    centres = np.asarray((fitted.rows[known].T @ members).T)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    near = np.asarray(fitted.rows[known] @ centres.T)
    own = near[np.arange(len(known)), labels]
    near[np.arange(len(known)), labels] = -np.inf
    other = near.max(axis=1)
    return [float(v) for v in (own - other) / np.maximum(np.maximum(own, other), 1e-12)]
