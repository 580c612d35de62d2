"""Stances: set by people, counted apart, carried along, undone; suggested only from their own."""

import pytest
from flask import Flask

from engage.audit import list_entries
from engage.kernel.actors import SYSTEM
from engage.kernel.errors import Conflict, Forbidden, InvalidInput
from engage.roadmap import NeedDraft, add_need
from engage.roadmap.chains import find_suspects
from engage.themes import (
    CommentFilter,
    approve_theme,
    get_theme,
    list_comments,
    list_themes,
    merge_theme,
)
from engage.themes.review.acting import last_act, undo
from engage.themes.review.acts import move_comments
from engage.themes.review.splitting import split_theme
from engage.themes.stances.acts import (
    accept_suggestions,
    is_stance_released,
    release_stance,
    set_stance,
    withhold_stance,
)
from engage.themes.stances.sides import StanceCounts
from engage.themes.stances.suggesting import learn_stances, suggest_stances
from tests.factories import make_actor, make_consultation, make_response, publish_sample_survey
from tests.factories.placed import Question, place

Q = "q_change"


@pytest.fixture
def question(app: Flask) -> Question:
    version = publish_sample_survey(make_consultation().id)
    for number in range(40):
        words = "Yes, please build" if number % 2 else "No, do not build"
        make_response(version, q_change=f"{words} the bus lane at number {number}.")
    return version.consultation_id, Q


def _all(question: Question) -> list[int]:
    found: list[int] = []
    for page in (1, 2):
        chosen = CommentFilter(standing="any", order="newest", page=page)
        found += [comment.id for comment in list_comments(*question, chosen).comments]
    return sorted(found)


def _undo_last(question: Question) -> None:
    done = last_act(*question)
    assert done is not None
    undo(SYSTEM, done.id)


def test_stances_are_counted_apart_and_add_up_to_the_theme(question: Question) -> None:
    ids = _all(question)
    theme = place(question, "Bus lane", ids)
    assert theme.stances == StanceCounts(unread=40)
    for stance, number in (("for", 7), ("against", 5), ("mixed", 2), ("unclear", 1)):
        assert set_stance(SYSTEM, theme.id, ids[:number], stance) == number
        ids = ids[number:]
    counts = list_themes(*question)[0].stances
    assert counts == StanceCounts(7, 5, 2, 1, 25)
    assert sum(count for _stance, count in counts.parts) == 40
    against = CommentFilter(theme_id=theme.id, stance="against")
    assert list_comments(*question, against).total == 5
    assert list_comments(*question, CommentFilter(theme_id=theme.id, stance="unread")).total == 25


def test_each_setting_is_on_record_and_one_step_back(question: Question) -> None:
    ids = _all(question)
    theme = place(question, "Bus lane", ids)
    set_stance(SYSTEM, theme.id, ids[:3], "for")
    before = len(list_entries(SYSTEM, limit=500))
    set_stance(SYSTEM, theme.id, ids[1:5], "against")
    assert len(list_entries(SYSTEM, limit=500)) == before + 1
    assert get_theme(theme.id).stances == StanceCounts(1, 4, 0, 0, 35)
    _undo_last(question)
    assert get_theme(theme.id).stances == StanceCounts(3, 0, 0, 0, 37)
    set_stance(SYSTEM, theme.id, ids[:1], "")
    assert get_theme(theme.id).stances.in_favour == 2
    _undo_last(question)
    assert get_theme(theme.id).stances.in_favour == 3
    assert set_stance(SYSTEM, theme.id, ids[:3], "for") == 0  # nothing new, nothing to undo


def test_what_is_not_there_or_not_theirs_is_refused(question: Question) -> None:
    ids = _all(question)
    theme = place(question, "Bus lane", ids[:20])
    with pytest.raises(Conflict):
        set_stance(SYSTEM, theme.id, ids[19:21], "for")
    with pytest.raises(InvalidInput):
        set_stance(SYSTEM, theme.id, ids[:2], "angry")
    with pytest.raises(InvalidInput):
        set_stance(SYSTEM, theme.id, [], "for")
    with pytest.raises(Forbidden):
        set_stance(make_actor("auditor"), theme.id, ids[:2], "for")
    assert get_theme(theme.id).stances == StanceCounts(unread=20)


def test_a_stance_stays_with_its_theme_goes_along_in_splits_and_merges(
    question: Question,
) -> None:
    ids = _all(question)
    theme, other = place(question, "Bus lane", ids[:30]), place(question, "Buses", ids[30:])
    set_stance(SYSTEM, theme.id, ids[:6], "against")
    move_comments(SYSTEM, ids[:1], other.id, question)  # another subject: nothing is said of it
    assert get_theme(theme.id).stances.against == 5
    assert get_theme(other.id).stances.against == 0
    _undo_last(question)
    version = get_theme(theme.id).version
    new = split_theme(SYSTEM, theme.id, version, ids[:6], {"en": "Against"})
    assert get_theme(new).stances == StanceCounts(against=6)
    _undo_last(question)
    assert get_theme(theme.id).stances.against == 6
    merge_theme(SYSTEM, theme.id, get_theme(theme.id).version, other.id)
    assert get_theme(other.id).stances == StanceCounts(against=6, unread=34)
    _undo_last(question)
    assert get_theme(other.id).stances == StanceCounts(unread=10)


@pytest.mark.parametrize(
    ("counts", "is_two"),
    [
        (StanceCounts(20, 5), True),
        (StanceCounts(21, 5), False),  # under a fifth
        (StanceCounts(8, 4), False),  # too few to be a theme
        (StanceCounts(5, 20), True),
        (StanceCounts(20, 5, 30, 30, 500), True),  # of those for and against
        (StanceCounts(0, 40), False),
    ],
)
def test_a_lesser_side_of_a_fifth_makes_two_themes(counts: StanceCounts, is_two: bool) -> None:
    assert counts.is_two_themes is is_two


def test_suggestions_come_from_what_people_set_and_from_nothing_else(question: Question) -> None:
    ids = _all(question)
    theme = place(question, "Bus lane", ids)
    assert not learn_stances(question[0]).can_suggest
    assert suggest_stances(theme.id, ids) == {}
    set_stance(SYSTEM, theme.id, ids[1:32:2], "for")
    set_stance(SYSTEM, theme.id, ids[0:31:2], "against")
    reader = learn_stances(question[0])
    assert reader.can_suggest and reader.right >= 0.75 * reader.suggested > 0
    found = suggest_stances(theme.id, ids)
    assert found.keys() <= set(ids[32:])  # what a person said is not asked again
    assert found[ids[33]] == "for" and found[ids[34]] == "against"
    counted = get_theme(theme.id).stances
    assert (counted.in_favour, counted.against) == (16, 16)  # a suggestion counts for nothing
    assert accept_suggestions(SYSTEM, theme.id, found) == len(found)
    assert get_theme(theme.id).stances.unread == 8 - len(found)
    assert learn_stances(question[0]).comments == 30  # what was accepted is not learned
    _undo_last(question)
    assert get_theme(theme.id).stances.unread == 8


def test_a_need_is_looked_at_again_when_many_turn_out_to_be_against(question: Question) -> None:
    ids = _all(question)
    theme = place(question, "Bus lane", ids)
    approve_theme(SYSTEM, theme.id, theme.version)
    add_need(SYSTEM, question[0], NeedDraft({"en": "A faster bus"}, theme_ids=(theme.id,)))
    set_stance(SYSTEM, theme.id, ids[:19], "for")
    set_stance(SYSTEM, theme.id, ids[19:20], "against")
    assert find_suspects() == ()  # one in twenty
    set_stance(SYSTEM, theme.id, ids[20:25], "against")
    [suspect] = find_suspects()
    [change] = suspect.changes
    assert (change.field, change.before, change.after) == ("against", None, 24)


def test_the_public_numbers_are_released_by_those_who_approve(question: Question) -> None:
    theme = place(question, "Bus lane", _all(question))
    approve_theme(SYSTEM, theme.id, theme.version)
    with pytest.raises(Forbidden):
        release_stance(make_actor("analyst"), theme.id)
    release_stance(SYSTEM, theme.id)
    assert is_stance_released(theme.id)
    withhold_stance(SYSTEM, theme.id)
    assert not is_stance_released(theme.id)
    _undo_last(question)
    assert is_stance_released(theme.id)
