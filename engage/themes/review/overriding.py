"""Whose decisions an act changes: nobody overrides another person without saying why.

Rows that one person sets name that person. Who gave a theme its words or its approval is told by
the acts themselves, the newest first. What the machine or the same person did is nobody else's.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from engage.kernel.actors import Actor
from engage.kernel.db import session
from engage.kernel.errors import EngageError, message
from engage.people import names_of
from engage.themes.models import ThemeAct

Question = tuple[int, str]

# rows that name who set them, and what that person decided by it
OWN_ROWS = MappingProxyType(
    {
        "placement": "placement",
        "further_theme": "placement",
        "theme_stance": "stance",
        "theme_nesting": "nesting",
        "released_quote": "release",
        "released_stance": "release",
    }
)
# columns whose last author the acts tell, and what was decided by them
COLUMNS = MappingProxyType(
    {
        "theme": {"label": "name", "description": "definition", "state": "approval"},
        "codebook_entry": {
            "includes": "definition",
            "excludes": "definition",
            "examples": "definition",
        },
        "campaign": {"state": "campaign"},
    }
)
# acts on comments alone say nothing of a theme's words or state
ON_COMMENTS = ("move", "no_theme", "add_theme", "set_stance", "clear_stance", "accept_stance")


@dataclass(frozen=True)
class Overridden:
    """What another person decided, and how often the act would change it."""

    kind: str
    name: str
    count: int = 1


class NeedsReason(EngageError):
    """The act changes what others decided; with ``actor.because(...)`` it may.

    Without a ``question`` it is about a comment wherever that stands.
    """

    status = 422

    def __init__(self, question: Question | None, others: Iterable[Overridden]) -> None:
        super().__init__(message("themes", "Say why you change what somebody else decided."))
        self.question = question
        self.others = tuple(others)

    @property
    def names(self) -> tuple[str, ...]:
        """Whose decisions they are, each once."""
        return tuple(sorted({one.name for one in self.others}))


def allow(
    question: Question | None, actor: Actor, others: Iterable[Overridden], reason: str
) -> list[str]:
    """The names of those who are overridden; raises ``NeedsReason`` where there is no reason."""
    known = tuple(others)
    if known and actor.id is not None and not reason:
        raise NeedsReason(question, known)
    return sorted({one.name for one in known})


def overridden(
    actor: Actor, question: Question, changes: Iterable[Mapping[str, Any]]
) -> tuple[Overridden, ...]:
    """What of other people's these changes would change; ``by`` in a change names a row's owner."""
    found: Counter[tuple[str, int]] = Counter()
    for change in changes:
        before, after = change["before"], change["after"]
        if before is None or before == after:
            continue
        kind, owner = OWN_ROWS.get(change["table"]), change.get("by")
        if kind and owner not in (None, actor.id):
            found[kind, owner] += 1
        for decided, author in _authors(question, change):
            if author is not None and author != actor.id:
                found[decided, author] = 1
    names = names_of(author for _kind, author in found)
    return tuple(
        Overridden(kind, names[author], count)
        for (kind, author), count in found.items()
        if author in names
    )


def _authors(question: Question, change: Mapping[str, Any]) -> Iterator[tuple[str, int | None]]:
    """Who gave these columns what the change would take from them."""
    table, before, after = change["table"], change["before"], change["after"] or {}
    columns = COLUMNS.get(table, {})
    touched = {name for name in columns if before[name] != after.get(name)}
    if table == "theme":
        touched = _of_theme(before, after, touched)
    for name in sorted(touched):
        if before[name]:
            yield columns[name], _author(question, change, name)


def _of_theme(before: Mapping[str, Any], after: Mapping[str, Any], touched: set[str]) -> set[str]:
    """Words that were approved are the approver's, too; a theme that goes is its namer's."""
    if after.get("state") == "archived":
        touched = touched | {"label"}
    if touched and before["state"] == "approved":
        return touched | {"state"}
    return touched - {"state"}


def _author(question: Question, change: Mapping[str, Any], column: str) -> int | None:
    """Who last set a column of a row; None where no person did."""
    acts = session().execute(
        select(ThemeAct.actor_id, ThemeAct.changes)
        .where(
            ThemeAct.consultation_id == question[0],
            ThemeAct.question_code == question[1],
            ThemeAct.act.not_in(ON_COMMENTS),
            ThemeAct.undone_at.is_(None),
        )
        .order_by(ThemeAct.id.desc())
    )
    for actor_id, changes in acts:
        for one in reversed(changes):
            if (one["table"], one["key"]) == (change["table"], change["key"]) and one["after"]:
                before = one["before"] or {}
                if before.get(column) != one["after"][column]:
                    return int(actor_id) if actor_id is not None else None
    return None
