"""Comments in another language, written by a person; a machine may only suggest.

What somebody wrote is never changed: a translation is a row of its own, with who wrote it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engage.audit import record
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import InvalidInput, message
from engage.kernel.languages import STAFF_LOCALES
from engage.responses import get_comment
from engage.surveys import find_suggester
from engage.themes.review.overriding import Overridden, allow
from engage.themes.workbench_models import CommentTranslation


@dataclass(frozen=True)
class Translation:
    """A comment in another language; ``suggested_by`` is empty where no machine had a part."""

    comment_id: int
    language: str
    text: str
    suggested_by: str
    actor_name: str
    written_at: datetime


@dataclass(frozen=True)
class Suggested:
    """What the installed suggester says, and its name."""

    text: str
    name: str


def write_translation(
    actor: Actor, comment_id: int, language: str, text: str, suggested_by: str = ""
) -> None:
    """Store what a comment says in another language; an empty text takes it away.

    Raises ``InvalidInput`` for a language that is no language of staff, or the comment's own,
    ``NeedsReason`` where other words of another person stand there and nothing says why.
    """
    actor.require(Permission.REVIEW_THEMES)
    comment = get_comment(comment_id)
    if language not in STAFF_LOCALES or language == comment.language:
        wrong = message("themes", "Choose another language than the comment’s own.")
        raise InvalidInput(wrong, {"language": wrong})
    words = text.strip()
    with transaction() as current:
        row = current.get(CommentTranslation, (comment_id, language), populate_existing=True)
        if row is None and not words:
            return
        theirs = []
        if row is not None and row.actor_id not in (None, actor.id) and row.text != words:
            theirs = [Overridden("translation", row.actor_name)]
        others = allow(None, actor, theirs, actor.reason)
        details: dict[str, Any] = {"language": language, "suggested_by": suggested_by}
        details |= {"overrides": others} if others else {}
        about, reason = ("comment", comment_id), actor.reason
        if not words:
            current.delete(row)
            record(actor, "comment.translation_removed", about, reason=reason, details=details)
            return
        current.merge(
            CommentTranslation(
                comment_id=comment_id,
                language=language,
                text=words,
                suggested_by=suggested_by,
                actor_id=actor.id,
                actor_name=actor.name,
                written_at=now(),
            )
        )
        record(actor, "comment.translate", about, reason=reason, details=details)


def translations_of(comment_ids: Iterable[int], language: str) -> dict[int, Translation]:
    """The translations of these comments into a language, by comment."""
    rows = session().scalars(
        select(CommentTranslation).where(
            CommentTranslation.language == language,
            CommentTranslation.comment_id.in_(list(comment_ids)),
        )
    )
    return {row.comment_id: _shown(row) for row in rows}


def list_translations(comment_id: int) -> tuple[Translation, ...]:
    """All translations of a comment."""
    rows = session().scalars(
        select(CommentTranslation)
        .where(CommentTranslation.comment_id == comment_id)
        .order_by(CommentTranslation.language)
    )
    return tuple(_shown(row) for row in rows)


def suggest_translation(comment_id: int, language: str) -> Suggested | None:
    """What the suggester that is installed proposes; None without one, or where it says nothing."""
    suggester = find_suggester()
    if suggester is None:
        return None
    comment = get_comment(comment_id)
    text = suggester.suggest(comment.text, comment.language, language).strip()
    return Suggested(text, suggester.name) if text else None


def _shown(row: CommentTranslation) -> Translation:
    return Translation(
        row.comment_id,
        row.language,
        row.text,
        row.suggested_by,
        row.actor_name,
        row.written_at,
    )
