"""Notes with each response where review left it: in an approved theme, in a campaign, or open.

One rule for every act and its undo, over all questions that the response answered: a copy of a
campaign is ``campaign``, else one comment in an approved theme makes it ``themed``.
"""

from collections.abc import Iterable

from sqlalchemy import Select, select

from engage.kernel.actors import Actor
from engage.kernel.db import session
from engage.responses import counted_comments, settle
from engage.themes.models import Campaign, CampaignCopy, Theme
from engage.themes.placed import assigned_comments

FEW = 500  # response ids that a condition may name


def settle_responses(
    actor: Actor, consultation_id: int, response_ids: Iterable[int] | None = None
) -> None:
    """Bring the dispositions of these responses (of all with comments) up to date."""
    session().flush()
    comment = counted_comments(consultation_id)
    if response_ids is None:
        ids = set(session().scalars(select(comment.c.response_id).distinct()))
    else:
        ids = set(response_ids)
    copies = _among(
        ids,
        select(comment.c.response_id)
        .join(CampaignCopy, CampaignCopy.comment_id == comment.c.id)
        .join(Campaign, Campaign.id == CampaignCopy.campaign_id)
        .where(Campaign.state == "found"),
        comment.c.response_id,
    )
    themed = _themed(consultation_id, ids) - copies
    settle(actor, copies, "campaign")
    settle(actor, themed, "themed")
    settle(actor, ids - themed - copies, "received")


def _themed(consultation_id: int, ids: set[int]) -> set[int]:
    codes = session().scalars(
        select(Theme.question_code)
        .where(Theme.consultation_id == consultation_id, Theme.state == "approved")
        .distinct()
    )
    themed: set[int] = set()
    for code in codes.all():
        placed = assigned_comments(consultation_id, code)
        approved = (
            select(placed.c.response_id)
            .join(Theme, Theme.id == placed.c.theme_id)
            .where(Theme.state == "approved")
        )
        themed |= _among(ids, approved, placed.c.response_id)
    return themed


def _among(ids: set[int], query: Select[tuple[int]], column: object) -> set[int]:
    if len(ids) <= FEW:
        query = query.where(column.in_(ids))  # type: ignore[attr-defined]
    return ids & set(session().scalars(query))
