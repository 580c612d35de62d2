"""A page that is asked several times, in the editor, its preview and between versions."""

from collections.abc import Callable
from html import unescape

from flask.testing import FlaskClient

from engage.engines.questionnaire import compare_surveys, read_survey
from engage.kernel.actors import SYSTEM
from engage.surveys import save_draft
from engage.surveys.sketching import sketch_of
from engage.surveys.translation.showing import role_name
from engage.surveys.versions.comparing_showing import compare_versions
from tests.domains.surveys.test_editor import Editor
from tests.engines.questionnaire.survey_documents import household, words
from tests.factories import make_consultation

SignIn = Callable[[str], FlaskClient]
FORM = {"w_title": "People in your home", "repeat_form": "1"}


def _editor(sign_in: SignIn) -> Editor:
    consultation = make_consultation()
    client = sign_in("engagement_lead")
    return Editor(client, consultation.id, save_draft(SYSTEM, consultation.id, household()))


def test_a_page_is_made_to_be_asked_several_times_and_once_again(sign_in: SignIn) -> None:
    editor = _editor(sign_in)
    shown = editor.look("p_home")
    assert 'name="is_repeated" value="yes" checked' in shown
    assert 'name="n_repeat_maximum" type="text" value="4"' in shown
    settings = {"is_repeated": "yes", "w_repeat": "Resident", "n_repeat_maximum": "5"}
    editor.save("p_home", **FORM, **settings, n_repeat_count="q_people")
    label = {"en": "Resident", "ar": "Person (ar)"}
    repeated = {"label": label, "maximum": 5, "count": "q_people"}
    assert editor.document["pages"][1]["repeat"] == repeated
    editor.save("p_home", **FORM | {"w_title": ""}, **settings)
    editor.save("p_home", language="ar", w_title="", w_repeat="شخص")
    assert "A page that is asked several times needs a title." in editor.look("p_home")
    editor.save("p_home", **FORM)
    assert "repeat" not in editor.document["pages"][1]


def test_what_is_wrong_with_the_numbers_is_said_at_them(sign_in: SignIn) -> None:
    editor = _editor(sign_in)
    settings = {"is_repeated": "yes", "w_repeat": "Person", "n_repeat_minimum": "x"}
    told = editor.save("p_home", 422, **FORM, **settings, n_repeat_maximum="21")
    assert told.count("Write a whole number from ") >= 2


def test_a_translation_changes_the_words_and_nothing_else(sign_in: SignIn) -> None:
    editor = _editor(sign_in)
    editor.save("p_home", language="ar", w_title="الأشخاص", w_repeat="شخص")
    expected = {"label": {"en": "Person", "ar": "شخص"}, "minimum": 1, "maximum": 4}
    assert editor.document["pages"][1]["repeat"] == expected
    with editor.client.application.test_request_context("/en/"):
        assert role_name("repeat") == "what an entry is called"


def test_behind_a_repeated_page_the_count_and_sums_can_be_named(sign_in: SignIn) -> None:
    editor = _editor(sign_in)
    sketch = sketch_of(household())
    assert list(sketch.before("p_end")) == ["q_people", "p_home"]
    assert list(sketch.before("q_work")) == ["q_people", "q_name", "q_age"]
    scope = sketch.scope("q_many")
    assert scope.condition_problem("sum(${q_age}) > 3 and ${p_home} > 1") is None
    assert scope.condition_problem("${q_age} > 3") is not None
    assert 'value="p_home"' in editor.look("q_many")


def test_staff_read_how_often_a_page_is_asked_and_what_changed(sign_in: SignIn) -> None:
    editor = _editor(sign_in)
    address = editor.address.removesuffix("/edit")
    outline = unescape(editor.client.get(address).text)
    assert "that people add, from 1 to 4 times." in outline
    changed = household()
    changed["pages"][1]["repeat"] |= {"maximum": 3, "label": words("Resident")}
    before, after = read_survey(household()), read_survey(changed)
    (change,) = compare_surveys(before, after).changed
    assert (change.before.code, change.settings) == ("p_home", {"maximum"})
    assert set(change.reworded) == {"en", "ar"}
    assert compare_surveys(before, before).is_nothing
    with editor.client.application.test_request_context("/en/"):
        compared = [part for part in compare_versions(before, after, "en") if part.change]
    assert [part.is_page for part in compared] == [True]
