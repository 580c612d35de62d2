"""Themes: found by the machine, settled by people, each act on record."""

from engage.themes.finding import JOB, find_themes_job, start_run
from engage.themes.queries import (
    CommentFilter,
    Quote,
    ThemeSummary,
    Totals,
    get_theme,
    get_totals,
    list_comments,
    list_questions,
    list_released_quotes,
    list_themes,
    themes_of_comments,
)
from engage.themes.review import approve_theme, merge_theme, release_quote, rename_theme

__all__ = [
    "JOB",
    "CommentFilter",
    "Quote",
    "ThemeSummary",
    "Totals",
    "approve_theme",
    "find_themes_job",
    "get_theme",
    "get_totals",
    "list_comments",
    "list_questions",
    "list_released_quotes",
    "list_themes",
    "merge_theme",
    "release_quote",
    "rename_theme",
    "start_run",
    "themes_of_comments",
]
