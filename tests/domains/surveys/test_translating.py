"""Translating a draft: who may, what goes stale, a second person's review, files and machines."""

import pytest
from flask import Flask

from engage.audit import list_entries
from engage.engines.questionnaire import change_part, move, read_survey
from engage.engines.questionnaire.exchange import (
    BrokenFile,
    read_xliff,
    read_xlsx,
    with_texts,
    write_xliff,
    write_xlsx,
)
from engage.kernel.actors import Actor
from engage.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from engage.surveys import publish_version, save_draft
from engage.surveys.drafting import Seen, edit_draft, get_draft, step_draft
from engage.surveys.translation.translated import (
    Progress,
    Translation,
    progress_in_all,
    translations_of,
)
from engage.surveys.translation.translating import (
    Typed,
    apply_import,
    approve_translation,
    compare_import,
    confirm_translation,
    export_translations,
    may_undo,
    save_translations,
    suggest_translations,
    undo_translation,
)
from tests.factories import make_actor, make_consultation
from tests.factories.surveys import SAMPLE_SURVEY

WAIT = "question.q_wait.label"


@pytest.fixture
def survey_id(app: Flask) -> int:
    return save_draft(make_actor(), make_consultation().id, dict(SAMPLE_SURVEY))


def _found(survey_id: int, key: str = WAIT, language: str = "ar") -> Translation:
    all_of_them = translations_of(survey_id, get_draft(survey_id).document, language)
    return next(each for each in all_of_them if each.text.key == key)


def _seen(found: Translation, words: str = "") -> Typed:
    return Typed(words, found.source, found.words)


def _translate(actor: Actor, survey_id: int, words: str, key: str = WAIT) -> None:
    found = _found(survey_id, key)
    saved = save_translations(actor, survey_id, "ar", {key: _seen(found, words)})
    assert saved.keys == (key,)


def _reword(actor: Actor, survey_id: int, words: str, key: str = WAIT) -> None:
    edit_draft(
        actor,
        survey_id,
        Seen(),
        "change",
        key.split(".")[1],
        lambda document: with_texts(document, "en", {key: words}),
    )


def test_a_translator_changes_words_of_other_languages_and_nothing_else(survey_id: int) -> None:
    translator = make_actor("translator")
    _translate(translator, survey_id, "كم تنتظرون؟")
    document = get_draft(survey_id).document
    assert document == with_texts(SAMPLE_SURVEY, "ar", {WAIT: "كم تنتظرون؟"})
    with pytest.raises(NotFound):
        save_translations(translator, survey_id, "en", {WAIT: Typed("x", "", "")})
    for act in (
        lambda: _reword(translator, survey_id, "How long?"),
        lambda: step_draft(translator, survey_id, -1),
        lambda: publish_version(translator, survey_id),
        lambda: save_draft(translator, 1, dict(SAMPLE_SURVEY)),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Forbidden):
        save_translations(make_actor("analyst"), survey_id, "ar", {})


def test_a_translation_goes_stale_with_its_source_and_says_what_it_was_made_from(
    survey_id: int,
) -> None:
    lead, translator = make_actor(), make_actor("translator")
    assert _found(survey_id).state == "translated"
    _reword(lead, survey_id, "How many minutes do you wait for it?")
    stale = _found(survey_id)
    assert (stale.state, stale.made_from) == ("stale", "How many minutes do you wait?")
    _reword(lead, survey_id, "How many minutes do you wait at the stop?")
    assert _found(survey_id).made_from == "How many minutes do you wait?"
    read_survey(get_draft(survey_id).document)  # a warning, not a fault

    _translate(translator, survey_id, "كم دقيقة تنتظرون في الموقف؟")
    assert _found(survey_id).state == "translated"
    step_draft(lead, survey_id, -1)
    assert _found(survey_id).state == "stale"
    step_draft(lead, survey_id, -1)
    step_draft(lead, survey_id, -1)
    assert _found(survey_id).state == "translated"


def test_both_databases_know_translations_again(both_databases_app: Flask) -> None:
    assert both_databases_app
    lead, translator = make_actor(), make_actor("translator")
    number = save_draft(lead, make_consultation().id, dict(SAMPLE_SURVEY))
    _translate(translator, number, "كم تنتظرون؟")
    approve_translation(lead, number, "ar", WAIT, _seen(_found(number)))
    assert _found(number).state == "reviewed"
    _reword(lead, number, "How long?")
    assert _found(number).state == "stale"
    _translate(translator, number, "كم من الوقت؟")
    undo_translation(translator, number)
    assert (_found(number).state, _found(number).words) == ("stale", "كم تنتظرون؟")
    _, sent = export_translations(number, "ar", {})
    assert compare_import(number, "ar", read_xliff(write_xliff(sent))).same == 16


def test_moving_and_changing_a_question_otherwise_loses_nothing(survey_id: int) -> None:
    lead, translator = make_actor(), make_actor("translator")
    _translate(translator, survey_id, "كم تنتظرون؟")
    approve_translation(lead, survey_id, "ar", WAIT, _seen(_found(survey_id)))
    for change in (
        lambda document: move(document, "p_wait", 2),
        lambda document: change_part(document, "q_wait", lambda part: part.update(maximum=90)),
    ):
        edit_draft(lead, survey_id, Seen(), "move", "", change)
    found = _found(survey_id)
    assert (found.state, found.reviewer_id) == ("reviewed", lead.id)
    assert found.text.place != "/pages/1/questions/0/label"


def test_nobody_approves_of_their_own_words(survey_id: int) -> None:
    translator, other = make_actor("translator"), make_actor("translator")
    _translate(translator, survey_id, "كم تنتظرون؟")
    with pytest.raises(Conflict, match="Somebody else"):
        approve_translation(translator, survey_id, "ar", WAIT, _seen(_found(survey_id)))
    seen = _seen(_found(survey_id))
    approve_translation(other, survey_id, "ar", WAIT, seen)
    found = _found(survey_id)
    assert (found.state, found.translator_id, found.reviewer_id) == (
        "reviewed",
        translator.id,
        other.id,
    )
    _translate(other, survey_id, "كم من الوقت تنتظرون؟")
    assert _found(survey_id).state == "translated"
    with pytest.raises(Conflict, match="changed since"):
        approve_translation(translator, survey_id, "ar", WAIT, seen)


def test_stale_words_are_confirmed_before_they_are_approved(survey_id: int) -> None:
    lead, translator = make_actor(), make_actor("translator")
    _reword(lead, survey_id, "How many minutes do you wait, roughly?")
    with pytest.raises(Conflict, match="source has changed"):
        approve_translation(lead, survey_id, "ar", WAIT, _seen(_found(survey_id)))
    confirm_translation(translator, survey_id, "ar", WAIT, _seen(_found(survey_id)))
    assert _found(survey_id).state == "translated"
    with pytest.raises(Conflict, match="Somebody else"):
        approve_translation(translator, survey_id, "ar", WAIT, _seen(_found(survey_id)))
    approve_translation(lead, survey_id, "ar", WAIT, _seen(_found(survey_id)))
    acts = [entry.act for entry in list_entries(lead, subject=("survey", survey_id))]
    assert {"survey.translation_confirm", "survey.translation_approve"} <= set(acts)


def test_words_of_somebody_else_are_not_written_over(survey_id: int) -> None:
    first, second = make_actor("translator"), make_actor("translator")
    seen = _found(survey_id)
    _translate(first, survey_id, "كم تنتظرون؟")
    saved = save_translations(second, survey_id, "ar", {WAIT: _seen(seen, "كم من الوقت؟")})
    assert (saved.keys, saved.clashes) == ((), (WAIT,))
    assert _found(survey_id).words == "كم تنتظرون؟"


def test_words_made_from_a_source_that_changed_meanwhile_are_kept_as_stale(survey_id: int) -> None:
    seen = _found(survey_id)
    _reword(make_actor(), survey_id, "How long do you wait?")
    saved = save_translations(
        make_actor("translator"), survey_id, "ar", {WAIT: _seen(seen, "كم من الوقت؟")}
    )
    assert saved.keys == (WAIT,)
    found = _found(survey_id)
    assert (found.words, found.state, found.made_from) == ("كم من الوقت؟", "stale", seen.source)


def test_a_text_that_is_gone_is_told_of_and_one_that_is_too_long_is_refused(
    survey_id: int,
) -> None:
    translator = make_actor("translator")
    saved = save_translations(
        translator, survey_id, "ar", {"question.q_no.label": Typed("x", "", "")}
    )
    assert saved.gone == ("question.q_no.label",)
    with pytest.raises(InvalidInput):
        save_translations(translator, survey_id, "ar", {WAIT: Typed("x" * 20_001, "", "")})


def test_progress_counts_each_language(survey_id: int) -> None:
    lead, translator = make_actor(), make_actor("translator")
    _translate(translator, survey_id, "")
    _reword(lead, survey_id, "What should we do first?", "question.q_change.label")
    approve_translation(
        lead, survey_id, "ar", "survey.title", _seen(_found(survey_id, "survey.title"))
    )
    spanish, arabic = progress_in_all(survey_id, get_draft(survey_id).document)
    assert spanish == Progress("es", 16, 16, 1, 15, 0)
    assert arabic == Progress("ar", 16, 15, 1, 13, 1)
    assert arabic.missing == 1


@pytest.mark.parametrize(("write", "read"), [(write_xliff, read_xliff), (write_xlsx, read_xlsx)])
def test_a_file_is_looked_at_then_taken_over_as_one_edit(
    survey_id: int, write: object, read: object
) -> None:
    assert callable(write) and callable(read)
    translator = make_actor("translator")
    full = get_draft(survey_id).document
    _, sent = export_translations(survey_id, "ar", {WAIT: "note"})
    content = write(sent)
    for key in (WAIT, "survey.title"):
        _translate(translator, survey_id, "", key)
    before = get_draft(survey_id)
    came = read(content)
    changes = compare_import(survey_id, "ar", came)
    assert (len(changes.added), len(changes.changed), changes.same) == (2, 0, 14)
    assert get_draft(survey_id) == before
    assert apply_import(translator, survey_id, "ar", came) == 2
    after = get_draft(survey_id)
    assert (after.document, after.number) == (full, before.number + 1)
    assert _found(survey_id).translator_id == translator.id
    assert may_undo(translator, after)
    undo_translation(translator, survey_id)
    assert get_draft(survey_id).document == before.document


def test_the_file_of_another_survey_is_refused(survey_id: int) -> None:
    _, sent = export_translations(survey_id, "ar", {})
    other = save_draft(make_actor(), make_consultation().id, dict(SAMPLE_SURVEY))
    with pytest.raises(BrokenFile):
        apply_import(make_actor("translator"), other, "ar", read_xliff(write_xliff(sent)))


def test_translators_undo_only_what_they_did_themselves(survey_id: int) -> None:
    translator = make_actor("translator")
    _reword(make_actor(), survey_id, "How long?")
    with pytest.raises(Conflict):
        undo_translation(translator, survey_id)
    _translate(translator, survey_id, "كم؟")
    with pytest.raises(Conflict):
        undo_translation(make_actor("translator"), survey_id)
    undo_translation(translator, survey_id)
    assert _found(survey_id).words == SAMPLE_SURVEY["pages"][1]["questions"][0]["label"]["ar"]


class Backwards:
    name = "Backwards 1.0"

    def suggest(self, text: str, source: str, target: str) -> str:
        return f"{target} {source} {text[::-1]}" if text.startswith("How") else ""


def test_a_machine_suggests_and_a_person_decides(survey_id: int) -> None:
    translator = make_actor("translator")
    _translate(translator, survey_id, "")
    _translate(translator, survey_id, "", "survey.title")
    before = get_draft(survey_id)
    keys = frozenset({WAIT, "survey.title", "question.q_change.label"})
    assert suggest_translations(translator, survey_id, "ar", Backwards(), keys) == 1
    found = _found(survey_id)
    assert (found.state, found.suggester) == ("missing", "Backwards 1.0")
    assert found.suggestion == "ar en ?tiaw uoy od setunim ynam woH"
    assert get_draft(survey_id) == before
    _translate(translator, survey_id, found.suggestion)
    found = _found(survey_id)
    assert (found.state, found.suggestion, found.translator_id) == (
        "translated",
        "",
        translator.id,
    )
    with pytest.raises(Conflict, match="Somebody else"):
        approve_translation(translator, survey_id, "ar", WAIT, _seen(found))
