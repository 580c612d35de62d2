"""The rows that acts of review change, and what is remembered of each to put it back."""

from typing import Any

from engage.themes.assignment_models import FurtherTheme, ReleasedStance, ThemeStance
from engage.themes.codebook.models import CodebookEntry
from engage.themes.coding.models import CodedAgain
from engage.themes.models import Campaign, Placement, ReleasedQuote, SmallVoice, Theme
from engage.themes.proposals.models import ProposedPart
from engage.themes.workbench_models import ThemeNesting, ThemeSignature

Row = (
    Theme
    | Placement
    | FurtherTheme
    | ThemeStance
    | ReleasedStance
    | ReleasedQuote
    | Campaign
    | SmallVoice
    | CodebookEntry
    | CodedAgain
    | ThemeNesting
    | ThemeSignature
    | ProposedPart
)
TABLES: dict[str, type[Any]] = {
    "theme": Theme,
    "placement": Placement,
    "further_theme": FurtherTheme,
    "theme_stance": ThemeStance,
    "released_stance": ReleasedStance,
    "released_quote": ReleasedQuote,
    "campaign": Campaign,
    "small_voice": SmallVoice,
    "codebook_entry": CodebookEntry,
    "coded_again": CodedAgain,
    "theme_nesting": ThemeNesting,
    "theme_signature": ThemeSignature,
    "proposed_part": ProposedPart,
}
REMEMBERED: dict[str, tuple[str, ...]] = {
    "theme": ("label", "description", "state", "merged_into_id", "is_touched"),
    "placement": ("theme_id",),
    "further_theme": (),
    "theme_stance": ("stance", "was_suggested"),
    "released_stance": (),
    "released_quote": ("theme_id", "text"),
    "campaign": ("state",),
    "small_voice": ("state",),
    "codebook_entry": ("includes", "excludes", "examples"),
    "coded_again": ("settled_as", "settled_by"),
    "theme_nesting": ("parent_id",),
    "theme_signature": ("version",),
    "proposed_part": ("state", "decided_by"),
}


def remembered(row: Row) -> dict[str, Any]:
    """What an act may have to put back of a row."""
    return {name: getattr(row, name) for name in REMEMBERED[row.__tablename__]}


def key_of(row: Row) -> int | list[int]:
    """Its primary key as JSON has it."""
    keys = [getattr(row, column.name) for column in row.__table__.primary_key]
    return keys if len(keys) > 1 else keys[0]
