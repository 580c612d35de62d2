"""Moving comments between themes as the machine's suggestion, so that a step back restores them.

What a person placed is never touched: a suggestion gives way to a placement.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.kernel.errors import Conflict, message
from engage.themes.models import Suggestion

FEW = 500

# comment, score and marks (None: as they are)
Moved = tuple[int, float | None, list[list[int]] | None]


def move_suggestions(
    current: Session, run_id: int, theme_id: int, moved: Sequence[Moved]
) -> dict[str, Any]:
    """Suggest this theme for these comments; gives the change as an act remembers it."""
    rows = _rows(current, run_id, [number for number, _score, _marks in moved])
    before: list[list[Any]] = []
    for number, score, marks in moved:
        row = rows.get(number)
        if row is None:
            before.append([number, None, None, None])
            current.add(
                Suggestion(
                    run_id=run_id,
                    comment_id=number,
                    theme_id=theme_id,
                    score=score or 0.0,
                    candidates=[],
                    marks=marks or [],
                )
            )
            continue
        before.append([number, row.theme_id, row.score, row.marks])
        row.theme_id = theme_id
        row.score = row.score if score is None else score
        row.marks = row.marks if marks is None else marks
    current.flush()
    return {"table": "moved_suggestions", "key": run_id, "before": before, "after": theme_id}


def move_back(current: Session, change: dict[str, Any]) -> None:
    """Put suggestions back as they were; raises ``Conflict`` where they were changed since."""
    rows = _rows(current, change["key"], [number for number, *_rest in change["before"]])
    for number, theme_id, score, marks in change["before"]:
        row = rows.get(number)
        if row is None or row.theme_id != change["after"]:
            raise Conflict(
                message(
                    "themes", "Somebody has changed this since, so it can't be undone any more."
                )
            )
        if score is None:
            current.delete(row)
        else:
            row.theme_id, row.score, row.marks = theme_id, score, marks
    current.flush()


def _rows(current: Session, run_id: int, comment_ids: Sequence[int]) -> dict[int, Suggestion]:
    found: dict[int, Suggestion] = {}
    for start in range(0, len(comment_ids), FEW):
        query = select(Suggestion).where(
            Suggestion.run_id == run_id,
            Suggestion.comment_id.in_(comment_ids[start : start + FEW]),
        )
        found |= {row.comment_id: row for row in current.scalars(query)}
    return found
