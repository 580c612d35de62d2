"""Themes: found by the machine, settled by people, each act on record."""

from engage.themes.proposals.proposing import propose_job
from engage.themes.queries import (
    Quote,
    ThemeSummary,
    Totals,
    find_themes,
    get_theme,
    get_totals,
    list_questions,
    list_released_quotes,
    list_themes,
    themes_of_comments,
)
from engage.themes.reading import CommentFilter, PlacedComment, list_comments
from engage.themes.review.acts import merge_theme, move_comments, release_quote, rename_theme
from engage.themes.review.signing import approve_theme
from engage.themes.runs.finding import JOB, find_themes_job, start_run
from engage.themes.runs.joining import join_comments_job, start_joining
from engage.themes.runs.running import JOIN_JOB, PROPOSE_JOB, TELL_JOB
from engage.themes.runs.telling import tell_job
from engage.themes.stances.acts import list_released_stances
from engage.themes.stances.sides import StanceCounts

__all__ = [
    "JOB",
    "JOIN_JOB",
    "PROPOSE_JOB",
    "TELL_JOB",
    "CommentFilter",
    "PlacedComment",
    "Quote",
    "StanceCounts",
    "ThemeSummary",
    "Totals",
    "approve_theme",
    "find_themes",
    "find_themes_job",
    "get_theme",
    "get_totals",
    "join_comments_job",
    "list_comments",
    "list_questions",
    "list_released_quotes",
    "list_released_stances",
    "list_themes",
    "merge_theme",
    "move_comments",
    "propose_job",
    "release_quote",
    "rename_theme",
    "start_joining",
    "start_run",
    "tell_job",
    "themes_of_comments",
]
