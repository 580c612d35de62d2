"""The orders in which comments are read, and which come before and after one of them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Subquery, and_, case, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from engage.kernel.db import session

SHORT = 25  # characters; a word or two is typical of many things

Key = tuple[Any, ...]


@dataclass(frozen=True)
class ReadingOrder:
    """What comments are sorted by, each with whether it falls; no two have the same ``Key``."""

    placed: Subquery
    parts: tuple[tuple[ColumnElement[Any], bool], ...]

    def sorting(self, *, backwards: bool = False) -> tuple[ColumnElement[Any], ...]:
        """For ``order_by``."""
        return tuple(
            part.desc() if falls != backwards else part.asc() for part, falls in self.parts
        )

    def key_of(self, comment_id: int, theme_id: int | None) -> Key | None:
        """Where a comment comes, whether or not it is one of those chosen; None: it is nowhere.

        What stands in several themes comes in ``theme_id`` as that theme has it.
        """
        is_wanted = self.placed.c.theme_id == theme_id if theme_id else ~self.placed.c.is_further
        found = session().execute(
            select(*(part for part, _ in self.parts))
            .where(self.placed.c.id == comment_id)
            .order_by(case((is_wanted, 0), else_=1))
            .limit(1)
        )
        row = found.first()
        return tuple(row) if row else None

    def beyond(self, key: Key, *, backwards: bool = False) -> ColumnElement[bool]:
        """That a comment comes after the one with this key (before it: ``backwards``)."""
        steps = []
        for number, (part, falls) in enumerate(self.parts):
            same = [one == value for (one, _), value in zip(self.parts[:number], key, strict=False)]
            further = part < key[number] if falls != backwards else part > key[number]
            steps.append(and_(*same, further))
        return or_(*steps)


def reading_order(placed: Subquery, name: str) -> ReadingOrder:
    """The order of that name, most typical first where there is none."""
    columns = placed.c
    is_short = case((func.length(columns.text) < SHORT, 1), else_=0)
    by_person = case((columns.is_by_person, 1), else_=0)
    orders: dict[str, tuple[tuple[ColumnElement[Any], bool], ...]] = {
        "typical": ((is_short, False), (columns.score, True), (columns.id, False)),
        "unusual": ((columns.score, False), (columns.id, False)),
        "uncertain": ((by_person, False), (columns.score, False), (columns.id, False)),
        "newest": ((columns.id, True),),
    }
    return ReadingOrder(placed, orders.get(name, orders["typical"]))
