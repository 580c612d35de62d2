"""Who is on a theme now, and who has taken it to review. Neither keeps anybody from acting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from engage.audit import record
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, NotFound, message
from engage.themes.models import Theme
from engage.themes.workbench_models import ThemeClaim, ThemePresence

STILL_HERE = timedelta(seconds=50)  # an open page says so every 15 seconds
FORGOTTEN = timedelta(hours=1)


@dataclass(frozen=True)
class Claim:
    """Who has taken a theme, and since when."""

    actor_id: int
    actor_name: str
    claimed_at: datetime


def note_presence(actor: Actor, theme_id: int) -> None:
    """Say that this person's page shows a theme; raises ``NotFound``."""
    actor.require(Permission.SEE_THEMES)
    if actor.id is None:
        return
    with transaction() as current:
        _theme(theme_id)
        current.execute(delete(ThemePresence).where(ThemePresence.seen_at < now() - FORGOTTEN))
        current.merge(
            ThemePresence(
                theme_id=theme_id, actor_id=actor.id, actor_name=actor.name, seen_at=now()
            )
        )


def leave_theme(actor: Actor, theme_id: int) -> None:
    """Say that this person's page no longer shows a theme."""
    actor.require(Permission.SEE_THEMES)
    with transaction() as current:
        current.execute(
            delete(ThemePresence).where(
                ThemePresence.theme_id == theme_id, ThemePresence.actor_id == actor.id
            )
        )


def who_else_is_here(actor: Actor, theme_id: int) -> tuple[str, ...]:
    """The names of the others whose page shows the theme now."""
    rows = session().scalars(
        select(ThemePresence.actor_name)
        .where(
            ThemePresence.theme_id == theme_id,
            ThemePresence.actor_id != (actor.id or 0),
            ThemePresence.seen_at > now() - STILL_HERE,
        )
        .order_by(ThemePresence.actor_name)
    )
    return tuple(rows)


def claim_theme(actor: Actor, theme_id: int, *, take_over: bool = False) -> None:
    """Take a theme to review, so that others see who is at it.

    Raises ``Conflict`` where somebody else has it, unless it is taken over; that goes on record.
    """
    actor.require(Permission.REVIEW_THEMES)
    with transaction() as current:
        _theme(theme_id)
        row = current.get(ThemeClaim, theme_id, populate_existing=True)
        if row is not None and row.actor_id != actor.id:
            if not take_over:
                raise Conflict(
                    message(
                        "themes", "%(name)s has taken this theme to review.", name=row.actor_name
                    )
                )
            details = {"from": row.actor_name}
            record(actor, "theme.take_over", ("theme", theme_id), details=details)
        if actor.id is not None:
            current.merge(
                ThemeClaim(
                    theme_id=theme_id, actor_id=actor.id, actor_name=actor.name, claimed_at=now()
                )
            )


def release_claim(actor: Actor, theme_id: int) -> None:
    """Give a theme back that this person has taken."""
    actor.require(Permission.REVIEW_THEMES)
    with transaction() as current:
        current.execute(
            delete(ThemeClaim).where(
                ThemeClaim.theme_id == theme_id, ThemeClaim.actor_id == actor.id
            )
        )


def claims_of(theme_ids: Iterable[int]) -> dict[int, Claim]:
    """Theme to the person who has taken it, for those that somebody has."""
    rows = session().scalars(select(ThemeClaim).where(ThemeClaim.theme_id.in_(list(theme_ids))))
    return {row.theme_id: Claim(row.actor_id, row.actor_name, row.claimed_at) for row in rows}


def _theme(theme_id: int) -> Theme:
    theme = session().get(Theme, theme_id)
    if theme is None:
        raise NotFound(message("themes", "There is no such theme."))
    return theme
