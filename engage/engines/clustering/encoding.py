"""Trained encoders of sentences, for those who have one in a folder; the engine needs none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from engage.engines.clustering.vocabulary import Floats


class Encoder(Protocol):
    """What makes points of texts, near to each other where they mean the same."""

    def encode(self, texts: Sequence[str]) -> Any:
        """Shape (texts, dimensions); the same text always gives the same point."""


@dataclass(frozen=True)
class FolderEncoder:
    """Weights of sentence-transformers in a local folder; nothing is ever fetched.

    Needs the ``encoder`` extra. ``encode`` raises ``ImportError`` without it and ``OSError`` where
    the folder holds no weights.
    """

    folder: Path

    def encode(self, texts: Sequence[str]) -> Floats:
        if not (self.folder / "modules.json").is_file():
            raise FileNotFoundError(f"{self.folder} holds no sentence-transformers weights")
        points = _model(self.folder).encode(list(texts), show_progress_bar=False)
        return np.asarray(points, dtype=np.float64)


@cache
def _model(folder: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def encoded(encoder: Encoder, texts: Sequence[str]) -> Floats:
    """The texts' points about their mean, to length 1: a language's own place drops out."""
    points = np.asarray(encoder.encode(texts), dtype=np.float64)
    points = points - points.mean(axis=0)
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / np.where(lengths > 0, lengths, 1))
