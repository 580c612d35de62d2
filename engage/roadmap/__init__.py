"""Needs, decisions, roadmap items, and the trace between them."""

from engage.roadmap.chains import (
    comments_of_need,
    count_suspects,
    decisions_of_need,
    get_coverage,
    items_of_decision,
    needs_of_decision,
    needs_of_theme,
    themes_of_need,
)
from engage.roadmap.decisions import (
    DecisionDraft,
    DecisionRecord,
    get_decision,
    list_decisions,
    make_decision,
)
from engage.roadmap.items import ItemDraft, ItemRecord, Risk, add_item, get_item, list_items
from engage.roadmap.needs import NeedDraft, NeedRecord, add_need, get_need, list_needs
from engage.roadmap.timeline_showing import ShownTimeline, show_timeline

__all__ = [
    "DecisionDraft",
    "DecisionRecord",
    "ItemDraft",
    "ItemRecord",
    "NeedDraft",
    "NeedRecord",
    "Risk",
    "ShownTimeline",
    "add_item",
    "add_need",
    "comments_of_need",
    "count_suspects",
    "decisions_of_need",
    "get_coverage",
    "get_decision",
    "get_item",
    "get_need",
    "items_of_decision",
    "list_decisions",
    "list_items",
    "list_needs",
    "make_decision",
    "needs_of_decision",
    "needs_of_theme",
    "show_timeline",
    "themes_of_need",
]
