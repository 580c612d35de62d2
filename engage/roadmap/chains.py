"""The trace as people walk it: the chain of a record, gaps both ways, and suspect links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage.engines.tracing import (
    Change,
    Coverage,
    Node,
    Register,
    coverage,
    downstream,
    suspects,
    upstream,
)
from engage.kernel.db import session
from engage.kernel.languages import LocaleText
from engage.roadmap.links import (
    RECORDS,
    Record,
    as_link,
    fields_of,
    row_fields,
    theme_fields,
)
from engage.roadmap.models import Decision, Need, RoadmapItem, TraceLink
from engage.themes import find_themes, get_theme, list_themes

COLUMNS = ("comment", "theme", "need", "decision", "roadmap_item")


@dataclass(frozen=True)
class SuspectLink:
    """A link one of whose ends changed since it was reviewed, and what changed there."""

    link_id: int
    kind: str
    source: Node
    target: Node
    changed: Node
    changes: tuple[Change, ...]
    reviewed_at: datetime


@dataclass(frozen=True)
class ChainLink:
    """A link of the chain, in the order in which the trace runs."""

    link_id: int
    upstream: Node
    downstream: Node


@dataclass(frozen=True)
class Chain:
    """Everything that leads to a record and everything that follows from it."""

    start: Node
    columns: dict[str, tuple[int, ...]]
    links: tuple[ChainLink, ...]
    suspects: tuple[SuspectLink, ...]


def get_chain(kind: str, identifier: int) -> Chain:
    """The chain of one record, from comments to roadmap items; raises ``NotFound``."""
    start: Node = (kind, identifier)
    if kind != "comment":
        fields_of(start)
    rows = _all_links()
    links = [as_link(row) for row in rows]
    nodes = {start}
    for level in (*upstream(start, links), *downstream(start, links)):
        nodes |= set(level)
    found = find_suspects(nodes)
    inside = [
        ChainLink(row.id, *link.flow)
        for row, link in zip(rows, links, strict=True)
        if link.source in nodes and link.target in nodes
    ]
    columns = {
        column: tuple(sorted(int(i) for node_kind, i in nodes if node_kind == column))
        for column in COLUMNS
    }
    return Chain(start, columns, tuple(inside), found)


def find_suspects(among: set[Node] | None = None) -> tuple[SuspectLink, ...]:
    """Every suspect link, or those with both ends among some records; the oldest review first."""
    rows = [row for row in _all_links() if row.source_kind != "comment"]
    if among is not None:
        rows = [
            row
            for row in rows
            if (row.source_kind, row.source_id) in among
            and (row.target_kind, row.target_id) in among
        ]
    current = _current_fields(rows)
    found = []
    for row in sorted(rows, key=lambda row: row.reviewed_at):
        for suspect in suspects([as_link(row)], current):
            link = suspect.link
            changed = link.source if suspect.side == "source" else link.target
            found.append(
                SuspectLink(
                    row.id,
                    row.kind,
                    link.source,
                    link.target,
                    changed,
                    suspect.changes,
                    row.reviewed_at,
                )
            )
    return tuple(found)


def count_suspects(consultation_id: int | None = None) -> int:
    """How many links wait for a review, of one consultation's needs or of all."""
    found = find_suspects()
    if consultation_id is None:
        return len({item.link_id for item in found})
    ours = set(session().scalars(select(Need.id).where(Need.consultation_id == consultation_id)))
    decisions = set(
        session().scalars(select(Decision.id).where(Decision.consultation_id == consultation_id))
    )
    nodes = {("need", i) for i in ours} | {("decision", i) for i in decisions}
    return len({item.link_id for item in found if {item.source, item.target} & nodes})


def get_coverage(consultation_id: int | None = None) -> Coverage:
    """What is not linked on: themes without need, needs without decision, and so on."""
    needs = select(Need.id).order_by(Need.id)
    decisions = select(Decision.id, Decision.outcome).order_by(Decision.id)
    if consultation_id is not None:
        needs = needs.where(Need.consultation_id == consultation_id)
        decisions = decisions.where(Decision.consultation_id == consultation_id)
    consultation_ids = (
        [consultation_id]
        if consultation_id is not None
        else list(session().scalars(select(Need.consultation_id).distinct()))
    )
    themes = [
        theme.id for i in consultation_ids for theme in list_themes(i) if theme.state == "approved"
    ]
    register = Register(
        themes=themes,
        needs=tuple(session().scalars(needs)),
        decisions={row.id: row.outcome for row in session().execute(decisions)},
        items=tuple(session().scalars(select(RoadmapItem.id).order_by(RoadmapItem.id)))
        if consultation_id is None
        else (),
    )
    return coverage(register, [as_link(row) for row in _all_links()])


def title_of(node: Node) -> LocaleText:
    """What to call a record of the register in a list."""
    kind, identifier = node
    if kind == "theme":
        return get_theme(int(identifier)).label
    fields = fields_of(node)
    title: LocaleText = fields["statement"] if kind == "need" else fields["title"]
    return title


def _all_links() -> list[TraceLink]:
    return list(session().scalars(select(TraceLink).order_by(TraceLink.id)))


def _current_fields(rows: list[TraceLink]) -> dict[Node, dict[str, object]]:
    wanted: set[Node] = set()
    for row in rows:
        wanted |= {(row.source_kind, row.source_id), (row.target_kind, row.target_id)}
    current: dict[Node, dict[str, object]] = {}
    for kind, model in RECORDS.items():
        ids = [identifier for node_kind, identifier in wanted if node_kind == kind]
        found: Iterable[Record] = session().scalars(select(model).where(model.id.in_(ids)))
        current |= {(kind, record.id): row_fields(record) for record in found}
    themes = find_themes(int(identifier) for kind, identifier in wanted if kind == "theme")
    return current | {
        ("theme", theme.id): theme_fields(theme)
        for theme in themes.values()
        if theme.state != "archived"
    }
