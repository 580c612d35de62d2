"""Who changed what of a theme since somebody opened it, from the acts themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engage.kernel.db import session
from engage.themes.models import Theme, ThemeAct

LOOKED_BACK = 200


@dataclass(frozen=True)
class Change:
    """An act on a theme, or its undoing; what the theme's columns were and became."""

    actor_name: str
    act: str
    at: datetime
    is_undo: bool
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def list_changes(theme_id: int, since: int) -> tuple[Change, ...]:
    """What happened to a theme since that version of it, the oldest first.

    Every act moves the version on by one for each change it makes, and so does its undoing: going
    back from the newest, the steps are counted until they account for the difference.
    """
    theme = session().get(Theme, theme_id)
    if theme is None:
        return ()
    acts = session().scalars(
        select(ThemeAct)
        .where(
            ThemeAct.consultation_id == theme.consultation_id,
            ThemeAct.question_code == theme.question_code,
        )
        .order_by(ThemeAct.id.desc())
        .limit(LOOKED_BACK)
    )
    events = sorted(
        (event for act in acts for event in _events(act, theme_id)),
        key=lambda event: event[1].at,
        reverse=True,
    )
    missing, found = theme.version - since, []
    for steps, change in events:
        if missing <= 0:
            break
        missing -= steps
        found.append(change)
    return tuple(reversed(found))


def _events(act: ThemeAct, theme_id: int) -> Iterator[tuple[int, Change]]:
    """An act, and its undoing where there was one, each with the versions that it took."""
    own = [c for c in act.changes if c["table"] == "theme" and c["key"] == theme_id]
    if not own:
        return
    first, last = own[0]["before"] or {}, own[-1]["after"] or {}
    changed = sum(change["before"] is not None for change in own)
    yield changed, Change(act.actor_name, act.act, act.acted_at, False, first, last)
    if act.undone_at is not None:
        yield len(own), Change(act.undone_by, act.act, act.undone_at, True, last, first)
