"""New comments join the themes that stand, as suggestions; nothing that was placed moves."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import and_, func, insert, select
from sqlalchemy.sql import Select

from engage.audit import record
from engage.kernel.actors import SYSTEM, Actor, Permission
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, message
from engage.kernel.jobs import JobContext, enqueue
from engage.kernel.spooling import Spool
from engage.responses import StoredComment, counted_comments
from engage.themes.models import ClusteringRun, Placement, Suggestion, ThemeAct
from engage.themes.placed import NO_THEME, current_run_id, placed_comments
from engage.themes.review.settling import settle_responses
from engage.themes.runs.holding import HeldComments, held_comments
from engage.themes.runs.running import JOIN_JOB, find_running
from engage.themes.runs.telling import tell_themes

if TYPE_CHECKING:
    from engage.engines.clustering import ThemeAssigner

MOST_LEARNED_FROM = 20_000
FEWEST_FOR_DRIFT = 20
DRIFT = 0.1
NOWHERE = -1
BATCH = 1000
T = TypeVar("T")


@dataclass(frozen=True)
class Joined:
    """Where comments were suggested to go: comment to theme and score; the rest fit none.

    ``rows`` hold for each comment that was asked about its number, theme (or None), score, leanings
    and marks, in a file. ``before`` is the share of the earlier comments that, held out, would have
    fitted none.
    """

    theme_of: Mapping[int, tuple[int, float]]
    fit_none: frozenset[int]
    before: float
    rows: Spool
    allowed: frozenset[int]
    assigner: "ThemeAssigner | None"

    def leanings(self, comments: Iterable[StoredComment]) -> dict[int, list[list[float]]]:
        """What these comments lean to, of the themes that take comments."""
        if self.assigner is None:
            return {}
        return {
            number: leaning
            for batch in _batches(comments)
            for number, leaning in _leanings(self.assigner, batch, self.allowed)
        }


@dataclass(frozen=True)
class Drift:
    """How often comments that came later fit no theme, against how often the earlier ones did."""

    comments: int
    now: float
    before: float

    @property
    def is_large(self) -> bool:
        """Whether it is time to look for new themes."""
        return self.comments >= FEWEST_FOR_DRIFT and self.now - self.before > DRIFT


def count_new(consultation_id: int, question_code: str) -> int:
    """How many comments have arrived since the current run that nothing and nobody has placed."""
    query = _new(consultation_id, question_code).with_only_columns(func.count())
    return session().scalar(query) or 0


def drift_of(run: ClusteringRun | None) -> Drift | None:
    """What was measured when comments last joined the themes of this run."""
    found = run.figures.get("drift") if run is not None else None
    if not found or not found["comments"]:
        return None
    return Drift(found["comments"], found["left"] / found["comments"], found["before"])


def start_joining(actor: Actor, consultation_id: int, question_code: str) -> int:
    """Queue the placing of new comments; gives the job's number.

    Raises ``Conflict`` where there are none, or the question is being worked on.
    """
    actor.require(Permission.REVIEW_THEMES)
    with transaction():
        if find_running(consultation_id, question_code) is not None:
            raise Conflict(message("themes", "Themes are being found already."))
        number = count_new(consultation_id, question_code)
        if not number or current_run_id(consultation_id, question_code) is None:
            raise Conflict(message("themes", "There are no new comments to place."))
        details = {"consultation_id": consultation_id, "question_code": question_code}
        record(
            actor,
            "themes.join",
            ("consultation", consultation_id),
            details=details | {"comments": number},
        )
        who = {"actor_name": actor.name, "actor_id": actor.id}
        return enqueue(JOIN_JOB, details | who, actor.id)


def join_comments_job(context: JobContext, arguments: dict[str, Any]) -> dict[str, Any]:
    """Suggest a theme for each new comment; what fits none waits for a person."""
    consultation_id = int(arguments["consultation_id"])
    question_code = str(arguments["question_code"])
    with held_comments(consultation_id, question_code) as (comments, folder):
        run_id = current_run_id(consultation_id, question_code)
        asked = comments.only(new_comments(consultation_id, question_code))
        where = standing_of(consultation_id, question_code)
        session().rollback()
        context.report(0.1, "learn")
        joined = join(comments, where, asked, folder / "joined")
        context.report(0.8, "store")
        numbers = [row[0] for row in joined.rows]
        with transaction() as current:
            run = current.get_one(ClusteringRun, run_id)
            before = run.figures.get("drift")
            suggest(run.id, joined.rows)
            run.figures = run.figures | {"drift": added_drift(before, numbers, joined)}
            current.add(_act(arguments, run.id, before, numbers))
            settle_responses(SYSTEM, consultation_id, {one.response_id for one in asked})
    tell_themes(consultation_id, question_code)
    return {"comments": len(numbers), "joined": len(joined.theme_of)}


def _act(
    arguments: Mapping[str, Any], run_id: int, before: dict[str, Any] | None, numbers: list[int]
) -> ThemeAct:
    return ThemeAct(
        consultation_id=int(arguments["consultation_id"]),
        question_code=str(arguments["question_code"]),
        actor_id=arguments["actor_id"],
        actor_name=arguments["actor_name"],
        act="join",
        changes=[
            {"table": "suggestion", "key": run_id, "before": before, "after": sorted(numbers)}
        ],
    )


def standing_of(consultation_id: int, question_code: str) -> dict[int, int]:
    """Comment to the theme it stands in, or ``NOWHERE`` where a person said that it has none."""
    placed = placed_comments(consultation_id, question_code)
    rows = session().execute(select(placed.c.id, placed.c.theme_id, placed.c.standing))
    return {
        int(row.id): NOWHERE if row.theme_id is None else int(row.theme_id)
        for row in rows
        if row.theme_id is not None or row.standing == NO_THEME
    }


def join(
    comments: HeldComments,
    where: Mapping[int, int],
    asked: Iterable[StoredComment],
    path: Path,
    allowed: Iterable[int] | None = None,
) -> Joined:
    """Where ``asked`` comments go, learned from ``where`` all ``comments`` stand.

    ``allowed`` are the themes that take comments (all when None). A batch of comments is held at a
    time, and those that are learned from; the answers go to the file ``path``.
    """
    may_take = frozenset(set(where.values()) - {NOWHERE} if allowed is None else allowed)
    assigner = learned(comments, where) if may_take else None
    theme_of: dict[int, tuple[int, float]] = {}
    fit_none: set[int] = set()

    def rows() -> Iterator[list[Any]]:
        for batch in _batches(asked):
            for label, row in _read(assigner, batch, may_take):
                if row[1] is not None:
                    theme_of[row[0]] = (row[1], row[2])
                if label == NOWHERE:
                    fit_none.add(row[0])
                yield row

    spool = Spool(path, rows())
    before = 0.0 if assigner is None else float(assigner.unplaced_)
    return Joined(theme_of, frozenset(fit_none), before, spool, may_take, assigner)


def _batches(comments: Iterable[StoredComment]) -> Iterator[list[StoredComment]]:
    waiting = iter(comments)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _read(
    assigner: "ThemeAssigner | None", batch: Sequence[StoredComment], may_take: frozenset[int]
) -> Iterator[tuple[int | None, list[Any]]]:
    """For each comment the theme that the machine read, if it reads, and the row to store."""
    if assigner is None:
        yield from ((None, [comment.id, None, 0.0, [], []]) for comment in batch)
        return
    labels, scores = assigner.predict([c.text for c in batch], [c.language for c in batch])
    leanings = dict(_leanings(assigner, batch, may_take))
    for comment, label, score in zip(batch, labels.tolist(), scores.tolist(), strict=True):
        leaning = leanings[comment.id]
        if label in may_take:
            spans = assigner.marked_words(comment.text, label, comment.language)
            marks = [[int(start), int(end)] for start, end in spans]
            yield label, [comment.id, label, float(score), leaning, marks]
        else:
            yield label, [comment.id, None, 0.0, leaning, []]


def _leanings(
    assigner: "ThemeAssigner", batch: Sequence[StoredComment], may_take: frozenset[int]
) -> Iterator[tuple[int, list[list[float]]]]:
    found = assigner.candidates([c.text for c in batch], [c.language for c in batch])
    for comment, leaning in zip(batch, found, strict=True):
        yield comment.id, [[theme, score] for theme, score in leaning if theme in may_take]


def learned(comments: HeldComments, where: Mapping[int, int]) -> "ThemeAssigner | None":
    """An assigner that has read what stands; None where there is nothing to tell apart.

    A language with one theme only is left out: there, every comment would seem to fit.
    """
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import ThemeAssigner

    themes: dict[str, set[int]] = {}
    for comment in comments.only(where):
        themes.setdefault(comment.language, set()).add(where[comment.id])
    known = [c.id for c in comments.only(where) if len(themes[c.language]) > 1]
    chosen = list(comments.only(frozenset(evenly(known, MOST_LEARNED_FROM))))
    if not chosen:
        return None
    return ThemeAssigner().fit(
        [comment.text for comment in chosen],
        [where[comment.id] for comment in chosen],
        [comment.language for comment in chosen],
    )


def evenly(items: Sequence[T], most: int) -> list[T]:
    """At most so many items, from all over the sequence."""
    if len(items) <= most:
        return list(items)
    return [items[at * len(items) // most] for at in range(most)]


def added_drift(
    before: dict[str, Any] | None, asked: Collection[int], joined: Joined
) -> dict[str, Any]:
    """The drift with these comments counted in."""
    known = before or {"comments": 0, "left": 0}
    return {
        "comments": known["comments"] + len(asked),
        "left": known["left"] + sum(number in joined.fit_none for number in asked),
        "before": round(joined.before, 4),
    }


def suggest(run_id: int, rows: Iterable[list[Any]]) -> None:
    """Store the rows of ``Joined`` in the caller's transaction, so many at a time."""
    names = ("comment_id", "theme_id", "score", "candidates", "marks")
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        session().execute(
            insert(Suggestion),
            [{"run_id": run_id, **dict(zip(names, row, strict=True))} for row in batch],
        )


def new_comments(consultation_id: int, question_code: str) -> set[int]:
    """The comments that have arrived since the current run."""
    return set(session().scalars(_new(consultation_id, question_code)))


def _new(consultation_id: int, question_code: str) -> Select[int]:
    comment = counted_comments(consultation_id, question_code)
    run_id = current_run_id(consultation_id, question_code) or -1
    return (
        select(comment.c.id)
        .outerjoin(
            Suggestion,
            and_(Suggestion.comment_id == comment.c.id, Suggestion.run_id == run_id),
        )
        .outerjoin(Placement, Placement.comment_id == comment.c.id)
        .where(Suggestion.comment_id.is_(None), Placement.comment_id.is_(None))
    )
