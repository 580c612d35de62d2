"""Which records lead to which: all links of the register, read at once."""

from collections import defaultdict

from sqlalchemy import select

from engage.engines.tracing import Node
from engage.kernel.db import session
from engage.roadmap.models import TraceLink


class Trace:
    """The links as they stand now, each record's in the order in which they were made."""

    def __init__(self) -> None:
        self._sources: defaultdict[tuple[str, Node], tuple[int, ...]] = defaultdict(tuple)
        self._targets: defaultdict[tuple[str, Node], tuple[int, ...]] = defaultdict(tuple)
        columns = (
            TraceLink.kind,
            TraceLink.source_kind,
            TraceLink.source_id,
            TraceLink.target_kind,
            TraceLink.target_id,
        )
        for row in session().execute(select(*columns).order_by(TraceLink.id)):
            kind, source, target = row[0], (row[1], row[2]), (row[3], row[4])
            self._targets[kind, source] += (row.target_id,)
            self._sources[kind, target] += (row.source_id,)

    def needs_of_theme(self, theme_id: int) -> tuple[int, ...]:
        """The needs that a theme raised."""
        return self._targets["raises", ("theme", theme_id)]

    def themes_of_need(self, need_id: int) -> tuple[int, ...]:
        """The themes that raised a need."""
        return self._sources["raises", ("need", need_id)]

    def comments_of_need(self, need_id: int) -> tuple[int, ...]:
        """The comments that stand as evidence of a need."""
        return self._sources["evidences", ("need", need_id)]

    def decisions_of_need(self, need_id: int) -> tuple[int, ...]:
        """The decisions that answer a need."""
        return self._sources["answers", ("need", need_id)]

    def needs_of_decision(self, decision_id: int) -> tuple[int, ...]:
        """The needs that a decision answers."""
        return self._targets["answers", ("decision", decision_id)]

    def items_of_decision(self, decision_id: int) -> tuple[int, ...]:
        """The pieces of work that carry a decision out."""
        return self._sources["carries_out", ("decision", decision_id)]

    def decisions_of_item(self, item_id: int) -> tuple[int, ...]:
        """The decisions that a piece of work carries out."""
        return self._targets["carries_out", ("roadmap_item", item_id)]

    def dependencies_of_item(self, item_id: int) -> tuple[int, ...]:
        """The pieces of work that must come first."""
        return self._targets["depends_on", ("roadmap_item", item_id)]
