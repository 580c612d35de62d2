"""Pages of campaigns: the templates with their counts, and one campaign's copies."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.themes.campaigns.dismissing import dismiss_campaign, restore_campaign
from engage.themes.campaigns.queries import (
    CampaignSummary,
    CopyPage,
    Ends,
    count_ends,
    get_campaign,
    list_campaigns,
    list_copies,
)
from engage.themes.queries import list_themes
from engage.themes.question_views import Question, back, blueprint, chosen_question, questions
from engage.themes.showing import PlacedCopies, placed_copies
from engage.web.access import access, current_actor
from engage.web.rendering import render


@dataclass(frozen=True)
class CampaignsPage:
    """The campaigns of a question, and where every response ended."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    campaigns: tuple[CampaignSummary, ...]
    ends: Ends
    people: int
    voices: int


@dataclass(frozen=True)
class CampaignPage:
    """A campaign with its copies, each with what its sender changed."""

    consultation: ConsultationSummary
    campaign: CampaignSummary
    copies: CopyPage
    themes: tuple[PlacedCopies, ...]
    may_decide: bool


@blueprint.get("/consultations/<int:consultation_id>/themes/campaigns")
@access(Permission.SEE_THEMES)
def campaigns(consultation_id: int) -> Response:
    """Near-identical comments: as people, and as one voice."""
    asked = questions(consultation_id)
    code = chosen_question(asked)
    found = list_campaigns(consultation_id, code)
    standing = [campaign for campaign in found if campaign.state == "found"]
    page = CampaignsPage(
        get_consultation(consultation_id),
        asked,
        code,
        found,
        count_ends(consultation_id, code),
        sum(campaign.people for campaign in standing),
        len(standing),
    )
    return render("staff/themes/campaigns.html", page)


@blueprint.get("/campaigns/<int:campaign_id>")
@access(Permission.SEE_THEMES)
def campaign(campaign_id: int) -> Response:
    """The copies of a campaign."""
    found = get_campaign(campaign_id)
    themes = list_themes(found.consultation_id, found.question_code)
    page = CampaignPage(
        get_consultation(found.consultation_id),
        found,
        list_copies(found, request.args.get("page", 1, type=int)),
        placed_copies(found.by_theme, themes),
        current_actor().may(Permission.APPROVE_THEMES),
    )
    return render("staff/themes/campaign.html", page)


@blueprint.post("/campaigns/<int:campaign_id>/decide")
@access(Permission.APPROVE_THEMES)
def decide_campaign(campaign_id: int) -> Response:
    """Say that it is not a campaign, or that it is one after all."""
    found = get_campaign(campaign_id)
    if request.form.get("act") == "restore":
        restore_campaign(current_actor(), campaign_id)
        text = pgettext("campaigns", "These comments count as copies of a campaign again.")
    else:
        dismiss_campaign(current_actor(), campaign_id, request.form.get("reason", ""))
        text = pgettext("campaigns", "These comments no longer count as copies of a campaign.")
    home = url_for("themes.campaign", campaign_id=campaign_id)
    return back(found.consultation_id, found.question_code, text, home)
