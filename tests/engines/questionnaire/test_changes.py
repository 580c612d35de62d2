"""What differs between two versions is found by the codes, whatever else moved."""

import copy
from typing import Any

import pytest

from engage.engines.questionnaire import (
    SurveyChanges,
    asks_something_else,
    compare_surveys,
    read_survey,
)
from tests.factories import SAMPLE_SURVEY


def _changes(edit: Any) -> SurveyChanges:
    after = copy.deepcopy(SAMPLE_SURVEY)
    edit(after)
    return compare_surveys(read_survey(SAMPLE_SURVEY), read_survey(after))


def _question(document: dict[str, Any], page: int) -> dict[str, Any]:
    found: dict[str, Any] = document["pages"][page]["questions"][0]
    return found


def test_the_same_survey_has_no_changes() -> None:
    assert _changes(lambda after: None).is_nothing
    assert _changes(lambda after: after.update(check_answers=True)).is_nothing


def test_questions_that_are_new_or_gone_are_told_by_themselves() -> None:
    def edit(after: dict[str, Any]) -> None:
        gone = after["pages"].pop()
        new = copy.deepcopy(gone)
        new["code"], new["questions"][0]["code"] = "p_new", "q_new"
        after["pages"].insert(0, new)

    changes = _changes(edit)
    assert [question.code for question in changes.added] == ["q_new"]
    assert [question.code for question in changes.removed] == ["q_street"]
    assert (changes.changed, changes.survey) == ((), frozenset())


def test_rewording_names_its_languages() -> None:
    def edit(after: dict[str, Any]) -> None:
        _question(after, 4)["label"]["es"] = "¿Qué cambiaría?"
        _question(after, 4)["hint"] = {"en": "One thing.", "es": "Una cosa.", "ar": "شيء واحد."}
        _question(after, 5)["label"]["ar"] = "أين؟"

    changes = _changes(edit)
    found = {change.after.code: change.reworded for change in changes.changed}
    assert found == {"q_change": ("es", "en", "ar"), "q_street": ("ar",)}


def test_options_are_compared_one_by_one() -> None:
    def edit(after: dict[str, Any]) -> None:
        options = _question(after, 0)["options"]
        options[1]["label"]["en"] = "By bus"
        options[2] = {"code": "bike", "label": {"en": "Bike", "es": "Bici", "ar": "دراجة"}}

    [change] = _changes(edit).changed
    assert [option.code for option in change.options_added] == ["bike"]
    assert [option.code for option in change.options_removed] == ["car"]
    assert [new.code for _, new in change.options_reworded] == ["bus"]
    assert change.reworded == () and not change.are_options_changed and not change.settings


def test_options_in_another_order_or_with_another_rule_are_seen() -> None:
    [moved] = _changes(lambda after: _question(after, 0)["options"].reverse()).changed
    assert moved.are_options_changed and moved.options_added == ()
    [ruled] = _changes(
        lambda after: _question(after, 3)["options"][0].update(exclusive=True)
    ).changed
    assert ruled.are_options_changed


@pytest.mark.parametrize(
    ("page", "setting", "name"),
    [
        (0, {"required": False}, "required"),
        (1, {"maximum": 90}, "maximum"),
        (1, {"show_if": {"question": "q_transport", "is": "car"}}, "condition"),
        (4, {"kind": "short_text", "max_length": 100}, "kind"),
    ],
)
def test_settings_that_differ_are_named(page: int, setting: dict[str, Any], name: str) -> None:
    [change] = _changes(lambda after: _question(after, page).update(setting)).changed
    assert name in change.settings and change.reworded == ()


def test_what_is_the_surveys_own_is_named() -> None:
    def edit(after: dict[str, Any]) -> None:
        after["title"]["en"] = "Our city"
        after["layout"] = "single_page"
        after["pages"][4], after["pages"][5] = after["pages"][5], after["pages"][4]
        after["pages"][3]["title"] = {"en": "Places", "es": "Lugares", "ar": "أماكن"}

    changes = _changes(edit)
    assert changes.survey == {"title", "layout", "order", "pages"}
    assert not (changes.changed or changes.added or changes.removed)


def test_a_new_language_is_one_change_and_not_one_for_each_text() -> None:
    def drop(part: Any) -> None:
        parts = part.values() if isinstance(part, dict) else part
        if isinstance(part, dict) and "ar" in part:
            del part["ar"]
        for each in parts:
            if isinstance(each, dict | list):
                drop(each)

    def edit(after: dict[str, Any]) -> None:
        drop(after)
        after["languages"] = ["en", "es"]

    changes = _changes(edit)
    assert changes.languages_removed == ("ar",) and changes.changed == ()
    assert changes.survey == frozenset()


@pytest.mark.parametrize(
    ("label", "is_other"),
    [
        ("How do you usually get into the centre?", False),
        ("How do you get to the centre?", False),
        ("What is your favourite park?", True),
    ],
)
def test_a_code_whose_words_are_all_new_may_mean_something_else(label: str, is_other: bool) -> None:
    def edit(after: dict[str, Any]) -> None:
        _question(after, 0)["label"] = {"en": label, "es": f"{label} (es)", "ar": f"{label} (ar)"}

    (change,) = _changes(edit).changed
    assert asks_something_else(change) is is_other


def test_so_may_the_code_of_an_option() -> None:
    def edit(after: dict[str, Any]) -> None:
        option = _question(after, 0)["options"][0]
        option["label"] = {"en": "Never", "es": "Nunca", "ar": "أبدًا"}

    (change,) = _changes(edit).changed
    assert asks_something_else(change)


def test_one_language_that_keeps_its_words_keeps_the_meaning() -> None:
    def edit(after: dict[str, Any]) -> None:
        _question(after, 0)["label"]["es"] = "Otra cosa"

    (change,) = _changes(edit).changed
    assert not asks_something_else(change)
