"""Finding themes: a background job that repeats exactly and never overwrites a person."""

from collections.abc import Container
from typing import Any

from sqlalchemy import select

from engage.audit import record
from engage.consultations import get_consultation
from engage.kernel.actors import SYSTEM, Actor, Permission
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, message
from engage.kernel.jobs import JobContext, enqueue
from engage.responses import counted_comments, stream_comments
from engage.themes.campaigns.dismissing import keep_campaigns, look_for_campaigns
from engage.themes.discovery.picturing import draw_run
from engage.themes.discovery.small_voices import keep_voices, look_for_voices
from engage.themes.locks import Settled, settled_by_people
from engage.themes.models import ClusteringRun, Placement, Theme
from engage.themes.placed import current_run_id
from engage.themes.review.settling import settle_responses
from engage.themes.runs.anchors import asked_texts, survey_anchors
from engage.themes.runs.holding import HeldComments, held_comments
from engage.themes.runs.joining import (
    Joined,
    added_drift,
    join,
    new_comments,
    standing_of,
    suggest,
)
from engage.themes.runs.running import FIND_JOB, find_running
from engage.themes.runs.storing import (
    insert_suggestions,
    leanings_of,
    store_run,
    store_suggestions,
    store_themes,
    suggestions_of,
)
from engage.themes.runs.telling import tell_themes

JOB = FIND_JOB


def start_run(
    actor: Actor,
    consultation_id: int,
    question_code: str,
    n_themes: int | None = None,
    seed: int = 0,
) -> int:
    """Queue a run; gives the job's number.

    Raises ``NotFound`` for an unknown consultation, ``InvalidInput`` for a number of themes that
    makes no sense, ``Conflict`` where there is nothing to read or a run is already under way.
    """
    actor.require(Permission.REVIEW_THEMES)
    get_consultation(consultation_id)
    if n_themes is not None and not 2 <= n_themes <= 200:
        text = message("themes", "Ask for between 2 and 200 themes, or leave it to the machine.")
        raise InvalidInput(text, {"n_themes": text})
    with transaction():
        if find_running(consultation_id, question_code) is not None:
            raise Conflict(message("themes", "Themes are being found already."))
        if next(iter(stream_comments(actor, consultation_id, question_code)), None) is None:
            raise Conflict(message("themes", "There are no comments to read yet."))
        arguments = {
            "consultation_id": consultation_id,
            "question_code": question_code,
            "n_themes": n_themes,
            "seed": seed,
        }
        record(actor, "themes.run", ("consultation", consultation_id), details=arguments)
        return enqueue(JOB, arguments, actor.id)


def find_themes_job(context: JobContext, arguments: dict[str, Any]) -> dict[str, Any]:
    """Read the comments, find themes and campaigns, store all that in one transaction."""
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import ThemeFinder, usable_processes

    consultation_id = int(arguments["consultation_id"])
    question_code = str(arguments["question_code"])
    with held_comments(consultation_id, question_code) as (comments, folder):
        settled = settled_by_people(consultation_id, question_code)
        new = new_comments(consultation_id, question_code)
        where = standing_of(consultation_id, question_code)
        earlier = current_run_id(consultation_id, question_code)
        session().rollback()
        unsettled = comments.without(settled.theme_of)
        joined = join(comments, where, unsettled, folder / "joined", settled.theme_ids)
        free = comments.without(settled.theme_of.keys() | joined.theme_of.keys())
        context.report(0.05, "join")
        finder = ThemeFinder(
            n_themes=arguments["n_themes"],
            random_state=int(arguments["seed"]),
            anchors=survey_anchors(consultation_id),
            asked=asked_texts(consultation_id, question_code),
            processes=usable_processes(),
        )
        session().rollback()
        finder.fit(
            free.texts(),
            free.languages(),
            progress=lambda fraction, step: context.report(0.05 + 0.75 * fraction, step),
        )
        suggestions = suggestions_of(finder, free, folder)
        context.report(0.85, "campaigns")
        campaigns = look_for_campaigns(comments)
        context.report(0.9, "voices")
        voices = look_for_voices(comments)
        context.report(0.97, "store")
        with transaction():
            run = store_run(consultation_id, question_code, arguments, comments, finder)
            _note_joined(run, unsettled, new, joined)
            numbers = store_themes(run, finder)
            store_suggestions(run.id, suggestions, numbers)
            suggest(run.id, (row for row in joined.rows if row[1] is not None))
            _carry_over(run, settled)
            _archive_untouched(run, settled.theme_ids | set(numbers.values()))
            keep_campaigns(consultation_id, question_code, campaigns)
            keep_voices(consultation_id, question_code, voices)
            leanings, leaning = leanings_of(suggestions, numbers, settled, joined, comments)
            draw_run(run, leanings, leaning, earlier)
            settle_responses(SYSTEM, consultation_id)
            count = run.comment_count
        tell_themes(consultation_id, question_code)
    return {"run_id": run.id, "themes": finder.n_themes_, "comments": count}


def _note_joined(
    run: ClusteringRun, unsettled: HeldComments, new: Container[int], joined: Joined
) -> None:
    """With the run: how many comments joined themes that people keep, and how well new ones fit."""
    noted: dict[str, Any] = {"joined": len(joined.theme_of)}
    if joined.assigner is not None:
        arrived = [comment.id for comment in unsettled.only(new)]
        noted["arrived"] = added_drift(None, arrived, joined)
    run.figures = run.figures | noted


def _carry_over(run: ClusteringRun, settled: Settled) -> None:
    """What people settled stays; the new run repeats it so that every comment has a row."""
    comment = counted_comments(run.consultation_id, run.question_code)
    placed = set(
        session().scalars(
            select(Placement.comment_id).join(comment, comment.c.id == Placement.comment_id)
        )
    )
    insert_suggestions(
        {
            "run_id": run.id,
            "comment_id": comment_id,
            "theme_id": theme_id,
            "score": 1.0,
            "candidates": [],
            "marks": [],
        }
        for comment_id, theme_id in settled.theme_of.items()
        if comment_id not in placed or theme_id is not None
    )


def _archive_untouched(run: ClusteringRun, kept: frozenset[int] | set[int]) -> None:
    """Drafts of earlier runs that nobody worked on make way for the new ones."""
    old = session().scalars(
        select(Theme).where(
            Theme.consultation_id == run.consultation_id,
            Theme.question_code == run.question_code,
            Theme.state == "draft",
            Theme.is_touched.is_(False),
            Theme.id.not_in(kept),
        )
    )
    for theme in old:
        theme.state = "archived"


def latest_run(consultation_id: int, question_code: str) -> ClusteringRun | None:
    """The run whose suggestions are shown now."""
    run_id = current_run_id(consultation_id, question_code)
    return session().get(ClusteringRun, run_id) if run_id is not None else None
