"""Needs, decisions, roadmap items, and the trace between them."""

from engage.roadmap.chains import count_suspects, get_coverage
from engage.roadmap.decisions import (
    DecisionDraft,
    DecisionRecord,
    decisions_off_the_log,
    get_decision,
    list_decisions,
    make_decision,
)
from engage.roadmap.items import ItemDraft, ItemRecord, Risk, add_item, get_item, list_items
from engage.roadmap.needs import NeedDraft, NeedRecord, add_need, get_need, list_needs
from engage.roadmap.timeline_showing import ShownTimeline, show_timeline
from engage.roadmap.trace import Trace

__all__ = [
    "DecisionDraft",
    "DecisionRecord",
    "ItemDraft",
    "ItemRecord",
    "NeedDraft",
    "NeedRecord",
    "Risk",
    "ShownTimeline",
    "Trace",
    "add_item",
    "add_need",
    "count_suspects",
    "decisions_off_the_log",
    "get_coverage",
    "get_decision",
    "get_item",
    "get_need",
    "list_decisions",
    "list_items",
    "list_needs",
    "make_decision",
    "show_timeline",
]
