"""Finds links one of whose ends has changed since the link was reviewed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engage.engines.tracing.fingerprints import Change, changes, material
from engage.engines.tracing.links import Link, Node

Side = Literal["source", "target"]


@dataclass(frozen=True)
class Suspect:
    """A reviewed link, the end that changed, and what changed there."""

    link: Link
    side: Side
    changes: tuple[Change, ...]


def suspects(
    links: Iterable[Link], current: Mapping[Node, Mapping[str, Any]]
) -> tuple[Suspect, ...]:
    """Return the changed ends of reviewed links, in the order of the links, source before target.

    ``current`` holds each record's fields or snapshot as they are now; a record that is not in it
    is gone, and shows as a change of ``exists``. Links that nobody has reviewed are never suspect.
    """
    return tuple(suspect for link in links for suspect in _changed_ends(link, current))


def _changed_ends(link: Link, current: Mapping[Node, Mapping[str, Any]]) -> Iterator[Suspect]:
    ends: tuple[tuple[Side, Node, Mapping[str, Any] | None], ...] = (
        ("source", link.source, link.source_snapshot),
        ("target", link.target, link.target_snapshot),
    )
    for side, node, snapshot in ends:
        if snapshot is not None and (found := _changes_since(snapshot, node, current)):
            yield Suspect(link, side, found)


def _changes_since(
    snapshot: Mapping[str, Any], node: Node, current: Mapping[Node, Mapping[str, Any]]
) -> tuple[Change, ...]:
    if node not in current:
        return (Change("exists", True, False),)
    kind = node[0]
    return changes(material(kind, snapshot), material(kind, current[node]))
