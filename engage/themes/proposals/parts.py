"""A change that the machine proposes, before it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# comment, score and marks (None: as they are), the theme it stood in
Proposed = tuple[int, float | None, int | None, list[list[int]] | None]


@dataclass(frozen=True)
class Part:
    """One proposed change; its kinds are those of ``ProposedPart``."""

    kind: str
    theme_id: int | None = None
    label: Mapping[str, str] | None = None
    keywords: tuple[str, ...] = ()
    stability: float | None = None
    comments: tuple[Proposed, ...] = ()
    theme_ids: tuple[int, ...] = ()
    fell_apart: int | None = None

    def as_columns(self) -> dict[str, Any]:
        """The part as its table holds it."""
        return {
            "kind": self.kind,
            "theme_id": self.theme_id,
            "theme_ids": list(self.theme_ids),
            "label": dict(self.label or {}),
            "keywords": list(self.keywords),
            "stability": self.stability,
            "fell_apart": self.fell_apart,
            "comments": [list(one) for one in self.comments],
        }
