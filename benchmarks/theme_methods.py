"""The methods that are compared on labelled sets: ours, plain ones, and peers on trained points.

Peers need the extra ``peers`` and read the weights in the folder ``$ENGAGE_ENCODER``.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer

from engage.engines.clustering import FolderEncoder, ThemeFinder

METHODS = ("engage", "tf-idf")
PEERS = ("both", "encoder", "umap", "bertopic")
FINDERS = ("engage", "both", "bertopic")  # the others must be told how many themes there are


class Read:
    """Texts as a method sees them, before it is told how many themes to find.

    ``engage`` is ours, ``both`` ours with an encoder as one more view; k-means stands on TF-IDF
    (``tf-idf``), on the encoder's points (``encoder``) and on what UMAP makes of these (``umap``);
    ``bertopic`` has its defaults on the encoder's points, and merges its topics down to a number.
    """

    def __init__(self, texts: list[str], language: str, method: str, seed: int) -> None:
        self.texts, self.language, self.method, self.seed = texts, language, method, seed
        self.points: Any = None
        if method in PEERS:
            self.points = FolderEncoder(Path(os.environ["ENGAGE_ENCODER"])).encode(texts)
        if method == "tf-idf":
            self.points = TfidfVectorizer().fit_transform(texts)
        if method == "umap":
            self.points = _layout(seed).fit_transform(self.points)

    def find(self, n_themes: int | None) -> np.ndarray:
        """The theme of each comment (-1: none); with None a finder looks for the number, too."""
        if self.method == "bertopic":
            return self._topics(n_themes)
        if self.method not in FINDERS:
            model = KMeans(n_themes, n_init=10, random_state=self.seed)
            return model.fit_predict(self.points)
        encoder = Known(self.texts, self.points) if self.method == "both" else None
        finder = ThemeFinder(n_themes, random_state=self.seed, min_score=0, encoder=encoder)
        return finder.fit(self.texts, [self.language] * len(self.texts)).labels_

    def _topics(self, n_themes: int | None) -> np.ndarray:
        from bertopic import BERTopic

        wanted = None if n_themes is None else n_themes + 1  # it counts what fits none as one
        model = BERTopic(umap_model=_layout(self.seed), nr_topics=wanted)
        found, _ = model.fit_transform(self.texts, self.points)
        return np.array(found)


class Known:
    """An encoder that has read the texts already."""

    def __init__(self, texts: Sequence[str], points: np.ndarray) -> None:
        self._points = dict(zip(texts, points, strict=True))

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([self._points[text] for text in texts])


def _layout(seed: int) -> Any:
    """What BERTopic does by default, but repeatable."""
    from umap import UMAP

    return UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
