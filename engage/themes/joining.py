"""New comments join the themes that stand, as suggestions; nothing that was placed moves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import and_, func, insert, select
from sqlalchemy.sql import Select

from engage.audit import record
from engage.kernel.actors import SYSTEM, Actor, Permission
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, message
from engage.kernel.jobs import JobContext, enqueue
from engage.responses import StoredComment, counted_comments, stream_comments
from engage.themes.models import ClusteringRun, Placement, Suggestion, ThemeAct
from engage.themes.placed import NO_THEME, current_run_id, placed_comments
from engage.themes.running import JOIN_JOB, find_running
from engage.themes.settling import settle_responses
from engage.themes.telling import tell_themes

if TYPE_CHECKING:
    from engage.engines.clustering import ThemeAssigner

MOST_LEARNED_FROM = 20_000
FEWEST_FOR_DRIFT = 20
DRIFT = 0.1
NOWHERE = -1
T = TypeVar("T")


@dataclass(frozen=True)
class Joined:
    """Where comments were suggested to go: comment to theme and score; the rest fit none.

    ``before`` is the share of the earlier comments that, held out, would have fitted none.
    """

    theme_of: Mapping[int, tuple[int, float]]
    candidates: Mapping[int, list[list[float]]]
    marks: Mapping[int, list[list[int]]]
    fit_none: frozenset[int]
    before: float


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
    run_id = current_run_id(consultation_id, question_code)
    new = new_comments(consultation_id, question_code)
    comments = list(stream_comments(SYSTEM, consultation_id, question_code))
    where = standing_of(consultation_id, question_code)
    session().rollback()
    asked = [comment for comment in comments if comment.id in new]
    context.report(0.1, "learn")
    joined = join(comments, where, asked)
    context.report(0.8, "store")
    with transaction() as current:
        run = current.get_one(ClusteringRun, run_id)
        before = run.figures.get("drift")
        suggest(run.id, asked, joined)
        run.figures = run.figures | {"drift": added_drift(before, asked, joined)}
        current.add(
            ThemeAct(
                consultation_id=consultation_id,
                question_code=question_code,
                actor_id=arguments["actor_id"],
                actor_name=arguments["actor_name"],
                act="join",
                changes=[
                    {
                        "table": "suggestion",
                        "key": run.id,
                        "before": before,
                        "after": sorted(comment.id for comment in asked),
                    }
                ],
            )
        )
        settle_responses(SYSTEM, consultation_id, {comment.response_id for comment in asked})
    tell_themes(consultation_id, question_code)
    return {"comments": len(asked), "joined": len(joined.theme_of)}


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
    comments: Iterable[StoredComment],
    where: Mapping[int, int],
    asked: Iterable[StoredComment],
    allowed: Iterable[int] | None = None,
) -> Joined:
    """Where ``asked`` comments go, learned from ``where`` all ``comments`` stand.

    ``allowed`` are the themes that take comments (all when None). Candidates are given for all
    ``comments``.
    """
    may_take = set(where.values()) - {NOWHERE} if allowed is None else set(allowed)
    assigner = learned(comments, where) if may_take else None
    if assigner is None:
        return Joined({}, {}, {}, frozenset(), 0.0)
    labels, scores = assigner.predict([c.text for c in asked], [c.language for c in asked])
    leanings = assigner.candidates([c.text for c in comments], [c.language for c in comments])
    theme_of: dict[int, tuple[int, float]] = {}
    marks: dict[int, list[list[int]]] = {}
    for comment, label, score in zip(asked, labels.tolist(), scores.tolist(), strict=True):
        if label in may_take:
            theme_of[comment.id] = (label, float(score))
            spans = assigner.marked_words(comment.text, label, comment.language)
            marks[comment.id] = [[int(start), int(end)] for start, end in spans]
    candidates = {
        comment.id: [[theme, score] for theme, score in leaning if theme in may_take]
        for comment, leaning in zip(comments, leanings, strict=True)
    }
    left = frozenset(
        comment.id for comment, label in zip(asked, labels, strict=True) if label == NOWHERE
    )
    return Joined(theme_of, candidates, marks, left, float(assigner.unplaced_))


def learned(comments: Iterable[StoredComment], where: Mapping[int, int]) -> "ThemeAssigner | None":
    """An assigner that has read what stands; None where there is nothing to tell apart.

    A language with one theme only is left out: there, every comment would seem to fit.
    """
    # loaded where it is used: the web process starts faster and smaller without scikit-learn
    from engage.engines.clustering import ThemeAssigner

    known = [comment for comment in comments if comment.id in where]
    themes: dict[str, set[int]] = {}
    for comment in known:
        themes.setdefault(comment.language, set()).add(where[comment.id])
    known = [comment for comment in known if len(themes[comment.language]) > 1]
    known = evenly(known, MOST_LEARNED_FROM)
    if not known:
        return None
    return ThemeAssigner().fit(
        [comment.text for comment in known],
        [where[comment.id] for comment in known],
        [comment.language for comment in known],
    )


def evenly(items: Sequence[T], most: int) -> list[T]:
    """At most so many items, from all over the sequence."""
    if len(items) <= most:
        return list(items)
    return [items[at * len(items) // most] for at in range(most)]


def added_drift(
    before: dict[str, Any] | None, asked: Sequence[StoredComment], joined: Joined
) -> dict[str, Any]:
    """The drift with these comments counted in."""
    known = before or {"comments": 0, "left": 0}
    return {
        "comments": known["comments"] + len(asked),
        "left": known["left"] + sum(comment.id in joined.fit_none for comment in asked),
        "before": round(joined.before, 4),
    }


def suggest(run_id: int, asked: Iterable[StoredComment], joined: Joined) -> None:
    """Store where these comments go, in the caller's transaction; None where they fit no theme."""
    rows: list[dict[str, Any]] = []
    for comment in asked:
        theme_id, score = joined.theme_of.get(comment.id, (None, 0.0))
        rows.append(
            {
                "run_id": run_id,
                "comment_id": comment.id,
                "theme_id": theme_id,
                "score": score,
                "candidates": joined.candidates.get(comment.id, []),
                "marks": joined.marks.get(comment.id, []),
            }
        )
    for start in range(0, len(rows), 1000):
        session().execute(insert(Suggestion), rows[start : start + 1000])


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
