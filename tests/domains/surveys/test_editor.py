"""The survey editor without script: every act is a form that is posted."""

import io
import json
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from flask.testing import FlaskClient

from engage.audit import list_entries
from engage.engines.questionnaire import (
    PARTS,
    Question,
    add_question,
    new_document,
    read_survey,
    texts_of,
)
from engage.engines.questionnaire.wording import part_at
from engage.kernel.actors import SYSTEM
from engage.surveys import find_current_version
from engage.surveys.drafting import get_draft
from engage.surveys.editor.conditions import Line, condition_of, lines_of
from engage.surveys.editor.forms import read_part, values_of
from engage.surveys.editor.parts import Row, change_kind, put_in
from engage.surveys.publishing import save_draft
from engage.surveys.sketching import sketch_of
from tests.factories import SAMPLE_SURVEY, make_consultation, publish_sample_survey

SignIn = Callable[[str], FlaskClient]
BASED_ON = re.compile(r'name="based_on" value="(-?\d+)"')


class Editor:
    """The editor of one survey as somebody without script uses it."""

    def __init__(self, client: FlaskClient, consultation_id: int, survey_id: int) -> None:
        self.client = client
        self.survey_id = survey_id
        self.address = f"/staff/consultations/{consultation_id}/surveys/{survey_id}/edit"

    @property
    def document(self) -> dict[str, Any]:
        return get_draft(self.survey_id).document

    @property
    def parts(self) -> list[dict[str, Any]]:
        return [part for page in self.document["pages"] for part in page["questions"]]

    def part(self, code: str) -> dict[str, Any]:
        return next(part for part in self.parts if part["code"] == code)

    def look(self, part: str = "", **more: str) -> str:
        answer = self.client.get(self.address, query_string={"part": part, **more})
        assert answer.status_code == 200
        return str(answer.text)

    def save(self, part: str, status: int = 303, **values: str) -> str:
        """Post the form of a part: what it holds as it stands, changed by ``values``."""
        language = values.get("language", self.document["languages"][0])
        standing = values_of(self.part(part), language) if part.startswith("q_") else {}
        sent = {"part": part, "based_on": str(get_draft(self.survey_id).number)}
        answer = self.client.post(self.address, data=sent | standing | values)
        assert answer.status_code == status, answer.text
        return str(answer.text)

    def act(self, act: str, part: str = "", **values: str) -> None:
        answer = self.client.post(f"{self.address}/{act}", data={"part": part, **values})
        assert answer.status_code == 303


@pytest.fixture
def editor(sign_in: SignIn) -> Editor:
    """A survey that has just been begun."""
    consultation = make_consultation()
    client = sign_in("engagement_lead")
    address = f"/staff/consultations/{consultation.id}/surveys/new"
    assert client.post(address, data={"title_en": " ", "source": "en"}).status_code == 422
    begun = client.post(address, data={"title_en": "Our streets", "source": "en"})
    found = re.search(r"/surveys/(\d+)/edit", begun.location)
    assert found
    return Editor(client, consultation.id, int(found[1]))


def test_a_survey_is_made_from_nothing_and_published(editor: Editor) -> None:
    assert "The page has no questions yet." in editor.look()
    editor.act("question", "p_1")
    editor.save("q_1", w_label="Do you cycle?", options_1_label="Yes", options_2_label="No")
    editor.act("question", "q_1", kind="long_text")
    shown = {"when_1_question": "q_1", "when_1_operator": "is", "when_1_value": "o_2"}
    editor.save("q_2", w_label="Why not?", is_required="yes", **shown)
    assert editor.part("q_2")["show_if"] == {"question": "q_1", "is": "o_2"}
    publish = editor.address.removesuffix("edit") + "publish"
    assert "not finished yet" in editor.client.get(publish).text
    editor.save("", languages="en", source="en", title_en="Our streets", layout="one_per_page")
    assert "can be published" in editor.look()
    page = editor.client.get(publish).text
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest
    posted = editor.client.post(editor.address.removesuffix("/edit"), data={"digest": digest[1]})
    assert posted.status_code == 303
    version = find_current_version(get_draft(editor.survey_id).consultation_id)
    assert version is not None
    assert [question.code for question in version.content.questions] == ["q_1", "q_2"]
    acts = [entry.act for entry in list_entries(SYSTEM)]
    assert {"survey.begin", "survey.edit", "survey.publish"} <= set(acts)


def test_parts_are_moved_copied_taken_out_and_all_of_it_undone(editor: Editor) -> None:
    editor.act("question", "p_1")
    editor.act("question", "q_1", kind="scale")
    editor.act("up", "q_2")
    assert [part["code"] for part in editor.parts] == ["q_2", "q_1"]
    editor.act("duplicate", "q_2")
    assert [part["kind"] for part in editor.parts] == ["scale", "scale", "single_choice"]
    editor.act("duplicate", "p_1")
    assert [len(page["questions"]) for page in editor.document["pages"]] == [3, 3]
    editor.act("remove", "p_2")
    editor.act("remove", "q_2")
    assert len(editor.parts) == 2
    editor.act("undo")
    editor.act("undo")
    assert len(editor.parts) == 6
    editor.act("redo")
    assert len(editor.parts) == 3


def test_what_others_depend_on_is_not_taken_out_but_named(editor: Editor) -> None:
    editor.act("question", "p_1", kind="yes_no")
    editor.save("q_1", w_label="Do you drive?")
    editor.act("question", "q_1", kind="number")
    editor.save("q_2", w_label="How far?", when_1_question="q_1", when_1_value="yes")
    editor.act("remove", "q_1")
    assert len(editor.parts) == 2
    assert "“How far?”" in editor.look()


def test_what_is_wrong_is_said_and_what_was_typed_stays(editor: Editor) -> None:
    editor.act("question", "p_1", kind="number")
    page = editor.save("q_1", 422, w_label="How many?", n_minimum="a few")
    assert 'value="a few"' in page and "Write a number in digits." in page and "How many?" in page
    assert editor.part("q_1")["label"] == {}


def test_two_people_are_shown_both_and_nothing_is_lost(editor: Editor) -> None:
    editor.act("question", "p_1", kind="long_text")
    before = BASED_ON.search(editor.look("q_1"))
    assert before
    editor.save("q_1", w_label="Theirs")
    page = editor.save("q_1", 409, w_label="Mine", based_on=before[1])
    assert "Theirs" in page and "Mine" in page
    assert editor.part("q_1")["label"] == {"en": "Theirs"}
    again = BASED_ON.search(page)
    assert again
    editor.save("q_1", w_label="Mine", based_on=again[1])
    assert editor.part("q_1")["label"] == {"en": "Mine"}
    editor.act("remove", "q_1", based_on=str(get_draft(editor.survey_id).number))
    gone = {"part": "q_1", "based_on": again[1], "w_label": "Still mine"}
    answer = editor.client.post(editor.address, data=gone)
    assert answer.status_code == 409 and "Still mine" in answer.text


def test_a_page_drawn_before_its_own_save_arrived_is_no_second_person(editor: Editor) -> None:
    editor.act("question", "p_1", kind="long_text")
    page = editor.look("q_1")
    seen = BASED_ON.search(page)
    mine = re.search(r'name="desk" value="(\w{16})"', page)
    assert seen and mine
    assert mine[1] not in editor.look("q_1")  # each page is a window of its own without script
    sent = {"based_on": seen[1], "desk": mine[1]}
    editor.save("q_1", w_label="How", **sent)
    editor.save("q_1", w_label="How often?", **sent)
    assert editor.part("q_1")["label"] == {"en": "How often?"}
    editor.save("q_1", 409, w_label="Why?", based_on=seen[1], desk="0" * 16)
    refused = editor.save("q_1", 422, w_label="Why?", x_constraint="((", based_on=seen[1])
    assert f'name="based_on" value="{seen[1]}"' in refused


def test_words_in_another_language_do_not_stand_against_each_other(editor: Editor) -> None:
    editor.act("question", "p_1", kind="long_text")
    editor.save("q_1", w_label="How?")
    seen = str(get_draft(editor.survey_id).based_on)
    editor.save("q_1", language="es", w_label="¿Cómo?", based_on=seen)
    editor.save("q_1", w_label="How often?", based_on=seen)
    assert editor.part("q_1")["label"] == {"en": "How often?", "es": "¿Cómo?"}


def test_translating_an_answer_neither_adds_nor_takes_out_any(editor: Editor) -> None:
    editor.act("question", "p_1")
    editor.save("q_1", w_label="How?", options_1_label="On foot", options_2_label="By bus")
    assert "3 texts are not in Español yet" in editor.look("q_1")
    # However many parts lack words, translating is one thing to do for each language.
    desk = f'{editor.address.removesuffix("edit")}translation/es?show=missing"'
    assert editor.look().count("texts are not in Español yet") == 1
    assert desk in editor.look() and "2 things to do" in editor.look()
    editor.save("q_1", language="es", w_label="¿Cómo?", options_1_label="A pie")
    labels = [option["label"] for option in editor.part("q_1")["options"]]
    assert labels == [{"en": "On foot", "es": "A pie"}, {"en": "By bus"}]
    assert "On foot" in editor.look("q_1", language="es")


def test_lines_are_added_moved_and_taken_out(editor: Editor) -> None:
    editor.act("question", "p_1", kind="multiple_choice")
    texts = {f"options_{number}_label": str(number) for number in range(1, 5)}
    editor.save("q_1", w_label="Which?", options_4_exclusive="yes", options_3_say="yes", **texts)
    options = editor.part("q_1")["options"]
    assert options[3]["exclusive"] is True and options[2]["please_say"] == {}
    page = editor.look("q_1")
    assert "“please say”: whoever chooses" in page and "“stands alone”: whoever chooses" in page
    editor.save("q_1", row="options:4:up")
    editor.save("q_1", row="options:1:remove")
    labels = [option["label"]["en"] for option in editor.part("q_1")["options"]]
    assert labels == ["2", "4", "3"]
    assert editor.look("q_1").count("data-row=") == 5
    assert editor.look("q_1", more_options="4").count("data-row=") == 9


def test_questions_come_from_the_library_and_from_other_surveys(editor: Editor) -> None:
    other = make_consultation()
    survey_id = save_draft(SYSTEM, other.id, SAMPLE_SURVEY)
    bring = f"{editor.address}/bring"
    assert "How old are you?" in editor.client.get(bring).text
    assert "How do you usually" in editor.client.get(f"{bring}?source={survey_id}").text
    editor.act("library", "p_1", library="age_band")
    editor.act("copies", "p_1", source=str(survey_id), codes="q_wait")
    assert [part["code"] for part in editor.parts] == ["q_age_band", "q_wait"]
    assert "show_if" not in editor.part("q_wait")
    assert "The words of the library" not in editor.look("q_age_band")
    for act, given in (("copies", {"source": str(survey_id)}), ("library", {})):
        answer = editor.client.post(f"{editor.address}/{act}", data={"part": "q_wait", **given})
        back = editor.client.get(answer.location)  # to choose there, not back in the editor
        assert answer.location.startswith(bring) and "Choose at least one question." in back.text
        assert 'name="part" value="q_wait"' in back.text


def test_several_questions_of_the_library_are_brought_in_at_once(editor: Editor) -> None:
    names = ["age_band", "gender", "area"]
    data = {"part": "p_1", "library": names}
    answer = editor.client.post(f"{editor.address}/library", data={**data, "own_page": "yes"})
    assert "part=q_age_band" in answer.location
    pages = [[part["code"] for part in page["questions"]] for page in editor.document["pages"]]
    assert pages == [["q_age_band"], ["q_gender"], ["q_area"]]
    editor.act("undo")
    assert editor.parts == []
    editor.client.post(f"{editor.address}/library", data=data)
    assert [part["library"] for part in editor.document["pages"][0]["questions"]] == names
    refused = {"part": "p_1", "library": ["gender", "shoe_size"]}
    assert editor.client.post(f"{editor.address}/library", data=refused).status_code == 404


def test_a_published_survey_is_edited_from_its_last_version(sign_in: SignIn) -> None:
    consultation = make_consultation()
    version = publish_sample_survey(consultation.id)
    editor = Editor(sign_in("engagement_lead"), consultation.id, version.survey_id)
    overview = f"/staff/consultations/{consultation.id}"
    assert "/edit" in editor.client.get(overview).text
    assert "As published" in editor.look("q_transport")
    editor.save("q_transport", w_label="How do you travel?")
    assert get_draft(version.survey_id).version_number == 1
    assert editor.part("q_transport")["label"]["en"] == "How do you travel?"
    editor.act("discard")
    assert editor.document == SAMPLE_SURVEY


def test_a_condition_that_lines_cannot_say_is_told_and_kept(sign_in: SignIn) -> None:
    document = deepcopy(SAMPLE_SURVEY)
    nested = {"not": {"question": "q_transport", "is": "bus"}}
    document["pages"][1]["questions"][0]["show_if"] = nested
    consultation = make_consultation()
    number = save_draft(SYSTEM, consultation.id, document)
    editor = Editor(sign_in("engagement_lead"), consultation.id, number)
    assert "this does not hold:" in editor.look("q_wait")
    editor.save("q_wait", w_label="How long?")
    assert editor.part("q_wait")["show_if"] == nested
    editor.save("q_wait", when_drop="yes")
    assert "show_if" not in editor.part("q_wait")


def test_the_frame_shows_a_draft_and_may_stand_in_our_pages_only(editor: Editor) -> None:
    editor.act("question", "p_1")
    editor.save("q_1", w_label="How?", options_1_label="On foot")
    frame = editor.client.get(f"/ar/drafts/{editor.survey_id}?part=q_1&skin=kiosk")
    assert "On foot" in frame.text and 'dir="rtl"' in frame.text
    assert "frame-ancestors 'self'" in frame.headers["Content-Security-Policy"]
    page = editor.client.get(editor.address)
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    plain = editor.client.get("/en/").headers["Content-Security-Policy"]
    assert "frame-src" not in plain and "frame-ancestors 'none'" in plain


def test_every_kind_can_be_added_shown_and_saved(editor: Editor) -> None:
    for number, kind in enumerate(PARTS, start=1):
        code = f"q_{number}"
        editor.act("question", "p_1", kind=kind)
        assert f'value="{kind}" selected' in editor.look(code)
        before = editor.part(code)
        editor.save(code)
        assert editor.part(code) == before
        for skin in ("phone", "kiosk", "paper"):
            frame = editor.client.get(f"/en/drafts/{editor.survey_id}?part={code}&skin={skin}")
            assert frame.status_code == 200 and "cannot be shown yet" not in frame.text
    whole = editor.client.get(f"/en/drafts/{editor.survey_id}?part=p_1").text
    assert "cannot be shown yet" not in whole


def _all_parts() -> list[dict[str, Any]]:
    return [part for page in SAMPLE_SURVEY["pages"] for part in page["questions"]]


@pytest.mark.parametrize("part", _all_parts(), ids=lambda part: str(part["code"]))
def test_a_form_that_is_sent_back_untouched_changes_nothing(part: dict[str, Any]) -> None:
    asked = sketch_of(SAMPLE_SURVEY).before(part["code"])
    for language in ("en", "es", "ar"):
        given, errors = read_part(values_of(part, language), part, asked)
        changed = deepcopy(part)
        put_in(changed, language, given)
        assert (changed, errors) == (part, {})


@pytest.mark.parametrize("target", PARTS)
@pytest.mark.parametrize("source", PARTS)
def test_any_kind_can_become_any_other(source: str, target: str) -> None:
    document, code = add_question(new_document("s", {"en": "S"}, ("en",)), source, "p_1")
    (part,) = document["pages"][0]["questions"]
    part["label"] = {"en": "Asked"}
    if source == "amount":
        part["currency"] = "EUR"
    if "options" in part:
        part["options"] = [{"code": "a", "label": {"en": "A"}}, {"code": "b", "label": {"en": "B"}}]
    change_kind(part, target)
    for name in ("options", "rows"):
        if name in part and not part[name]:
            part[name] = [{"code": "a", "label": {"en": "A"}}]
    if "text" in part:
        part["text"] = {"en": "Told"}
    assert read_survey(document).parts[0].kind == target
    assert part["code"] == code


def _question(**more: Any) -> Question:
    part = {"code": "q_n", "label": {"en": "N"}, **more}
    page = {"code": "p_1", "questions": [part]}
    document = {
        "format": 1,
        "code": "s",
        "title": {"en": "S"},
        "languages": ["en"],
        "pages": [page],
    }
    return read_survey(document).questions[0]


def test_lines_say_what_they_can_and_name_what_is_wrong() -> None:
    asked = {"q_n": _question(kind="number")}
    two = [Line("q_n", "at_least", "2"), Line("q_n", "at_most", "7,5")]
    condition, problems = condition_of("any", two, asked)
    assert condition == {
        "any": [{"question": "q_n", "at_least": 2}, {"question": "q_n", "at_most": 7.5}]
    }
    assert problems == {} and lines_of(condition) == (
        "any",
        (two[0], Line("q_n", "at_most", "7.5")),
    )
    condition, problems = condition_of("all", [Line("q_n", "at_least", "many")], asked)
    assert condition is None and set(problems) == {0}
    unknown = [Line("q_gone", "is", "x")]
    assert condition_of("all", unknown, asked) == ({"question": "q_gone", "is": "x"}, {})
    assert lines_of({"not": {"question": "q_n", "is": 1}}) is None


def test_what_is_before_a_part_is_what_its_condition_may_ask_about() -> None:
    sketch = sketch_of(SAMPLE_SURVEY)
    assert "q_transport" in sketch.before("q_wait")
    assert "q_wait" not in sketch.before("q_wait")
    assert sketch.before("p_transport") == {}
    assert Row("", "").code == ""


def test_what_files_are_taken_is_chosen_in_the_editor(editor: Editor) -> None:
    editor.act("question", "p_1")
    editor.save("q_1", kind="file", w_label="Your letter")
    editor.save("q_1", kind="file", w_label="Your letter", n_accept="pdf", n_max_megabytes="3")
    assert (editor.part("q_1")["accept"], editor.part("q_1")["max_megabytes"]) == (["pdf"], 3)
    assert '<option value="pdf" selected>' in editor.look("q_1")
    assert "PDF, 3 MB at most" in editor.client.get(f"/en/drafts/{editor.survey_id}?part=q_1").text
    editor.save("q_1", kind="file", w_label="Your letter", n_accept="pdf photo")
    assert "accept" not in editor.part("q_1")


def _areas(*names: str) -> bytes:
    features = []
    for at, name in enumerate(names):
        west = 2.0 + at / 10
        ring = [[west, 41.0], [west + 0.1, 41.0], [west + 0.1, 41.1], [west, 41.1], [west, 41.0]]
        features.append(
            {
                "type": "Feature",
                "properties": {"name": name, "name:es": f"{name} (es)"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_areas_come_from_a_file_and_keep_their_codes_when_it_comes_again(editor: Editor) -> None:
    editor.act("question", "p_1")
    editor.save("q_1", kind="map_point", w_label="Where?")
    assert "Areas from a file" in editor.look("q_1")

    def bring(content: bytes) -> None:
        file = {"areas": (io.BytesIO(content), "areas.geojson"), "part": "q_1"}
        assert editor.client.post(f"{editor.address}/areas", data=file).status_code == 303

    bring(_areas("West", "East"))
    assert "2 areas were read from the file." in editor.look("q_1")
    first = editor.part("q_1")["options"]
    assert [option["label"]["en"] for option in first] == ["West", "East"]
    assert first[0]["label"]["es"] == "West (es)"
    bring(_areas("East", "North"))
    second = editor.part("q_1")["options"]
    assert second[0]["code"] == first[1]["code"] and second[0]["outline"] != first[1]["outline"]
    assert second[1]["label"]["en"] == "North" and len(second) == 2
    bring(b"nonsense")
    assert "This is no GeoJSON." in editor.look("q_1")
    assert editor.part("q_1")["options"] == second
    assert "<path data-code=" in editor.client.get(f"/en/drafts/{editor.survey_id}?part=q_1").text


def test_the_editor_says_how_easy_the_wording_is_and_how_long_the_longest_way(
    sign_in: SignIn,
) -> None:
    consultation = make_consultation()
    document = deepcopy(SAMPLE_SURVEY)
    hard = (
        "Insufficient intermodal transportation infrastructure considerably complicates "
        "accessibility for vulnerable populations throughout metropolitan peripheries. " * 4
    )
    document["pages"][4]["questions"][0]["hint"] = {"en": hard, "es": "x", "ar": "x"}
    survey_id = save_draft(SYSTEM, consultation.id, document)
    page = sign_in("engagement_lead").get(
        f"/staff/consultations/{consultation.id}/surveys/{survey_id}/edit"
    )
    assert "5 to 6 questions, by the answers" in page.text
    assert "hard to read" in page.text
    assert "its longest sentence has 13 words" in page.text


def test_a_language_without_public_pages_is_pointed_out(sign_in: SignIn) -> None:
    consultation = make_consultation()
    document = deepcopy(SAMPLE_SURVEY)
    document["languages"] = ["en", "es", "ar", "pt-BR", "it"]
    for text in texts_of(document):
        part_at(document, text.place).update({"pt-BR": "x", "it": "x"})
    survey_id = save_draft(SYSTEM, consultation.id, document)
    page = sign_in("engagement_lead").get(
        f"/staff/consultations/{consultation.id}/surveys/{survey_id}/edit"
    )
    said = re.findall(r"Residents cannot choose \u2068(\w+)", page.text)
    assert set(said) == {"Italiano"}
