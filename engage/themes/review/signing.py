"""A theme stands once a lead approves it, or two people where the consultation asks for two."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage.consultations import get_consultation
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session
from engage.kernel.errors import Conflict, message
from engage.themes.models import Theme, ThemeAct
from engage.themes.review.acting import Act, acting
from engage.themes.review.acts import open_theme, settle_comments
from engage.themes.reviewers.marks import count_opened
from engage.themes.workbench_models import ThemeSignature


@dataclass(frozen=True)
class Signature:
    """Who signed a theme as it stands now, and when."""

    actor_id: int
    actor_name: str
    signed_at: datetime


def approve_theme(actor: Actor, theme_id: int, version: int, reason: str = "") -> bool:
    """Say that a theme stands: needs may be written from it and the public may see it.

    Where the consultation asks for two people, the first one signs and the theme is in review
    until another signs the same version; so nobody approves alone what nobody else has seen.
    Gives whether it stands now. How many of its comments were opened goes on record, and so does
    the ``reason``. Raises ``Conflict`` for a second signature of the same person.
    """
    theme = open_theme(theme_id, version)
    if theme.state == "archived":
        raise Conflict(message("themes", "This theme has been merged or archived."))
    needs_two = get_consultation(theme.consultation_id).needs_two_signatures
    signed = _valid(theme)
    if needs_two and any(row.actor_id == actor.id for row in signed):
        raise Conflict(message("themes", "You have signed this theme. Now another person has to."))
    stands = not needs_two or bool(signed)
    name = "approve" if stands else "sign"
    opened = count_opened(theme.consultation_id, theme.question_code, theme_id)
    with acting(
        actor,
        name,
        theme,
        reason=reason,
        details={"opened": opened.comments, "of": opened.size},
        permission=Permission.APPROVE_THEMES,
    ) as act:
        act.change(theme, state="approved" if stands else "in_review")
        for row in signed:
            act.change(row, version=theme.version)
        if needs_two:
            _sign(act, actor, theme)
        settle_comments(actor, theme)
    return stands


def reopen_theme(actor: Actor, theme_id: int, version: int) -> None:
    """Take an approval back, to review the theme again; its signatures no longer hold."""
    theme = open_theme(theme_id, version)
    with acting(actor, "reopen", theme, permission=Permission.APPROVE_THEMES) as act:
        act.change(theme, state="in_review")
        settle_comments(actor, theme)


def list_signatures(theme_id: int) -> tuple[Signature, ...]:
    """Who signed a theme as it is now, the first first; older signatures no longer hold."""
    rows = _valid(session().get_one(Theme, theme_id))
    return tuple(Signature(row.actor_id, row.actor_name, row.signed_at) for row in rows)


def editors_of(theme_id: int) -> tuple[str, ...]:
    """The people who have worked on a theme's words, nesting or extent, by name."""
    theme = session().get_one(Theme, theme_id)
    acts = session().scalars(
        select(ThemeAct).where(
            ThemeAct.consultation_id == theme.consultation_id,
            ThemeAct.question_code == theme.question_code,
            ThemeAct.act.not_in(("approve", "sign", "reopen")),
            ThemeAct.undone_at.is_(None),
        )
    )
    names = {act.actor_name for act in acts if _is_about(act, theme_id)}
    return tuple(sorted(names))


def _is_about(act: ThemeAct, theme_id: int) -> bool:
    return any(one["table"] == "theme" and one["key"] == theme_id for one in act.changes)


def _valid(theme: Theme) -> list[ThemeSignature]:
    rows = session().scalars(
        select(ThemeSignature)
        .where(ThemeSignature.theme_id == theme.id, ThemeSignature.version == theme.version)
        .order_by(ThemeSignature.signed_at)
    )
    return list(rows)


def _sign(act: Act, actor: Actor, theme: Theme) -> None:
    assert actor.id is not None, "a signature has a person"
    row = session().get(ThemeSignature, (theme.id, actor.id), populate_existing=True)
    if row is not None:
        act.change(row, version=theme.version, signed_at=now())
    else:
        act.add(
            ThemeSignature(
                theme_id=theme.id,
                actor_id=actor.id,
                actor_name=actor.name,
                version=theme.version,
            )
        )
