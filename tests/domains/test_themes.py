"""Themes: found by the machine, settled by people, never overwritten, always undoable."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from engage.app import JOBS
from engage.kernel import jobs
from engage.kernel.actors import SYSTEM
from engage.kernel.errors import Conflict, Forbidden, InvalidInput
from engage.kernel.jobs import get_job, run_next
from engage.surveys import PublishedVersion
from engage.themes import (
    CommentFilter,
    ThemeSummary,
    approve_theme,
    get_theme,
    get_totals,
    list_comments,
    list_released_quotes,
    list_themes,
    merge_theme,
    release_quote,
    rename_theme,
    start_run,
)
from engage.themes.review.acting import last_act, undo
from engage.themes.review.acts import move_comments, withhold_quote
from engage.themes.review.splitting import split_theme
from tests.app_fixtures import SECRET
from tests.factories import make_actor, make_consultation, make_response, publish_sample_survey
from tests.factories.themes import make_themes

ROOT = Path(__file__).resolve().parents[2]
Q = "q_change"
KILLED_AT_ITS_FIRST_REPORT = """
import os, signal
from engage.cli import main
from engage.kernel.jobs import JobContext
JobContext.report = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main()
"""


@pytest.fixture
def version(app: Flask) -> PublishedVersion:
    return publish_sample_survey(make_consultation().id)


@pytest.fixture
def themes(version: PublishedVersion) -> tuple[ThemeSummary, ...]:
    return make_themes(version)


def _adds_up(consultation_id: int) -> bool:
    totals = get_totals(consultation_id, Q)
    sizes = sum(theme.size for theme in list_themes(consultation_id, Q))
    whole = totals.in_themes + totals.no_theme + totals.unplaced
    return totals.comments == whole and sizes == totals.in_themes


def _comments(theme: ThemeSummary) -> list[int]:
    page = list_comments(theme.consultation_id, Q, CommentFilter(theme_id=theme.id))
    return [comment.id for comment in page.comments]


def test_three_subjects_become_three_themes_and_every_comment_is_accounted_for(
    themes: tuple[ThemeSummary, ...],
) -> None:
    assert len(themes) == 3
    totals = get_totals(themes[0].consultation_id, Q)
    assert totals.comments == 72
    assert totals.in_themes > 65  # the machine may leave a few to a person
    assert _adds_up(themes[0].consultation_id)


def test_each_act_can_be_undone(themes: tuple[ThemeSummary, ...]) -> None:
    consultation_id = themes[0].consultation_id
    first, second, third = themes
    acts = [
        lambda: rename_theme(SYSTEM, first.id, get_theme(first.id).version, {"en": "Buses"}, {}),
        lambda: merge_theme(SYSTEM, second.id, get_theme(second.id).version, first.id),
        lambda: split_theme(
            SYSTEM, third.id, get_theme(third.id).version, _comments(third)[:3], {"en": "New"}
        ),
        lambda: move_comments(SYSTEM, _comments(first)[:2], third.id, (consultation_id, Q)),
        lambda: move_comments(SYSTEM, _comments(first)[:2], None, (consultation_id, Q)),
        lambda: approve_theme(SYSTEM, first.id, get_theme(first.id).version),
    ]
    for act in acts:
        before = {theme.id: (theme.size, theme.label, theme.state) for theme in _listed(themes)}
        act()
        assert _adds_up(consultation_id)
        done = last_act(consultation_id, Q)
        assert done is not None
        undo(SYSTEM, done.id)
        after = {theme.id: (theme.size, theme.label, theme.state) for theme in _listed(themes)}
        assert after == before, done.act


def _listed(themes: tuple[ThemeSummary, ...]) -> tuple[ThemeSummary, ...]:
    return list_themes(themes[0].consultation_id, Q)


def test_undo_refuses_when_somebody_changed_the_same_since(
    themes: tuple[ThemeSummary, ...],
) -> None:
    theme = themes[0]
    rename_theme(SYSTEM, theme.id, theme.version, {"en": "One"}, {})
    done = last_act(theme.consultation_id, Q)
    rename_theme(SYSTEM, theme.id, get_theme(theme.id).version, {"en": "Two"}, {})
    assert done is not None
    with pytest.raises(Conflict):
        undo(SYSTEM, done.id)
    assert get_theme(theme.id).label == {"en": "Two"}


def test_two_reviewers_do_not_lose_each_others_edits(themes: tuple[ThemeSummary, ...]) -> None:
    theme = themes[0]
    rename_theme(SYSTEM, theme.id, theme.version, {"en": "Mine"}, {})
    with pytest.raises(Conflict):
        rename_theme(SYSTEM, theme.id, theme.version, {"en": "Yours"}, {})


def test_a_new_run_keeps_what_people_decided(
    version: PublishedVersion, themes: tuple[ThemeSummary, ...]
) -> None:
    kept, other = themes[0], themes[1]
    rename_theme(SYSTEM, kept.id, kept.version, {"en": "Kept"}, {})
    approve_theme(SYSTEM, kept.id, get_theme(kept.id).version)
    moved = _comments(other)[0]
    move_comments(SYSTEM, [moved], kept.id, (version.consultation_id, Q))
    members = set(_all_comments(kept.id))
    make_response(version, q_change="A late bus after nine for shift workers on route 99.")
    start_run(SYSTEM, version.consultation_id, Q, n_themes=2, seed=5)
    while run_next(JOBS):
        pass
    assert get_theme(kept.id).label == {"en": "Kept"}
    assert members <= set(_all_comments(kept.id))
    assert _adds_up(version.consultation_id)
    assert other.id not in {theme.id for theme in list_themes(version.consultation_id, Q)}


def _all_comments(theme_id: int) -> list[int]:
    theme = get_theme(theme_id)
    first = list_comments(theme.consultation_id, Q, CommentFilter(theme_id=theme_id))
    found = []
    for number in range(1, first.pages + 1):
        chosen = CommentFilter(theme_id=theme_id, page=number)
        found += [c.id for c in list_comments(theme.consultation_id, Q, chosen).comments]
    return found


def test_the_same_seed_gives_the_same_themes(version: PublishedVersion) -> None:
    first = {theme.label["en"]: theme.size for theme in make_themes(version)}
    start_run(SYSTEM, version.consultation_id, Q, n_themes=3)
    while run_next(JOBS):
        pass
    again = list_themes(version.consultation_id, Q)
    assert {theme.label["en"]: theme.size for theme in again} == first


def test_a_quote_is_word_for_word_or_refused(themes: tuple[ThemeSummary, ...]) -> None:
    theme = themes[0]
    comment = list_comments(theme.consultation_id, Q, CommentFilter(theme_id=theme.id)).comments[0]
    with pytest.raises(InvalidInput):
        release_quote(SYSTEM, comment.id, theme.id, "Something nobody ever said")
    words = comment.text.split()
    released = f"{words[0]} {words[1]} […] {words[-1]}"
    release_quote(SYSTEM, comment.id, theme.id, released)
    assert [quote.text for quote in list_released_quotes(theme.consultation_id)[theme.id]] == [
        released
    ]
    withhold_quote(SYSTEM, comment.id)
    assert list_released_quotes(theme.consultation_id) == {}


def test_an_analyst_reviews_and_only_a_lead_approves(themes: tuple[ThemeSummary, ...]) -> None:
    analyst, auditor = make_actor("analyst"), make_actor("auditor")
    rename_theme(analyst, themes[0].id, themes[0].version, {"en": "By an analyst"}, {})
    with pytest.raises(Forbidden):
        approve_theme(analyst, themes[0].id, get_theme(themes[0].id).version)
    with pytest.raises(Forbidden):
        rename_theme(auditor, themes[1].id, themes[1].version, {"en": "No"}, {})


def test_a_run_without_comments_is_refused(version: PublishedVersion) -> None:
    with pytest.raises(Conflict):
        start_run(SYSTEM, version.consultation_id, Q)


def test_a_cancelled_run_leaves_nothing(version: PublishedVersion) -> None:
    make_response(version)
    job_id = start_run(SYSTEM, version.consultation_id, Q)
    jobs.cancel(job_id)
    assert not run_next(JOBS)
    assert get_job(job_id).state == "cancelled"
    assert list_themes(version.consultation_id, Q) == ()


def test_the_job_of_a_killed_worker_is_taken_up_again(
    app: Flask, version: PublishedVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(300):
        make_response(version, q_change=f"Comment {number} about buses, parks and rents {number}")
    job_id = start_run(SYSTEM, version.consultation_id, Q)
    environ = {
        "ENGAGE_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "ENGAGE_SECRET_KEY": SECRET,
        "ENGAGE_ENVIRONMENT": "test",
    }
    command = [sys.executable, "-c", KILLED_AT_ITS_FIRST_REPORT, "work"]
    worker = subprocess.run(command, cwd=ROOT, env=os.environ | environ, check=False)
    assert worker.returncode == -signal.SIGKILL
    jobs.session().rollback()
    assert get_job(job_id).state == "running"
    monkeypatch.setattr(jobs, "SILENT_AFTER", timedelta(0))
    assert run_next(JOBS)
    assert (get_job(job_id).state, get_job(job_id).attempts) == ("done", 2)
    assert _adds_up(version.consultation_id)
