"""The pages of themes, each kind in a module of its own, on one blueprint."""

from engage.themes import (
    act_views,
    campaign_views,
    codebook_views,
    coding_views,
    discovery_views,
    export_views,
    groups_views,
    picture_views,
    presence_views,
    report_views,
    review_views,
    run_views,
    split_views,
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
    "groups_views",
    "jobs",
    "picture_views",
    "presence_views",
    "report_views",
    "review_views",
    "run_views",
    "split_views",
]
