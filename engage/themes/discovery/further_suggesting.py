"""Which further themes a comment may have, from how comments stand since people began to review.

Suggested as ``ThemeAssigner.predict_several`` does: where comments with such a reading, none of
which the machine had seen, did have that theme often enough; the score is how often.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import ceil, log
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from engage.kernel.db import session
from engage.responses import counted_comments
from engage.themes.models import ClusteringRun, ThemeAct
from engage.themes.placed import assigned_comments, current_run_id, placed_comments
from engage.themes.reading import PlacedComment

if TYPE_CHECKING:
    from engage.engines.clustering import ThemeAssigner

MOST_LEARNED_FROM = 2_000
GROWTH = 1.25

Question = tuple[int, str]
Pairs = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class _Learned:
    """What was learned, and what it says of the comments that it was learned from."""

    assigner: "ThemeAssigner"
    said: dict[int, Pairs]


def suggest_further(question: Question, comments: Sequence[PlacedComment]) -> dict[int, Pairs]:
    """Comment to the further themes it may have, each with its score (0..1), the best first.

    Only for comments that the machine reads as being in the theme they stand in. Nothing before
    people have begun to review, and nothing where further themes can't be told well enough.
    """
    standing = [comment for comment in comments if comment.theme_id is not None]
    as_of = _as_of(question)
    learned = _learned(question, as_of) if as_of and standing else None
    if learned is None:
        return {}
    new = [comment for comment in standing if comment.id not in learned.said]
    read = learned.assigner.predict_several([c.text for c in new], [c.language for c in new])
    said = {comment.id: pairs for comment, pairs in zip(new, read, strict=True)}
    found: dict[int, Pairs] = {}
    for comment in standing:
        first, *further = said.get(comment.id) or learned.said.get(comment.id) or ((-1, 0.0),)
        if first[0] == comment.theme_id:
            pairs = tuple((theme, score) for theme, score in further if theme not in comment.themes)
            found |= {comment.id: pairs} if pairs else {}
    return found


def _as_of(question: Question) -> tuple[datetime, ...]:
    """The run and the act of review up to which was learned; empty before people did anything.

    It stays the same until there are a quarter more acts: not every key press means learning anew.
    """
    consultation_id, code = question
    acts = select(ThemeAct.acted_at).where(
        ThemeAct.consultation_id == consultation_id, ThemeAct.question_code == code
    )
    number = session().scalar(select(func.count()).select_from(acts.subquery())) or 0
    if not number:
        return ()
    step = int(GROWTH ** int(log(number) / log(GROWTH)))
    act = session().scalars(acts.order_by(ThemeAct.id).offset(step - 1).limit(1)).one()
    run = session().get(ClusteringRun, current_run_id(*question) or -1)
    return (act,) if run is None else (act, run.finished_at)


@lru_cache(maxsize=4)
def _learned(question: Question, as_of: tuple[datetime, ...]) -> _Learned | None:  # noqa: ARG001
    # what is learned is kept for a moment of the review, and forgotten for a later one
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import ThemeAssigner

    comments = counted_comments(*question)
    total = session().scalar(select(func.count()).select_from(comments)) or 0
    every = max(1, ceil(total / MOST_LEARNED_FROM))
    placed, assigned = placed_comments(*question), assigned_comments(*question)
    rows = session().execute(
        select(placed.c.id, placed.c.text, placed.c.language, placed.c.theme_id)
        .where(placed.c.theme_id.is_not(None), placed.c.id % every == 0)
        .order_by(placed.c.id)
    )
    known = [tuple(row) for row in rows]
    if not known:
        return None
    also: dict[int, list[int]] = {}
    further = select(assigned.c.id, assigned.c.theme_id).where(assigned.c.is_further)
    for number, theme_id in session().execute(further):
        also.setdefault(number, []).append(theme_id)
    assigner = ThemeAssigner().fit(
        [text for _, text, _, _ in known],
        [theme for *_, theme in known],
        [language for _, _, language, _ in known],
        [also.get(number, ()) for number, *_ in known],
    )
    said = {row[0]: pairs for row, pairs in zip(known, assigner.several_, strict=True) if pairs}
    return _Learned(assigner, said)
