"""A comment in several themes: added, taken out, moved, merged, undone; every total reconciles."""

import pytest
from flask import Flask

from engage.audit import list_entries
from engage.kernel.actors import SYSTEM
from engage.kernel.errors import Conflict, Forbidden, InvalidInput
from engage.publishing.following import follow
from engage.surveys import find_current_version
from engage.themes import (
    CommentFilter,
    approve_theme,
    get_theme,
    get_totals,
    list_comments,
    list_themes,
    merge_theme,
    themes_of_comments,
)
from engage.themes.export.coded_comments import export_comments
from engage.themes.locks import settled_by_people
from engage.themes.review.acting import last_act, undo
from engage.themes.review.acts import move_comments
from engage.themes.review.assigning import add_theme
from engage.themes.review.splitting import split_theme
from tests.factories import make_actor, make_consultation, make_response, publish_sample_survey
from tests.factories.placed import Question, make_theme, place

Q = "q_change"


@pytest.fixture
def question(app: Flask) -> Question:
    version = publish_sample_survey(make_consultation().id)
    for number in range(12):
        make_response(version, q_change=f"Buses and trees, please, says number {number}.")
    return version.consultation_id, Q


def _all(question: Question) -> list[int]:
    page = list_comments(*question, CommentFilter(standing="any", order="newest"))
    return sorted(comment.id for comment in page.comments)


def _members(theme_id: int) -> list[int]:
    theme = get_theme(theme_id)
    found = list_comments(theme.consultation_id, Q, CommentFilter(theme_id=theme_id))
    return sorted(comment.id for comment in found.comments)


def _undo_last(question: Question) -> None:
    done = last_act(*question)
    assert done is not None
    undo(SYSTEM, done.id)


def test_sizes_count_assignments_and_totals_count_comments(question: Question) -> None:
    ids = _all(question)
    buses = place(question, "Buses", ids[:8]).id
    trees = place(question, "Trees", ids[8:]).id
    assert add_theme(SYSTEM, trees, ids[:3], question) == 3
    totals = get_totals(*question)
    assert (totals.comments, totals.in_themes, totals.in_several) == (12, 12, 3)
    assert totals.assignments == sum(theme.size for theme in list_themes(*question)) == 15
    assert (get_theme(buses).size, get_theme(trees).size) == (8, 7)
    shown = list_comments(*question, CommentFilter(theme_id=trees, comment_id=ids[0])).comments[0]
    assert shown.themes == (buses, trees)
    assert list_comments(*question, CommentFilter(standing="any")).total == 12


def test_adding_a_theme_is_one_act_on_record_and_one_step_back(question: Question) -> None:
    ids = _all(question)
    place(question, "Buses", ids[:8])
    trees = make_theme(question, "Trees")
    before = len(list_entries(SYSTEM, limit=500))
    add_theme(SYSTEM, trees, ids[:5], question)
    assert len(list_entries(SYSTEM, limit=500)) == before + 1
    assert list_entries(SYSTEM, limit=1)[0].act == "theme.add_theme"
    _undo_last(question)
    assert get_theme(trees).size == 0
    assert get_totals(*question).in_several == 0


def test_a_comment_without_a_theme_gets_it_as_its_first(question: Question) -> None:
    ids = _all(question)
    trees = make_theme(question, "Trees")
    add_theme(SYSTEM, trees, ids[:2], question)
    totals = get_totals(*question)
    assert (totals.in_themes, totals.unplaced, totals.in_several) == (2, 10, 0)


def test_what_stands_there_already_is_refused_and_so_is_another_question(
    question: Question,
) -> None:
    ids = _all(question)
    buses = place(question, "Buses", ids[:8]).id
    with pytest.raises(InvalidInput):
        add_theme(SYSTEM, buses, ids[:2], question)
    with pytest.raises(InvalidInput):
        add_theme(SYSTEM, buses, [], question)
    with pytest.raises(Conflict):
        add_theme(SYSTEM, buses, ids[:2], (question[0], "q_other"))
    with pytest.raises(Forbidden):
        add_theme(make_actor("auditor"), buses, ids[8:], question)


def test_taking_a_comment_out_of_one_theme_leaves_it_in_the_other(question: Question) -> None:
    ids = _all(question)
    buses = place(question, "Buses", ids[:8]).id
    trees = make_theme(question, "Trees")
    add_theme(SYSTEM, trees, ids[:3], question)
    move_comments(SYSTEM, [ids[0]], None, question, trees)
    assert (ids[0] in _members(buses), ids[0] in _members(trees)) == (True, False)
    move_comments(SYSTEM, [ids[1]], None, question, buses)
    assert (ids[1] in _members(buses), ids[1] in _members(trees)) == (False, True)
    assert get_totals(*question).no_theme == 0
    _undo_last(question)
    assert ids[1] in _members(buses) and ids[1] in _members(trees)
    move_comments(SYSTEM, [ids[1]], None, question)
    assert get_totals(*question).no_theme == 1
    _undo_last(question)
    assert ids[1] in _members(buses) and ids[1] in _members(trees)


def test_moving_out_of_the_second_theme_keeps_the_first(question: Question) -> None:
    ids = _all(question)
    buses = place(question, "Buses", ids[:8]).id
    trees, rents = make_theme(question, "Trees"), make_theme(question, "Rents")
    add_theme(SYSTEM, trees, ids[:3], question)
    move_comments(SYSTEM, ids[:1], rents, question, trees)
    assert themes_now(question, ids[0]) == (buses, rents)
    move_comments(SYSTEM, ids[1:2], trees, question, buses)
    assert themes_now(question, ids[1]) == (trees,)


def themes_now(question: Question, comment_id: int) -> tuple[int, ...]:
    chosen = CommentFilter(standing="any", comment_id=comment_id)
    return list_comments(*question, chosen).comments[0].themes


def test_merging_two_themes_of_a_comment_counts_it_once(question: Question) -> None:
    ids = _all(question)
    buses = place(question, "Buses", ids[:8]).id
    trees = place(question, "Trees", ids[8:]).id
    add_theme(SYSTEM, trees, ids[:3], question)
    merge_theme(SYSTEM, buses, get_theme(buses).version, trees)
    assert get_theme(trees).size == 12
    assert get_totals(*question).in_several == 0
    move_comments(SYSTEM, ids[:1], None, question, trees)
    assert get_totals(*question).no_theme == 1
    _undo_last(question)
    _undo_last(question)
    assert (get_theme(buses).size, get_theme(trees).size) == (8, 7)


def test_splitting_takes_the_second_theme_and_leaves_the_first(question: Question) -> None:
    ids = _all(question)
    buses = place(question, "Buses", ids[:8]).id
    trees = make_theme(question, "Trees")
    add_theme(SYSTEM, trees, ids[:4], question)
    new = split_theme(SYSTEM, trees, get_theme(trees).version, ids[:2], {"en": "Shade"})
    assert themes_now(question, ids[0]) == (buses, new)
    assert get_theme(trees).size == 2


def test_a_receipt_shows_all_themes_and_the_export_has_them(question: Question) -> None:
    version = find_current_version(question[0])
    assert version is not None
    accepted = make_response(version, q_change="Buses and rents.")
    ids = _all(question)
    buses = place(question, "Buses", ids).id
    rents = make_theme(question, "Rents")
    add_theme(SYSTEM, rents, ids[-1:], question)
    for theme_id in (buses, rents):
        approve_theme(SYSTEM, theme_id, get_theme(theme_id).version)
    followed = follow(accepted.receipt)
    assert followed is not None
    assert themes_of_comments(question[0], followed.status.comment_ids) == {ids[-1]: (buses, rents)}
    [row] = [row for row in export_comments(SYSTEM, *question, "csv") if row.number == ids[-1]]
    assert [each.theme_id for each in row.further] == [rents]


def test_a_theme_given_to_a_comment_besides_survives_the_next_run(question: Question) -> None:
    ids = _all(question)
    buses = place(question, "Buses", ids[:8]).id
    trees = make_theme(question, "Trees")
    add_theme(SYSTEM, trees, ids[:1], question)
    assert {buses, trees} <= settled_by_people(*question).theme_ids
