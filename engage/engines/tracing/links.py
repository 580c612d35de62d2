"""The kinds of trace link and what each may join."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engage.engines.messages import Message, message

Node = tuple[str, int | str]
"""A record: its kind (``comment``, ``theme``, ``need``...) and its identifier."""


@dataclass(frozen=True)
class LinkType:
    """What a kind of link may join, which end is nearer to the comments, and the rule in words."""

    ends: frozenset[tuple[str, str]]
    upstream_end: Literal["source", "target"]
    rule: Message


LINK_TYPES: Mapping[str, LinkType] = {
    "evidences": LinkType(
        frozenset({("comment", "theme"), ("comment", "need"), ("indicator", "need")}),
        "source",
        message(
            "trace",
            "Evidence leads from a comment to a theme or a need, or from an indicator to a need.",
        ),
    ),
    "raises": LinkType(
        frozenset({("theme", "need")}),
        "source",
        message("trace", "A theme raises a need: choose a theme and a need."),
    ),
    "answers": LinkType(
        frozenset({("decision", "need")}),
        "target",
        message("trace", "A decision answers a need: choose a decision and a need."),
    ),
    "carries_out": LinkType(
        frozenset({("roadmap_item", "decision")}),
        "target",
        message(
            "trace",
            "A roadmap item carries out a decision: choose a roadmap item and a decision.",
        ),
    ),
    "depends_on": LinkType(
        frozenset({("roadmap_item", "roadmap_item")}),
        "target",
        message("trace", "A roadmap item depends on another: choose two roadmap items."),
    ),
    "measured_by": LinkType(
        frozenset({("roadmap_item", "indicator")}),
        "source",
        message(
            "trace",
            "A roadmap item is measured by an indicator: choose a roadmap item and an indicator.",
        ),
    ),
    "derived_from": LinkType(
        frozenset({("theme", "theme"), ("need", "need")}),
        "target",
        message(
            "trace",
            "A theme derives from a theme and a need from a need: choose two of the same kind.",
        ),
    ),
}


@dataclass(frozen=True)
class Link:
    """A typed link; the snapshots are those of the last review, None while nobody reviewed it."""

    kind: str
    source: Node
    target: Node
    source_snapshot: Mapping[str, Any] | None = field(default=None, hash=False)
    target_snapshot: Mapping[str, Any] | None = field(default=None, hash=False)

    @property
    def flow(self) -> tuple[Node, Node]:
        """The ends in the order in which the trace runs, from comments towards indicators."""
        if LINK_TYPES[self.kind].upstream_end == "source":
            return self.source, self.target
        return self.target, self.source


class LinkRefused(ValueError):
    """The link can't be made; ``message`` says what it may join."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


def check_link(kind: str, from_kind: str, to_kind: str) -> None:
    """Raise LinkRefused unless a link of this kind may lead from the one to the other."""
    link_type = LINK_TYPES.get(kind)
    if link_type is None:
        raise LinkRefused(
            message("trace", "There is no kind of link called “%(kind)s”.", kind=kind)
        )
    if (from_kind, to_kind) not in link_type.ends:
        raise LinkRefused(link_type.rule)
