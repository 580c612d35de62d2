"""Somebody was quicker: who changed what, and both wordings side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from engage.kernel.languages import LocaleText, language
from engage.themes.reviewers.changes import list_changes
from engage.themes.reviewers.changes_showing import changes_in_words


@dataclass(frozen=True)
class Wording:
    """One text as it is now and as it was typed."""

    what: str
    lang: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Lost:
    """What happened since the form was opened; ``rows`` are the texts that differ."""

    sentences: tuple[str, ...]
    rows: tuple[Wording, ...]


def lost_race(
    theme_id: int, since: int, texts: Mapping[str, tuple[LocaleText, LocaleText]]
) -> Lost | None:
    """What others did since that version; None where nobody did anything.

    ``texts`` are, by their names for people, (as it is now, as it was typed).
    """
    changes = list_changes(theme_id, since)
    if not changes:
        return None
    rows = []
    for what, (theirs, yours) in texts.items():
        for code in dict.fromkeys((*theirs, *yours)):
            now, typed = theirs.get(code, "").strip(), yours.get(code, "").strip()
            if now != typed:
                rows.append(Wording(f"{what} ({language(code).name})", code, now, typed))
    return Lost(changes_in_words(changes), tuple(rows))
