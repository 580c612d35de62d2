"""Reading campaigns: as people and as one voice, their copies, and where every response ended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Subquery, case, func, select
from sqlalchemy.sql.elements import ColumnElement

from engage.kernel.db import session
from engage.kernel.errors import NotFound, message
from engage.responses import LEFT_OUT, count_dispositions
from engage.themes.models import Campaign, CampaignCopy
from engage.themes.placed import IN_THEME, NO_THEME, assigned_comments, placed_comments
from engage.themes.queries import ThemeSummary

if TYPE_CHECKING:
    from engage.engines.clustering import Piece

TEXTS_A_PAGE = 25


@dataclass(frozen=True)
class CampaignSummary:
    """A campaign with its counts: people who sent it, and texts that differ by a word at least."""

    id: int
    consultation_id: int
    question_code: str
    state: str
    template: str
    language: str
    people: int
    texts: int
    by_channel: dict[str, int] = field(default_factory=dict)
    by_theme: dict[int | None, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CopiedText:
    """One wording, who sent it, and how it differs from the template."""

    comment_ids: tuple[int, ...]
    channels: tuple[str, ...]
    language: str
    pieces: tuple["Piece", ...]


@dataclass(frozen=True)
class CopyPage:
    """A page of a campaign's wordings, the most frequent first."""

    texts: tuple[CopiedText, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class Ends:
    """Where every response of a consultation ended, for one question; adds up to ``responses``."""

    in_theme: int
    campaign: int
    no_theme: int
    empty: int
    waiting: int
    left_out: int

    @property
    def responses(self) -> int:
        """All of them."""
        read = self.in_theme + self.campaign + self.no_theme + self.waiting
        return read + self.empty + self.left_out


def list_campaigns(consultation_id: int, question_code: str) -> tuple[CampaignSummary, ...]:
    """The campaigns of a question, those that stand first, then the largest."""
    placed = placed_comments(consultation_id, question_code)
    rows = session().scalars(
        select(Campaign).where(
            Campaign.consultation_id == consultation_id,
            Campaign.question_code == question_code,
            Campaign.state != "archived",
        )
    )
    found = [_summary(row, placed) for row in rows.all()]
    counted = [campaign for campaign in found if campaign is not None]
    return tuple(sorted(counted, key=lambda one: (one.state != "found", -one.people, one.id)))


def get_campaign(campaign_id: int) -> CampaignSummary:
    """One campaign; raises ``NotFound``."""
    row = session().get(Campaign, campaign_id)
    found = (
        _summary(row, placed_comments(row.consultation_id, row.question_code))
        if row is not None and row.state != "archived"
        else None
    )
    if found is None:
        raise NotFound(message("campaigns", "There is no such campaign."))
    return found


def list_copies(campaign: CampaignSummary, page: int = 1) -> CopyPage:
    """A campaign's wordings with what differs from the template."""
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import variations

    placed = placed_comments(campaign.consultation_id, campaign.question_code)
    rows = session().execute(
        select(placed.c.id, placed.c.text, placed.c.language, placed.c.channel)
        .join(CampaignCopy, CampaignCopy.comment_id == placed.c.id)
        .where(CampaignCopy.campaign_id == campaign.id)
        .order_by(placed.c.id)
    )
    wordings: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, text, language, channel in rows:
        wordings.setdefault((text, language), []).append((number, channel))
    ordered = sorted(wordings.items(), key=lambda item: (-len(item[1]), item[1]))
    pages = max(1, -(-len(ordered) // TEXTS_A_PAGE))
    at = min(max(1, page), pages)
    texts = [
        CopiedText(
            tuple(number for number, _channel in senders),
            tuple(sorted({channel for _number, channel in senders})),
            language,
            variations(campaign.template, text),
        )
        for (text, language), senders in ordered[(at - 1) * TEXTS_A_PAGE : at * TEXTS_A_PAGE]
    ]
    return CopyPage(tuple(texts), at, pages)


def campaigns_of(comment_ids: Iterable[int]) -> dict[int, int]:
    """Comment to the campaign that it is a copy of, for those that are."""
    rows = session().execute(
        select(CampaignCopy.comment_id, CampaignCopy.campaign_id)
        .join(Campaign, Campaign.id == CampaignCopy.campaign_id)
        .where(CampaignCopy.comment_id.in_(sorted(comment_ids)), Campaign.state == "found")
    )
    return {int(comment_id): int(campaign_id) for comment_id, campaign_id in rows}


def count_copies(theme: ThemeSummary) -> tuple[int, int]:
    """How many comments of a theme are copies, and of how many campaigns."""
    placed = assigned_comments(theme.consultation_id, theme.question_code)
    row = session().execute(
        select(func.count(), func.count(Campaign.id.distinct()))
        .select_from(placed)
        .join(CampaignCopy, CampaignCopy.comment_id == placed.c.id)
        .join(Campaign, Campaign.id == CampaignCopy.campaign_id)
        .where(placed.c.theme_id == theme.id, _stands())
    )
    copies, campaigns = row.one()
    return int(copies), int(campaigns)


def count_ends(consultation_id: int, question_code: str) -> Ends:
    """Where every response ended, each once: a copy first, then a theme, then no theme."""
    placed = placed_comments(consultation_id, question_code)
    end = case(
        (CampaignCopy.comment_id.is_not(None) & _stands(), 4),
        (placed.c.standing == IN_THEME, 3),
        (placed.c.standing == NO_THEME, 2),
        else_=1,
    )
    each = (
        select(placed.c.response_id, func.max(end).label("end"))
        .select_from(placed)
        .outerjoin(CampaignCopy, CampaignCopy.comment_id == placed.c.id)
        .outerjoin(Campaign, Campaign.id == CampaignCopy.campaign_id)
        .group_by(placed.c.response_id)
        .subquery()
    )
    rows = session().execute(select(each.c.end, func.count()).group_by(each.c.end))
    ends = {int(rank): int(count) for rank, count in rows}
    arrived = count_dispositions(consultation_id)
    left_out = sum(arrived.get(name, 0) for name in LEFT_OUT)
    empty = sum(arrived.values()) - left_out - sum(ends.values())
    return Ends(ends.get(3, 0), ends.get(4, 0), ends.get(2, 0), empty, ends.get(1, 0), left_out)


def _stands() -> ColumnElement[bool]:
    return Campaign.state == "found"


def _summary(row: Campaign, placed: Subquery) -> CampaignSummary | None:
    copies = (
        session()
        .execute(
            select(
                placed.c.id,
                placed.c.response_id,
                placed.c.text,
                placed.c.language,
                placed.c.channel,
                placed.c.theme_id,
            )
            .join(CampaignCopy, CampaignCopy.comment_id == placed.c.id)
            .where(CampaignCopy.campaign_id == row.id)
            .order_by(placed.c.id)
        )
        .all()
    )
    if not copies:
        return None
    channels: dict[str, int] = {}
    themes: dict[int | None, int] = {}
    for copy in copies:
        channels[copy.channel] = channels.get(copy.channel, 0) + 1
        themes[copy.theme_id] = themes.get(copy.theme_id, 0) + 1
    # the template itself may have been withdrawn since
    template = next((copy for copy in copies if copy.id == row.template_id), copies[0])
    return CampaignSummary(
        id=row.id,
        consultation_id=row.consultation_id,
        question_code=row.question_code,
        state=row.state,
        template=template.text,
        language=template.language,
        people=len({copy.response_id for copy in copies}),
        texts=len({copy.text for copy in copies}),
        by_channel=channels,
        by_theme=themes,
    )
