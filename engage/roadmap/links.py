"""Trace links: made and reviewed by people, kept with what both ends said at that moment."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from engage.audit import record
from engage.engines.tracing import (
    Link,
    LinkRefused,
    Node,
    check_link,
    has_cycle,
    material,
)
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.roadmap.models import Decision, Need, RoadmapItem, TraceLink
from engage.themes import ThemeSummary, get_theme

Record = Need | Decision | RoadmapItem

RECORDS: dict[str, type[Any]] = {
    "need": Need,
    "decision": Decision,
    "roadmap_item": RoadmapItem,
}
FEWEST_SIDES = 10


def fields_of(node: Node) -> dict[str, Any]:
    """What a record says now; raises ``NotFound`` where it is gone."""
    kind, identifier = node
    if kind == "comment":
        return {}  # never changes, and its words stay where they can be erased
    if kind == "theme":
        return theme_fields(get_theme(int(identifier)))
    row: Record | None = session().get(RECORDS[kind], identifier)
    if row is None:
        raise NotFound(message("roadmap", "This record does not exist."))
    return row_fields(row)


def theme_fields(theme: ThemeSummary) -> dict[str, Any]:
    """A theme's fields, as the trace compares them."""
    return {
        "label": dict(theme.label),
        "description": dict(theme.description),
        "size": theme.size,
        "against": _percent_against(theme),
    }


def _percent_against(theme: ThemeSummary) -> int | None:
    """Of those for or against, how many are against; None where fewer than 10 are either."""
    sides = theme.stances.in_favour + theme.stances.against
    return None if sides < FEWEST_SIDES else round(100 * theme.stances.against / sides)


def row_fields(row: Record) -> dict[str, Any]:
    """Every column of a record of the register, by name."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def as_link(row: TraceLink) -> Link:
    """A stored link as the tracing engine sees it."""
    return Link(
        row.kind,
        (row.source_kind, row.source_id),
        (row.target_kind, row.target_id),
        row.source_snapshot,
        row.target_snapshot,
    )


def links_of(current: Session, node: Node) -> list[TraceLink]:
    """Every link at which the record stands on one side."""
    kind, identifier = node
    return list(
        current.scalars(
            select(TraceLink)
            .where(
                or_(
                    (TraceLink.source_kind == kind) & (TraceLink.source_id == identifier),
                    (TraceLink.target_kind == kind) & (TraceLink.target_id == identifier),
                )
            )
            .order_by(TraceLink.id)
        )
    )


def add_link(actor: Actor, kind: str, source: Node, target: Node, *, reason: str = "") -> None:
    """Link two records, reviewed by this person now; one that exists is left as it is.

    Raises ``InvalidInput`` where such a link makes no sense, ``Conflict`` for a circle.
    """
    actor.require(Permission.MANAGE_ROADMAP)
    try:
        check_link(kind, source[0], target[0])
    except LinkRefused as refused:
        raise InvalidInput(refused.message) from refused
    with transaction() as current:
        known = current.scalar(_same(kind, source, target))
        if known is not None:
            return
        _refuse_circle(current, kind, source, target)
        current.add(
            TraceLink(
                kind=kind,
                source_kind=source[0],
                source_id=int(source[1]),
                target_kind=target[0],
                target_id=int(target[1]),
                source_snapshot=material(source[0], fields_of(source)),
                target_snapshot=material(target[0], fields_of(target)),
                reviewed_by_id=actor.id,
                reason=reason,
            )
        )
        current.flush()
        record(actor, "link.add", (target[0], int(target[1])), details=_named(kind, source, target))


def set_links(
    actor: Actor, kind: str, node: Node, others: Mapping[str, Iterable[int]], *, is_source: bool
) -> None:
    """Make the record's links of one kind lead to exactly these others ({kind: numbers})."""
    with transaction() as current:
        wanted = {(other_kind, int(i)) for other_kind, ids in others.items() for i in ids}
        for row in links_of(current, node):
            ours, theirs = as_link(row).source, as_link(row).target
            if not is_source:
                ours, theirs = theirs, ours
            if row.kind == kind and ours == node and theirs not in wanted:
                remove_link(actor, row.id)
        for other in sorted(wanted):
            source, target = (node, other) if is_source else (other, node)
            add_link(actor, kind, source, target)


def remove_link(actor: Actor, link_id: int, reason: str = "") -> None:
    """Take a link away; the audit record keeps that it was there. Raises ``NotFound``."""
    actor.require(Permission.MANAGE_ROADMAP)
    with transaction() as current:
        row = _get(current, link_id)
        link = as_link(row)
        record(
            actor,
            "link.remove",
            (row.target_kind, row.target_id),
            reason=reason,
            details=_named(row.kind, link.source, link.target),
        )
        current.execute(delete(TraceLink).where(TraceLink.id == link_id))


def review_link(actor: Actor, link_id: int, reason: str) -> None:
    """Say that a link still holds although an end has changed; the reason stays on record.

    Raises ``InvalidInput`` without a reason, ``NotFound`` where the link or an end of it is gone.
    """
    actor.require(Permission.MANAGE_ROADMAP)
    if not reason.strip():
        text = message("roadmap", "Say why the link still holds.")
        raise InvalidInput(text, {"reason": text})
    with transaction() as current:
        row = _get(current, link_id)
        link = as_link(row)
        row.source_snapshot = material(row.source_kind, fields_of(link.source))
        row.target_snapshot = material(row.target_kind, fields_of(link.target))
        row.reviewed_by_id, row.reviewed_at, row.reason = actor.id, now(), reason.strip()
        record(
            actor,
            "link.review",
            (row.target_kind, row.target_id),
            reason=reason.strip(),
            details=_named(row.kind, link.source, link.target),
        )


def _get(current: Session, link_id: int) -> TraceLink:
    row = current.get(TraceLink, link_id)
    if row is None:
        raise NotFound(message("roadmap", "This link does not exist any more."))
    return row


def _same(kind: str, source: Node, target: Node) -> Any:
    return select(TraceLink).where(
        TraceLink.kind == kind,
        TraceLink.source_kind == source[0],
        TraceLink.source_id == source[1],
        TraceLink.target_kind == target[0],
        TraceLink.target_id == target[1],
    )


def _refuse_circle(current: Session, kind: str, source: Node, target: Node) -> None:
    if source[0] != target[0]:
        return
    rows = current.scalars(select(TraceLink).where(TraceLink.kind == kind))
    edges = [(row.source_id, row.target_id) for row in rows]
    if has_cycle([*edges, (int(source[1]), int(target[1]))]):
        raise Conflict(
            message("roadmap", "These roadmap items would depend on each other in a circle.")
        )


def _named(kind: str, source: Node, target: Node) -> dict[str, Any]:
    return {"kind": kind, "from": list(source), "to": list(target)}
