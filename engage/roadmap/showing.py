"""The chain and the suspect links as pages draw them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import format_decimal, npgettext, pgettext

from engage.engines.tracing import Change, Node
from engage.responses import get_comment
from engage.roadmap.chains import Chain, SuspectLink, title_of
from engage.roadmap.decisions import get_decision
from engage.roadmap.items import get_item
from engage.roadmap.needs import get_need
from engage.themes import StanceCounts, get_theme
from engage.web.channels import channel_name
from engage.web.locale import plain
from engage.web.words import OUTCOME_KINDS, item_status_name, need_status_name, outcome_name

COMMENTS_SHOWN = 3


@dataclass(frozen=True)
class ChainBox:
    """One record in the picture of a chain."""

    title: str
    text: str = ""
    words: str = ""
    lang: str = ""
    href: str = ""
    state: str = ""
    state_kind: str = ""
    changed: str = ""
    changed_href: str = ""
    is_here: bool = False
    stances: StanceCounts | None = None


@dataclass(frozen=True)
class ChainColumn:
    """All records of one kind in the chain."""

    title: str
    boxes: tuple[ChainBox, ...]


@dataclass(frozen=True)
class ShownChange:
    """A field as it was at the review and as it is now."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownSuspect:
    """A suspect link in words."""

    link_id: int
    title: str
    href: str
    other: str
    other_href: str
    reviewed_at: datetime
    changes: tuple[ShownChange, ...]


def href_of(node: Node) -> str:
    """The page of a record."""
    kind, identifier = node
    pages = {
        "theme": ("themes.show", "theme_id"),
        "need": ("roadmap.need", "need_id"),
        "decision": ("roadmap.decision", "decision_id"),
        "roadmap_item": ("roadmap.item", "item_id"),
    }
    endpoint, parameter = pages[kind]
    values: dict[str, Any] = {parameter: identifier}
    return url_for(endpoint, **values)


def chain_columns(chain: Chain) -> tuple[ChainColumn, ...]:
    """The chain as columns, from the people's words to the work."""
    titles = {
        "comment": pgettext("chain", "Comments"),
        "theme": pgettext("chain", "Themes"),
        "need": pgettext("chain", "Needs"),
        "decision": pgettext("chain", "Decisions"),
        "roadmap_item": pgettext("chain", "Roadmap"),
    }
    changed = {suspect.changed for suspect in chain.suspects}
    columns = []
    for kind, ids in chain.columns.items():
        if kind == "comment":
            boxes = tuple(_comment_box(i) for i in ids[:COMMENTS_SHOWN])
            more = len(ids) - COMMENTS_SHOWN
            if more > 0:
                text = pgettext("chain", "%(num)s more", num=format_decimal(more))
                boxes = (*boxes, ChainBox(text, href=_where_all_stand(chain)))
        else:
            boxes = tuple(_box((kind, i), chain.start, changed) for i in ids)
        columns.append(ChainColumn(titles[kind], boxes))
    return tuple(columns)


def _where_all_stand(chain: Chain) -> str:
    """Where every comment of the chain can be read: with the need, where there is one."""
    needs = chain.columns["need"]
    return f"{href_of(('need', needs[0]))}#words" if len(needs) == 1 else ""


def _comment_box(comment_id: int) -> ChainBox:
    comment = get_comment(comment_id)
    return ChainBox(
        "", text=channel_name(comment.channel), words=comment.text, lang=comment.language
    )


def _box(node: Node, start: Node, changed: set[Node]) -> ChainBox:
    is_here, has_changed = node == start, node in changed
    return replace(
        _record_box(node),
        href="" if is_here else href_of(node),
        changed=pgettext("chain", "changed since the link was reviewed") if has_changed else "",
        changed_href=url_for("roadmap.suspects") if has_changed else "",
        is_here=is_here,
    )


def _record_box(node: Node) -> ChainBox:
    """What a record says of itself."""
    kind, identifier = node[0], int(node[1])
    if kind == "theme":
        theme = get_theme(identifier)
        size = npgettext("chain", "%(num)s comment", "%(num)s comments", theme.size)
        return ChainBox(plain(theme.label), size, stances=theme.stances)
    if kind == "need":
        need = get_need(identifier)
        return ChainBox(
            plain(need.statement),
            pgettext("chain", "severity %(num)s of 5", num=format_decimal(need.severity)),
            state=need_status_name(need.status),
            state_kind="good" if need.status == "addressed" else "",
        )
    if kind == "decision":
        decision = get_decision(identifier)
        return ChainBox(
            plain(decision.title),
            plain(decision.decider),
            state=outcome_name(decision.outcome),
            state_kind=OUTCOME_KINDS[decision.outcome],
        )
    item = get_item(identifier)
    return ChainBox(
        plain(item.title),
        item.owner,
        state=item_status_name(item.status),
        state_kind="bad" if item.status == "stopped" else "good",
    )


def shown_suspects(suspects: tuple[SuspectLink, ...]) -> tuple[ShownSuspect, ...]:
    """Suspect links in words: what changed, what it leads to, and how."""
    shown = []
    for suspect in suspects:
        other = suspect.target if suspect.changed == suspect.source else suspect.source
        is_gone = any(change.field == "exists" for change in suspect.changes)
        shown.append(
            ShownSuspect(
                suspect.link_id,
                pgettext("suspect", "A record that is no longer there")
                if is_gone
                else plain(title_of(suspect.changed)),
                "" if is_gone else href_of(suspect.changed),
                plain(title_of(other)),
                href_of(other),
                suspect.reviewed_at,
                tuple(_change(change) for change in suspect.changes),
            )
        )
    return tuple(shown)


def _change(change: Change) -> ShownChange:
    names = {
        "label": pgettext("field of a record", "Name"),
        "description": pgettext("field of a record", "Description"),
        "size": pgettext("field of a record", "Number of comments"),
        "against": pgettext("field of a record", "Against, in percent"),
        "statement": pgettext("field of a record", "Statement"),
        "groups": pgettext("field of a record", "Stakeholder groups"),
        "severity": pgettext("field of a record", "Severity"),
        "outcome": pgettext("field of a record", "Outcome"),
        "reason": pgettext("field of a record", "Reason"),
        "title": pgettext("field of a record", "Title"),
        "challenge": pgettext("field of a record", "Challenge"),
        "solution": pgettext("field of a record", "Solution"),
        "starts_on": pgettext("field of a record", "Start"),
        "ends_on": pgettext("field of a record", "End"),
        "budget": pgettext("field of a record", "Budget"),
        "dependencies": pgettext("field of a record", "Dependencies"),
        "exists": pgettext("field of a record", "Still there"),
    }
    name = names.get(change.field, change.field)
    return ShownChange(name, _value(change.before), _value(change.after))


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return plain(value)
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    return "–" if value is None else str(value)
