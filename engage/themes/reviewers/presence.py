"""Who is on a theme now, and who has taken it to review. Neither keeps anybody from acting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, and_, delete, func, select, update

from engage.audit import record
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, NotFound, message
from engage.themes.models import Theme, ThemeAct
from engage.themes.review.overriding import Overridden, allow
from engage.themes.workbench_models import ThemeClaim, ThemePresence

STILL_HERE = timedelta(seconds=50)  # an open page says so every 15 seconds
CLAIM_HOLDS = timedelta(hours=2)  # so long after its person was last active on the theme
FORGOTTEN = CLAIM_HOLDS


@dataclass(frozen=True)
class Claim:
    """Who has taken a theme, since when, and when it is free again unless they come back.

    They are there while their page shows the theme, and whenever they act on its question.
    """

    actor_id: int
    actor_name: str
    claimed_at: datetime
    ends_at: datetime

    @property
    def is_over(self) -> bool:
        """Whether nothing was heard of them for ``CLAIM_HOLDS``."""
        return self.ends_at <= now()


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
        # the row stays: it tells when this person was last active, which a claim is kept by
        current.execute(
            update(ThemePresence)
            .where(ThemePresence.theme_id == theme_id, ThemePresence.actor_id == actor.id)
            .values(seen_at=now() - STILL_HERE)
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

    Raises ``NotFound``, and ``Conflict`` where somebody else has it, unless it is taken over; that
    goes on record, and raises ``NeedsReason`` where nothing says why.
    """
    actor.require(Permission.REVIEW_THEMES)
    with transaction() as current:
        theme = _theme(theme_id)
        held = find_claim(theme_id)
        if held is not None and not held.is_over and held.actor_id != actor.id:
            if not take_over:
                raise Conflict(
                    message(
                        "themes", "%(name)s has taken this theme to review.", name=held.actor_name
                    )
                )
            here = (theme.consultation_id, theme.question_code)
            allow(here, actor, [Overridden("claim", held.actor_name)], actor.reason)
            record(
                actor,
                "theme.take_over",
                ("theme", theme_id),
                reason=actor.reason,
                details={"from": held.actor_name},
            )
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
    """Theme to the person who has taken it, for those that somebody still has."""
    found = _claims(theme_ids)
    return {theme_id: claim for theme_id, claim in found.items() if not claim.is_over}


def find_claim(theme_id: int) -> Claim | None:
    """The last claim of a theme that was not given back, over or not."""
    return _claims([theme_id]).get(theme_id)


def _claims(theme_ids: Iterable[int]) -> dict[int, Claim]:
    rows = session().execute(
        select(ThemeClaim, ThemePresence.seen_at, _last_act())
        .outerjoin(
            ThemePresence,
            and_(
                ThemePresence.theme_id == ThemeClaim.theme_id,
                ThemePresence.actor_id == ThemeClaim.actor_id,
            ),
        )
        .where(ThemeClaim.theme_id.in_(list(theme_ids)))
        .execution_options(populate_existing=True)
    )
    found = {}
    for row, seen_at, acted_at in rows:
        active = max(moment for moment in (row.claimed_at, seen_at, acted_at) if moment)
        ends_at = active + CLAIM_HOLDS
        found[row.theme_id] = Claim(row.actor_id, row.actor_name, row.claimed_at, ends_at)
    return found


def _last_act() -> ScalarSelect[datetime]:
    """When the person of a claim last acted on the themes of its question."""
    return (
        select(func.max(ThemeAct.acted_at))
        .join(
            Theme,
            and_(
                Theme.consultation_id == ThemeAct.consultation_id,
                Theme.question_code == ThemeAct.question_code,
            ),
        )
        .where(Theme.id == ThemeClaim.theme_id, ThemeAct.actor_id == ThemeClaim.actor_id)
        .correlate(ThemeClaim)
        .scalar_subquery()
    )


def _theme(theme_id: int) -> Theme:
    theme = session().get(Theme, theme_id)
    if theme is None:
        raise NotFound(message("themes", "There is no such theme."))
    return theme
