"""Comments that arrive after a run: they join what stands, nothing moves, drift is told."""

import pytest
from flask import Flask

from engage.app import JOBS
from engage.audit import list_entries
from engage.kernel.actors import SYSTEM
from engage.kernel.errors import Conflict, Forbidden
from engage.kernel.jobs import run_next
from engage.surveys import PublishedVersion
from engage.themes import (
    CommentFilter,
    ThemeSummary,
    approve_theme,
    get_theme,
    get_totals,
    list_comments,
    list_themes,
    start_joining,
    start_run,
)
from engage.themes.discovery.picturing import find_picture
from engage.themes.placed import ANY, UNPLACED
from engage.themes.review.acting import last_act, undo
from engage.themes.review.acts import move_comments
from engage.themes.runs.finding import latest_run
from engage.themes.runs.joining import Drift, count_new, drift_of
from engage.themes.runs.telling import get_extract
from tests.engines.clustering.made_comments import made_comments
from tests.factories import make_actor, make_consultation, make_response, publish_sample_survey

Q = "q_change"
STRANGE = "Zither quartets rehearse beneath saffron canopies {n} whilst quokkas juggle."


@pytest.fixture
def version(both_databases_app: Flask) -> PublishedVersion:
    return publish_sample_survey(make_consultation().id)


def make_themes(version: PublishedVersion, each: int = 24) -> tuple[ThemeSummary, ...]:
    """Four subjects in varied words: templated ones would teach the machine nothing."""
    for text in made_comments(per_subject=each)[0]:
        make_response(version, q_change=text)
    start_run(SYSTEM, version.consultation_id, Q, n_themes=4)
    _work()
    return list_themes(version.consultation_id, Q)


def _work() -> None:
    while run_next(JOBS):
        pass


def _placed(version: PublishedVersion) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    page = 1
    while True:
        chosen = CommentFilter(standing=ANY, page=page)
        shown = list_comments(version.consultation_id, Q, chosen)
        found |= {comment.id: comment.theme_id for comment in shown.comments}
        if page >= shown.pages:
            return found
        page += 1


def _theme_of(version: PublishedVersion, words: str) -> ThemeSummary:
    shown = list_comments(version.consultation_id, Q, CommentFilter(standing=ANY, words=words))
    theme_id = shown.comments[0].theme_id
    assert theme_id is not None
    return get_theme(theme_id)


def _arrive(version: PublishedVersion, words: str, numbers: range) -> None:
    if words == STRANGE:
        said = [words.format(n=number) for number in numbers]
    else:
        texts, subjects = made_comments(per_subject=len(numbers), seed=9)
        said = [text for text, name in zip(texts, subjects, strict=True) if name == words]
    for text in said:
        make_response(version, q_change=text)


def test_new_comments_join_at_once_and_the_old_stay(version: PublishedVersion) -> None:
    make_themes(version)
    buses, before = _theme_of(version, "bus timetable"), _placed(version)
    _arrive(version, "buses", range(900, 910))
    _arrive(version, STRANGE, range(3))
    assert count_new(version.consultation_id, Q) == 13
    lead = make_actor("analyst")
    start_joining(lead, version.consultation_id, Q)
    with pytest.raises(Conflict):
        start_joining(lead, version.consultation_id, Q)
    _work()
    after = _placed(version)
    assert {number: after[number] for number in before} == before
    assert get_theme(buses.id).size == buses.size + 10
    strange = CommentFilter(standing=UNPLACED, words="quokkas")
    assert list_comments(version.consultation_id, Q, strange).total == 3
    assert count_new(version.consultation_id, Q) == 0
    totals = get_totals(version.consultation_id, Q)
    assert totals.comments == totals.in_themes + totals.no_theme + totals.unplaced == 109
    assert "themes.join" in {entry.act for entry in list_entries(SYSTEM, limit=20)}


def test_placing_new_comments_can_be_undone_and_done_again(version: PublishedVersion) -> None:
    make_themes(version)
    before = _placed(version)
    _arrive(version, "parks", range(900, 905))
    start_joining(make_actor("analyst"), version.consultation_id, Q)
    _work()
    joined = _placed(version)
    done = last_act(version.consultation_id, Q)
    assert done is not None and done.act == "join"
    undo(SYSTEM, done.id)
    assert count_new(version.consultation_id, Q) == 5
    assert {number: theme for number, theme in _placed(version).items() if theme} == {
        number: theme for number, theme in before.items() if theme
    }
    assert drift_of(latest_run(version.consultation_id, Q)) is None
    start_joining(make_actor("analyst"), version.consultation_id, Q)
    _work()
    assert _placed(version) == joined


def test_drift_is_measured_and_a_run_proposed(version: PublishedVersion) -> None:
    make_themes(version)
    _arrive(version, "housing", range(900, 910))
    start_joining(make_actor("analyst"), version.consultation_id, Q)
    _work()
    found = drift_of(latest_run(version.consultation_id, Q))
    assert found is not None and found.comments == 10 and found.now < 0.2 and not found.is_large
    _arrive(version, STRANGE, range(20))
    start_joining(make_actor("analyst"), version.consultation_id, Q)
    _work()
    found = drift_of(latest_run(version.consultation_id, Q))
    assert found is not None and found.comments == 30 and found.now > 0.6 and found.is_large
    assert not Drift(10, 0.9, 0.0).is_large
    assert not Drift(100, 0.14, 0.05).is_large


def test_a_new_run_first_offers_comments_to_the_themes_that_people_keep(
    version: PublishedVersion,
) -> None:
    make_themes(version)
    buses = _theme_of(version, "bus timetable")
    approve_theme(SYSTEM, buses.id, buses.version)
    rents = _theme_of(version, "landlord rent")
    gone = list_comments(version.consultation_id, Q, CommentFilter(theme_id=rents.id)).comments[0]
    move_comments(SYSTEM, [gone.id], None, (version.consultation_id, Q))
    _arrive(version, "buses", range(900, 906))
    start_run(SYSTEM, version.consultation_id, Q, n_themes=2, seed=3)
    _work()
    assert get_theme(buses.id).size == buses.size + 6
    others = [t for t in list_themes(version.consultation_id, Q) if t.id != buses.id]
    assert others and all(theme.state == "draft" for theme in others)
    for theme in others:
        shown = list_comments(version.consultation_id, Q, CommentFilter(theme_id=theme.id))
        assert sum("bus" in comment.text.split() for comment in shown.comments) <= 2
    assert _placed(version)[gone.id] is None
    run = latest_run(version.consultation_id, Q)
    assert run is not None and run.figures["joined"] == 6
    assert run.figures["arrived"]["comments"] == 6


def test_nothing_new_is_nothing_to_place(version: PublishedVersion) -> None:
    with pytest.raises(Conflict):
        start_joining(make_actor("analyst"), version.consultation_id, Q)
    make_themes(version, each=6)
    with pytest.raises(Conflict):
        start_joining(make_actor("analyst"), version.consultation_id, Q)
    with pytest.raises(Forbidden):
        start_joining(make_actor("auditor"), version.consultation_id, Q)


def test_a_theme_is_told_in_its_own_sentences_word_for_word(version: PublishedVersion) -> None:
    themes = make_themes(version)
    for theme in themes:
        extract = get_extract(theme.id)
        assert 3 <= len(extract.sentences) <= 5
        assert extract.comment_count == theme.size
        for sentence in extract.sentences:
            chosen = CommentFilter(theme_id=theme.id, comment_id=sentence.comment_id)
            (comment,) = list_comments(version.consultation_id, Q, chosen).comments
            assert sentence.text in comment.text and sentence.language == comment.language
    shown = list_comments(version.consultation_id, Q, CommentFilter(theme_id=themes[0].id))
    moved = [comment.id for comment in shown.comments][: themes[0].size - 4]
    move_comments(SYSTEM, moved, themes[1].id, (version.consultation_id, Q))
    assert get_extract(themes[0].id).sentences == ()
    before = get_extract(themes[1].id)
    assert before.is_stale and before.is_busy and before.comment_count == themes[1].size
    assert before.sentences
    while run_next(JOBS):
        pass
    again = get_extract(themes[1].id)
    assert again.comment_count == get_theme(themes[1].id).size and again.sentences
    assert not again.is_stale and not again.is_busy
    done = last_act(version.consultation_id, Q)
    assert done is not None
    undo(SYSTEM, done.id)
    assert get_extract(themes[1].id).is_busy


def test_the_picture_stays_put_from_run_to_run(version: PublishedVersion) -> None:
    themes = make_themes(version)
    for theme in themes:
        approve_theme(SYSTEM, theme.id, get_theme(theme.id).version)
    first = find_picture(version.consultation_id, Q)
    assert first is not None and first.comment_count == len(first.dots)
    assert {circle.theme.id for circle in first.circles} == {theme.id for theme in themes}
    assert all(len(circle.nearest) == 2 for circle in first.circles)
    _arrive(version, "parks", range(900, 904))
    start_run(SYSTEM, version.consultation_id, Q)
    _work()
    second = find_picture(version.consultation_id, Q)
    assert second is not None
    at = {circle.theme.id: (circle.x, circle.y) for circle in first.circles}
    for circle in second.circles:
        if circle.theme.id in at:
            x, y = at[circle.theme.id]
            assert abs(circle.x - x) < 0.35 and abs(circle.y - y) < 0.35
    assert find_picture(version.consultation_id, "q_street") is None
