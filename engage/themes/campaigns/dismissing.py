"""Campaigns: what the machine found stands until a person says that it is none.

Their copies stay in their themes and in every count; a campaign only says that they were written
from one template.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session
from engage.kernel.errors import Conflict, NotFound, message
from engage.responses import StoredComment, counted_comments
from engage.themes.models import Campaign, CampaignCopy
from engage.themes.review.acting import acting
from engage.themes.review.settling import settle_responses


@dataclass(frozen=True)
class FoundCampaign:
    """Comments that the machine takes for copies, and the one that is most like all others."""

    comment_ids: frozenset[int]
    template_id: int


def look_for_campaigns(comments: Iterable[StoredComment]) -> tuple[FoundCampaign, ...]:
    """Near-identical comments, the largest group first."""
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import find_campaigns, template_of

    numbers, texts = [], []
    for comment in comments:
        numbers.append(comment.id)
        texts.append(comment.text)
    found = []
    for places in find_campaigns(texts):
        template = places[template_of([texts[place] for place in places])]
        ids = frozenset(numbers[place] for place in places)
        found.append(FoundCampaign(ids, numbers[template]))
    return tuple(found)


def keep_campaigns(
    consultation_id: int, question_code: str, found: Iterable[FoundCampaign]
) -> None:
    """Store what a run found, in the caller's transaction.

    A group that shares comments with a known campaign is that campaign, grown: so one that a
    person dismissed stays dismissed. Known ones that were not found again are archived.
    """
    known = {
        row.id: row
        for row in session().scalars(
            select(Campaign).where(
                Campaign.consultation_id == consultation_id,
                Campaign.question_code == question_code,
                Campaign.state != "archived",
            )
        )
    }
    before = _members(known)
    session().execute(delete(CampaignCopy).where(CampaignCopy.campaign_id.in_(known)))
    claimed: set[int] = set()
    for group in found:
        row = _same(group, known, before)
        if row is None:
            row = Campaign(
                consultation_id=consultation_id,
                question_code=question_code,
                template_id=group.template_id,
            )
            session().add(row)
        row.template_id = group.template_id
        session().flush()
        known.pop(row.id, None)
        claimed |= group.comment_ids
        _add_copies(row.id, group.comment_ids)
    for row in known.values():
        if row.state == "dismissed":
            _add_copies(row.id, before[row.id] - claimed)
        else:
            row.state = "archived"


def dismiss_campaign(actor: Actor, campaign_id: int, reason: str = "") -> None:
    """Say that these people did not write from one template: their comments are like any other.

    Raises ``NotFound``, and ``Conflict`` where somebody said so before.
    """
    _change(actor, campaign_id, "dismiss", "dismissed", reason)


def restore_campaign(actor: Actor, campaign_id: int) -> None:
    """Say that it was a campaign after all.

    Raises ``NotFound``, and ``Conflict`` where it is one.
    """
    _change(actor, campaign_id, "restore", "found", "")


def _change(actor: Actor, campaign_id: int, act: str, state: str, reason: str) -> None:
    actor.require(Permission.APPROVE_THEMES)
    row = session().get(Campaign, campaign_id, populate_existing=True)
    if row is None:
        raise NotFound(message("campaigns", "There is no such campaign."))
    if row.state in (state, "archived"):
        raise Conflict(message("campaigns", "Somebody has decided this since you opened it."))
    with acting(actor, act, row, reason=reason, permission=Permission.APPROVE_THEMES) as doing:
        doing.change(row, state=state)
        comment = counted_comments(row.consultation_id, row.question_code)
        responses = session().scalars(
            select(comment.c.response_id)
            .join(CampaignCopy, CampaignCopy.comment_id == comment.c.id)
            .where(CampaignCopy.campaign_id == campaign_id)
        )
        settle_responses(actor, row.consultation_id, responses.all())


def _members(known: Iterable[int]) -> dict[int, frozenset[int]]:
    members: dict[int, set[int]] = {campaign_id: set() for campaign_id in known}
    rows = session().execute(
        select(CampaignCopy.campaign_id, CampaignCopy.comment_id).where(
            CampaignCopy.campaign_id.in_(members)
        )
    )
    for campaign_id, comment_id in rows:
        members[campaign_id].add(comment_id)
    return {campaign_id: frozenset(ids) for campaign_id, ids in members.items()}


def _same(
    group: FoundCampaign, known: dict[int, Campaign], before: dict[int, frozenset[int]]
) -> Campaign | None:
    shared = {number: len(before[number] & group.comment_ids) for number in known}
    best = max(shared, key=lambda number: (shared[number], -number), default=None)
    return known[best] if best is not None and shared[best] else None


def _add_copies(campaign_id: int, comment_ids: Iterable[int]) -> None:
    rows = [{"campaign_id": campaign_id, "comment_id": number} for number in sorted(comment_ids)]
    for start in range(0, len(rows), 1000):
        session().execute(insert(CampaignCopy), rows[start : start + 1000])
