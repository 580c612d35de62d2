"""The pages of themes, each kind in a module of its own, on one blueprint."""

from engage.themes.campaigns import views as campaign_views
from engage.themes.codebook import over_time_views
from engage.themes.codebook import views as codebook_views
from engage.themes.coding import views as coding_views
from engage.themes.discovery import further_views, picture_views, why_views
from engage.themes.discovery import views as discovery_views
from engage.themes.export import views as export_views
from engage.themes.groups import population_views
from engage.themes.groups import views as groups_views
from engage.themes.proposals import views as proposal_views
from engage.themes.question_views import blueprint
from engage.themes.report import views as report_views
from engage.themes.review import act_views, nesting_views, reason_views, split_views
from engage.themes.review import views as review_views
from engage.themes.reviewers import mark_views, presence_views
from engage.themes.runs import views as run_views
from engage.themes.stances import views as stance_views

jobs = run_views.jobs

__all__ = [
    "act_views",
    "blueprint",
    "campaign_views",
    "codebook_views",
    "coding_views",
    "discovery_views",
    "export_views",
    "further_views",
    "groups_views",
    "jobs",
    "mark_views",
    "nesting_views",
    "over_time_views",
    "picture_views",
    "population_views",
    "presence_views",
    "proposal_views",
    "reason_views",
    "report_views",
    "review_views",
    "run_views",
    "split_views",
    "stance_views",
    "why_views",
]
