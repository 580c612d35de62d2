"""One act of review: changes rows, remembers them as they were, goes on record, can be undone."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.audit import record
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, NotFound, message
from engage.themes.assignment_models import FurtherTheme
from engage.themes.models import (
    Campaign,
    ClusteringRun,
    Placement,
    SmallVoice,
    Suggestion,
    Theme,
    ThemeAct,
)
from engage.themes.placed import current_run_id
from engage.themes.review.acted_rows import TABLES, Row, key_of, remembered
from engage.themes.review.moving import move_back
from engage.themes.review.overriding import Overridden, allow, overridden
from engage.themes.review.settling import settle_responses
from engage.themes.runs.running import ask_for_telling

# where comments stand is told by rows of these tables, and by themes that were merged
MOVING = frozenset({"placement", "further_theme", "suggestion", "moved_suggestions"})
# what only who may approve can do, and so can undo
OF_APPROVERS = frozenset(
    {
        "approve",
        "sign",
        "accept_part",
        "reject_part",
        "reopen",
        "release_quote",
        "withhold_quote",
        "release_stance",
        "withhold_stance",
        "dismiss",
        "restore",
    }
)


class Act:
    """The changes of one act, in the order in which they were made."""

    def __init__(self, current: Session, actor: Actor) -> None:
        self.current = current
        self.actor = actor
        self.changes: list[dict[str, Any]] = []

    def change(self, row: Row, **values: Any) -> None:
        """Set columns of a row; a theme's version moves on."""
        before, owner = remembered(row), _owner(row)
        for name, value in values.items():
            setattr(row, name, value)
        self._touch(row)
        self._note(row, before, remembered(row), owner)

    def add(self, row: Row) -> None:
        """Add a row."""
        self.current.add(row)
        self.current.flush()
        self._note(row, None, remembered(row))

    def remove(self, row: Row, *, is_kept: bool = False) -> None:
        """Remove a row; ``is_kept`` says that another row goes on saying the same."""
        self._note(row, remembered(row), None, None if is_kept else _owner(row))
        self.current.delete(row)
        self.current.flush()

    def place(self, comment_id: int, theme_id: int | None) -> None:
        """Make a theme the comment's first, or say that it has none, in this person's name.

        Its further themes stay, but for this one; without a theme it has no further ones either.
        """
        row = self.current.get(Placement, comment_id)
        if row is None:
            self.add(Placement(comment_id=comment_id, theme_id=theme_id, actor_id=self.actor.id))
        else:
            self.change(row, theme_id=theme_id, actor_id=self.actor.id, placed_at=now())
        query = select(FurtherTheme).where(FurtherTheme.comment_id == comment_id)
        for further in self.current.scalars(query).all():
            if theme_id in (None, further.theme_id):
                self.remove(further, is_kept=theme_id is not None)

    @staticmethod
    def _touch(row: Row) -> None:
        if isinstance(row, Theme):
            row.version += 1
            row.is_touched = True

    def _note(
        self,
        row: Row,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
        owner: int | None = None,
    ) -> None:
        change = {"table": row.__tablename__, "key": key_of(row), "before": before, "after": after}
        self.changes.append(change | ({"by": owner} if owner else {}))


@contextmanager
def acting(
    actor: Actor,
    act: str,
    about: Theme | Campaign | SmallVoice,
    *,
    reason: str = "",
    details: Mapping[str, Any] = MappingProxyType({}),
    permission: Permission = Permission.REVIEW_THEMES,
) -> Iterator[Act]:
    """Change things as one act: one transaction, one line of audit, one step to undo.

    Raises ``NeedsReason`` where it changes what other people decided and nothing says why.
    """
    actor.require(permission)
    why, here = reason.strip() or actor.reason, (about.consultation_id, about.question_code)
    with transaction() as current:
        doing = Act(current, actor)
        yield doing
        others = allow(here, actor, overridden(actor, here, doing.changes), why)
        current.add(
            ThemeAct(
                consultation_id=about.consultation_id,
                question_code=about.question_code,
                actor_id=actor.id,
                actor_name=actor.name,
                act=act,
                changes=doing.changes,
            )
        )
        record(
            actor,
            f"{about.__tablename__}.{act}",
            (about.__tablename__, about.id),
            reason=why,
            details={"rows": len(doing.changes)} | _told(others) | dict(details),
        )
    if _moves_comments(doing.changes):
        ask_for_telling(*here)


def _owner(row: Row) -> int | None:
    """Who set a row, where it names that person."""
    return getattr(row, "actor_id", None)


def _told(others: list[str]) -> dict[str, Any]:
    return {"overrides": others} if others else {}


def last_act(consultation_id: int, question_code: str) -> ThemeAct | None:
    """The newest act that was not undone."""
    return session().scalar(
        select(ThemeAct)
        .where(
            ThemeAct.consultation_id == consultation_id,
            ThemeAct.question_code == question_code,
            ThemeAct.undone_at.is_(None),
        )
        .order_by(ThemeAct.id.desc())
        .limit(1)
    )


def may_undo(actor: Actor, act: ThemeAct) -> bool:
    """Whether this person may do, and so undo, such an act."""
    return actor.may(_needed(act))


def _needed(act: ThemeAct) -> Permission:
    is_theirs = act.act in OF_APPROVERS
    return Permission.APPROVE_THEMES if is_theirs else Permission.REVIEW_THEMES


def undo(actor: Actor, act_id: int) -> tuple[int, str]:
    """Put everything back as it was before an act; gives (consultation, question).

    Raises ``NotFound``, ``Conflict`` where it was undone before or somebody has changed the same
    things since, ``NeedsReason`` where it is another person's act and nothing says why.
    """
    actor.require(Permission.REVIEW_THEMES)
    with transaction() as current:
        done = current.get(ThemeAct, act_id)
        if done is None:
            raise NotFound(message("themes", "There is nothing to undo."))
        if done.undone_at is not None:
            raise Conflict(message("themes", "This has already been undone."))
        actor.require(_needed(done))
        question, changes = (done.consultation_id, done.question_code), done.changes
        theirs = [Overridden("act", done.actor_name)] if _is_theirs(actor, done) else []
        others = allow(question, actor, theirs, actor.reason)
        for change in reversed(done.changes):
            if change["table"] == "suggestion":
                _forget_suggestions(current, done, change)
            elif change["table"] == "moved_suggestions":
                move_back(current, change)
            else:
                _put_back(current, actor, change)
        settle_responses(actor, done.consultation_id)
        done.undone_at, done.undone_by = now(), actor.name
        details = {"act": done.act} | _told(others)
        record(actor, "theme.undo", ("theme_act", act_id), reason=actor.reason, details=details)
    if _moves_comments(changes):
        ask_for_telling(*question)
    return question


def _is_theirs(actor: Actor, act: ThemeAct) -> bool:
    return act.actor_id is not None and act.actor_id != actor.id


def _moves_comments(changes: Iterable[Mapping[str, Any]]) -> bool:
    """Whether themes may hold other comments than before."""
    return any(
        change["table"] in MOVING
        or (change["table"] == "theme" and _target(change["before"]) != _target(change["after"]))
        for change in changes
    )


def _target(theme: Mapping[str, Any] | None) -> int | None:
    return theme["merged_into_id"] if theme else None


def _put_back(current: Session, actor: Actor, change: dict[str, Any]) -> None:
    model = TABLES[change["table"]]
    key = tuple(change["key"]) if isinstance(change["key"], list) else change["key"]
    row: Row | None = current.get(model, key, populate_existing=True)
    before, after = change["before"], change["after"]
    if (None if row is None else remembered(row)) != after:
        raise Conflict(
            message("themes", "Somebody has changed this since, so it can't be undone any more.")
        )
    if row is None:
        names = (column.name for column in model.__table__.primary_key)
        keys = key if isinstance(key, tuple) else (key,)
        owner = change.get("by") or actor.id
        current.add(model(**dict(zip(names, keys, strict=True)), actor_id=owner, **before))
    elif before is None and isinstance(row, Theme):
        row.state = "archived"
        row.version += 1
    elif before is None:
        current.delete(row)
    else:
        for name, value in before.items():
            setattr(row, name, value)
        if change.get("by"):
            setattr(row, "actor_id", change["by"])  # noqa: B010 - only rows with an owner have "by"
        if isinstance(row, Theme):
            row.version += 1
    current.flush()


def _forget_suggestions(current: Session, done: ThemeAct, change: dict[str, Any]) -> None:
    """Comments that the machine was asked to place are new again."""
    if current_run_id(done.consultation_id, done.question_code) != change["key"]:
        raise Conflict(
            message("themes", "Somebody has changed this since, so it can't be undone any more.")
        )
    for start in range(0, len(change["after"]), 500):
        current.execute(
            delete(Suggestion).where(
                Suggestion.run_id == change["key"],
                Suggestion.comment_id.in_(change["after"][start : start + 500]),
            )
        )
    run = current.get_one(ClusteringRun, change["key"])
    run.figures = run.figures | {"drift": change["before"]}
