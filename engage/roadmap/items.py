"""Roadmap items: the work that carries decisions out."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engage.audit import record
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.kernel.languages import LocaleText
from engage.roadmap.links import set_links
from engage.roadmap.models import ITEM_STATUSES, RoadmapItem


@dataclass(frozen=True)
class Risk:
    """What may go wrong, how likely and how bad (1 to 5), and what is done about it."""

    text: str
    likelihood: int
    impact: int
    response: str


LARGEST_BUDGET = 10**15  # more than any city spends, in any currency


@dataclass(frozen=True)
class ItemDraft:
    """A roadmap item as it is written; ``budget`` in whole units of ``currency``."""

    title: LocaleText
    owner: str
    starts_on: date | None
    ends_on: date | None = None
    challenge: LocaleText | None = None
    solution: LocaleText | None = None
    budget: int | None = None
    currency: str = "EUR"
    risks: tuple[Risk, ...] = ()
    dependencies: tuple[str, ...] = ()
    status: str = "idea"
    status_reason: str = ""
    decision_ids: tuple[int, ...] = ()
    depends_on_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class ItemRecord:
    """A roadmap item as other rooms see it."""

    id: int
    title: LocaleText
    challenge: LocaleText
    solution: LocaleText
    owner: str
    starts_on: date
    ends_on: date | None
    budget: int | None
    currency: str
    risks: tuple[Risk, ...]
    dependencies: tuple[str, ...]
    status: str
    status_reason: str
    version: int


def add_item(actor: Actor, draft: ItemDraft) -> int:
    """Put a piece of work on the roadmap; gives its number. Raises ``InvalidInput``."""
    actor.require(Permission.MANAGE_ROADMAP)
    _check(draft)
    with transaction() as current:
        row = RoadmapItem()
        _fill(row, draft)
        current.add(row)
        current.flush()
        _link(actor, row.id, draft)
        record(actor, "item.add", ("roadmap_item", row.id))
        return row.id


def edit_item(actor: Actor, item_id: int, version: int, draft: ItemDraft) -> None:
    """Change a piece of work.

    Raises ``Conflict`` where somebody changed it since ``version``, otherwise as ``add_item``.
    """
    actor.require(Permission.MANAGE_ROADMAP)
    _check(draft)
    with transaction():
        row = _get(item_id)
        if row.version != version:
            raise Conflict(
                message("roadmap", "Somebody else has changed this since you opened it.")
            )
        before = {"status": row.status, "budget": row.budget}
        _fill(row, draft)
        row.version += 1
        _link(actor, item_id, draft)
        record(actor, "item.change", ("roadmap_item", item_id), details={"before": before})


def get_item(item_id: int) -> ItemRecord:
    """One piece of work; raises ``NotFound``."""
    return _record(_get(item_id))


def list_items() -> tuple[ItemRecord, ...]:
    """The roadmap in order of time."""
    rows = session().scalars(select(RoadmapItem).order_by(RoadmapItem.starts_on, RoadmapItem.id))
    return tuple(_record(row) for row in rows)


def _check(draft: ItemDraft) -> None:
    fields = {}
    if not any(words.strip() for words in draft.title.values()):
        fields["title"] = message("roadmap", "Write what will be done.")
    if not draft.owner.strip():
        fields["owner"] = message("roadmap", "Say who is responsible.")
    if draft.starts_on is None:
        fields["starts_on"] = message("roadmap", "Enter the date it starts.")
    elif draft.ends_on is not None and draft.ends_on < draft.starts_on:
        fields["ends_on"] = message("roadmap", "The end must not be before the start.")
    if draft.budget is not None and draft.budget < 0:
        fields["budget"] = message("roadmap", "A budget can't be below zero.")
    if draft.budget is not None and draft.budget > LARGEST_BUDGET:
        fields["budget"] = message(
            "roadmap", "A budget of this size can't be kept. Check the zeros."
        )
    if draft.status not in ITEM_STATUSES:
        fields["status"] = message("roadmap", "Choose a status.")
    if draft.status == "stopped" and not draft.status_reason.strip():
        fields["status_reason"] = message("roadmap", "Say why the work was stopped.")
    if fields:
        raise InvalidInput(message("roadmap", "The roadmap item was not saved."), fields)


def _fill(row: RoadmapItem, draft: ItemDraft) -> None:
    assert draft.starts_on is not None
    row.title = dict(draft.title)
    row.challenge, row.solution = dict(draft.challenge or {}), dict(draft.solution or {})
    row.owner = draft.owner.strip()
    row.starts_on, row.ends_on = draft.starts_on, draft.ends_on
    row.budget, row.currency = draft.budget, draft.currency
    row.risks = [vars(risk) for risk in draft.risks]
    row.dependencies = [text.strip() for text in draft.dependencies if text.strip()]
    row.status, row.status_reason = draft.status, draft.status_reason.strip()


def _link(actor: Actor, item_id: int, draft: ItemDraft) -> None:
    node = ("roadmap_item", item_id)
    set_links(actor, "carries_out", node, {"decision": draft.decision_ids}, is_source=True)
    set_links(actor, "depends_on", node, {"roadmap_item": draft.depends_on_ids}, is_source=True)


def _get(item_id: int) -> RoadmapItem:
    row = session().get(RoadmapItem, item_id, populate_existing=True)
    if row is None:
        raise NotFound(message("roadmap", "There is no such roadmap item."))
    return row


def _record(row: RoadmapItem) -> ItemRecord:
    return ItemRecord(
        id=row.id,
        title=row.title,
        challenge=row.challenge,
        solution=row.solution,
        owner=row.owner,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        budget=row.budget,
        currency=row.currency,
        risks=tuple(Risk(**risk) for risk in row.risks),
        dependencies=tuple(row.dependencies),
        status=row.status,
        status_reason=row.status_reason,
        version=row.version,
    )
