"""Surveys: drafts, published versions and their translated wording."""

from engage.surveys.begun import use_begun_counter
from engage.surveys.condition_showing import ConditionLine, condition_line, only_if
from engage.surveys.drafting import EditedDraft, get_draft
from engage.surveys.publishing import publish_version, save_draft
from engage.surveys.queries import (
    PublishedVersion,
    find_current_version,
    find_public_survey,
    get_version,
    list_versions,
)
from engage.surveys.sketching import sketch_of
from engage.surveys.translation.suggesters import find_suggester

__all__ = [
    "ConditionLine",
    "EditedDraft",
    "PublishedVersion",
    "condition_line",
    "find_current_version",
    "find_public_survey",
    "find_suggester",
    "get_draft",
    "get_version",
    "list_versions",
    "only_if",
    "publish_version",
    "save_draft",
    "sketch_of",
    "use_begun_counter",
]
