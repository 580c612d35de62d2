"""The pages of themes, each kind in a module of its own, on one blueprint."""

from engage.themes import (
    act_views,
    campaign_views,
    codebook_views,
    coding_views,
    discovery_views,
    export_views,
    further_views,
    groups_views,
    mark_views,
    nesting_views,
    picture_views,
    population_views,
    presence_views,
    proposal_views,
    report_views,
    review_views,
    run_views,
    split_views,
    stance_views,
    why_views,
)
from engage.themes.question_views import blueprint

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
    "picture_views",
    "population_views",
    "presence_views",
    "proposal_views",
    "report_views",
    "review_views",
    "run_views",
    "split_views",
    "stance_views",
    "why_views",
]
