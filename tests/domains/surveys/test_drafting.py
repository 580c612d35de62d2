"""Drafts of surveys: edited by several people, undone and done again, published."""

import pytest
from flask import Flask

from engage.audit import list_entries
from engage.engines.questionnaire import add_question, change_part, with_words
from engage.kernel.actors import SYSTEM
from engage.kernel.errors import Conflict, Forbidden
from engage.surveys import publish_version, save_draft
from engage.surveys.drafting import (
    EditConflict,
    EditedDraft,
    Seen,
    begin_survey,
    discard_draft,
    edit_draft,
    get_draft,
    step_draft,
)
from tests.factories import SAMPLE_SURVEY, make_actor, make_consultation, publish_sample_survey

MINE, THEIRS = "a1" * 8, "b2" * 8


def _begun() -> int:
    return begin_survey(SYSTEM, make_consultation().id, {"en": "Needs"}, ("en",))


def _titled(survey_id: int, words: str, based_on: int) -> EditedDraft:
    return edit_draft(
        SYSTEM,
        survey_id,
        Seen(based_on),
        "title",
        "",
        lambda d: with_words(d, "/title", "en", words),
    )


def _labelled(survey_id: int, code: str, words: str, based_on: int, desk: str = "") -> EditedDraft:
    return edit_draft(
        SYSTEM,
        survey_id,
        Seen(based_on, desk),
        "change",
        code,
        lambda d: change_part(d, code, lambda part: part["label"].update(en=words)),
    )


def _with_question(survey_id: int) -> EditedDraft:
    number = get_draft(survey_id).number
    return edit_draft(
        SYSTEM,
        survey_id,
        Seen(number),
        "add",
        "q_1",
        lambda d: add_question(d, "short_text", "p_1")[0],
    )


def test_edits_are_undone_and_done_again(both_databases_app: Flask) -> None:
    survey_id = _begun()
    first = _titled(survey_id, "One", get_draft(survey_id).number)
    second = _titled(survey_id, "Two", first.number)
    assert second.can_undo and not second.can_redo
    undone = step_draft(SYSTEM, survey_id, -1)
    assert undone.document["title"] == {"en": "One"} and undone.can_redo
    again = step_draft(SYSTEM, survey_id, 1)
    assert again.document["title"] == {"en": "Two"}
    step_draft(SYSTEM, survey_id, -1)
    other = _titled(survey_id, "Three", get_draft(survey_id).number)
    assert not other.can_redo and other.document["title"] == {"en": "Three"}
    for _ in range(5):
        step_draft(SYSTEM, survey_id, -1)
    assert get_draft(survey_id).document["title"] == {"en": "Needs"}


def test_two_people_at_different_questions_do_not_disturb_each_other(app: Flask) -> None:
    survey_id = _begun()
    looked_at = _with_question(survey_id).number
    _titled(survey_id, "New title", looked_at)
    both = _labelled(survey_id, "q_1", "Where?", looked_at)
    assert both.document["title"] == {"en": "New title"}
    assert both.document["pages"][0]["questions"][0]["label"] == {"en": "Where?"}


def test_two_people_at_one_question_are_told(app: Flask) -> None:
    survey_id = _begun()
    looked_at = _with_question(survey_id).number
    _labelled(survey_id, "q_1", "Mine", looked_at)
    with pytest.raises(EditConflict) as told:
        _labelled(survey_id, "q_1", "Theirs", looked_at)
    assert told.value.theirs.document["pages"][0]["questions"][0]["label"] == {"en": "Mine"}
    assert get_draft(survey_id).document["pages"][0]["questions"][0]["label"] == {"en": "Mine"}


def test_an_edit_that_changes_nothing_is_no_step(app: Flask) -> None:
    survey_id = _begun()
    number = get_draft(survey_id).number
    assert _titled(survey_id, "Needs", number).number == number


def test_a_published_survey_is_edited_from_its_last_version(app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    draft = get_draft(version.survey_id)
    assert (draft.number, draft.version_number) == (0, 1)
    assert draft.document == SAMPLE_SURVEY
    edited = _titled(version.survey_id, "Another", 0)
    assert edited.document["title"]["en"] == "Another" and edited.can_undo
    publish_version(SYSTEM, version.survey_id)
    after = get_draft(version.survey_id)
    assert (after.number, after.version_number, after.can_undo) == (0, 2, False)


def test_a_draft_is_thrown_away_only_where_a_version_stands(app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    _titled(version.survey_id, "Another", 0)
    discard_draft(SYSTEM, version.survey_id)
    assert get_draft(version.survey_id).document == SAMPLE_SURVEY
    with pytest.raises(Conflict):
        discard_draft(SYSTEM, begin_survey(SYSTEM, make_consultation().id, {"en": "X"}, ("en",)))


def test_what_was_uploaded_can_be_undone(app: Flask) -> None:
    consultation = make_consultation()
    survey_id = save_draft(SYSTEM, consultation.id, SAMPLE_SURVEY)
    save_draft(SYSTEM, consultation.id, SAMPLE_SURVEY | {"layout": "single_page"})
    undone = step_draft(SYSTEM, survey_id, -1)
    assert undone.document == SAMPLE_SURVEY


def test_edits_are_on_record_and_only_for_those_who_may(app: Flask) -> None:
    survey_id = _begun()
    _titled(survey_id, "One", get_draft(survey_id).number)
    acts = [entry.act for entry in list_entries(SYSTEM, subject=("survey", survey_id))]
    assert {"survey.begin", "survey.edit"} <= set(acts)
    with pytest.raises(Forbidden):
        step_draft(make_actor("auditor"), survey_id, -1)


def test_ones_own_saves_never_stand_against_oneself(app: Flask) -> None:
    survey_id = _begun()
    looked_at = _with_question(survey_id).number

    def say(words: str, desk: str, number: int = looked_at) -> None:
        _labelled(survey_id, "q_1", words, number, desk)

    # The page is drawn again while its save is under way, and goes on from what it showed then.
    say("Where?", MINE)
    say("Where, and when?", MINE)
    say("Where, and when?", THEIRS)  # the same words are nobody's loss
    with pytest.raises(EditConflict):
        say("Whence?", THEIRS)
    # Undone in the same window before the page could show it.
    step_draft(SYSTEM, survey_id, -1, desk=MINE)
    say("Where at all?", MINE)
    step_draft(SYSTEM, survey_id, -1, desk=THEIRS)
    with pytest.raises(EditConflict):
        say("Where to?", MINE)
    # Somebody else between two saves of one's own is still somebody else.
    say("Theirs", THEIRS, get_draft(survey_id).based_on)
    with pytest.raises(EditConflict):
        say("Mine", MINE)


def test_an_edit_that_was_undone_is_not_taken_for_the_one_after_it(app: Flask) -> None:
    survey_id = _begun()
    _with_question(survey_id)
    seen = _labelled(survey_id, "q_1", "One", get_draft(survey_id).based_on).based_on
    step_draft(SYSTEM, survey_id, -1)
    _labelled(survey_id, "q_1", "Two", get_draft(survey_id).based_on)
    with pytest.raises(EditConflict):
        _labelled(survey_id, "q_1", "Three", seen)


def test_a_page_from_before_a_publication_overwrites_nothing(app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    seen = get_draft(version.survey_id).based_on
    _titled(version.survey_id, "Another", seen)
    publish_version(SYSTEM, version.survey_id)
    assert get_draft(version.survey_id).based_on != seen
    with pytest.raises(EditConflict):
        _titled(version.survey_id, "A third", seen)
