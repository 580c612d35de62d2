"""Pictures of questions and answers come in with the files beside a form, and go out again."""

import copy

import pytest

from engage.engines.messages import message
from engage.engines.questionnaire import check_survey
from engage.engines.questionnaire.foreign import file_name
from engage.engines.questionnaire.xlsform import export_xlsform, import_xlsform
from tests.engines.questionnaire.xlsform.test_round_trip import convert_with_pyxform
from tests.engines.questionnaire.xlsform.workbooks import workbook

BENCH, PLAN, CAR = "a" * 64, "b" * 64, "c" * 64
FORM = workbook(
    survey=[
        (
            "type",
            "name",
            "label::English (en)",
            "label::Français (fr)",
            "media::image",
            "image::fr",
        ),
        ("note", "plan", "The **plan** of ${place}", "Le plan", "media/Plan.PNG", "plan_fr.png"),
        ("text", "place", "Place", "Lieu", "gone.png", ""),
        ("select_one wish", "first", "First", "Premier", "", ""),
        ("rank order", "later", "Later", "Après", "", ""),
        ("begin group", "end", "End", "Fin", "plan.png", ""),
        ("text", "more", "More", "Plus", "film.gif", ""),
        ("end group", "", "", "", "", ""),
    ],
    choices=[
        ("list_name", "name", "label::English (en)", "label::fr", "Media::Image::English (en)"),
        ("wish", "bench", "A bench", "Un banc", "bench.jpg"),
        ("wish", "tree", "A tree", "Un arbre", ""),
        ("order", "car", "Cars", "Voitures", "bench.jpg"),
    ],
)


def bring(names):
    """The plan and the bench came along, and a film that is no picture."""
    assert names == ("plan.png", "plan_fr.png", "gone.png", "film.gif", "bench.jpg")
    return {"plan.png": PLAN, "bench.jpg": BENCH, "film.gif": message("own picture", "No.")}


def told(found):
    return {(note.sheet, note.row, note.column): str(note.done) for note in found.notes}


def test_pictures_stand_beside_questions_and_answers_and_what_is_lost_is_told():
    found = import_xlsform(FORM, bring=bring)
    assert [each for each in check_survey(found.document) if each.severity == "error"] == []
    (plan, place, first, later), (more,) = (page["questions"] for page in found.document["pages"])
    shows = {"en": "The plan of …", "fr": "Le plan"}
    assert plan["picture"] == {"file": PLAN, "label": shows}
    bench = {"file": BENCH, "label": {"en": "A bench", "fr": "Un banc"}}
    assert [each.get("picture") for each in first["options"]] == [bench, None]
    assert not any("picture" in each for each in (place, more, *later["options"]))
    notes = told(found)
    assert "stand for what it shows" in notes["choices", 2, "E"]
    assert "did not come with the form" in notes["survey", 3, "E"]
    assert notes["survey", 7, "E"] == "The picture “film.gif” was left out. No."
    assert notes["survey", 6, "E"] == "Left out: the picture “plan.png” has no place here."
    assert "has no place here" in notes["choices", 4, "E"]
    plans = [str(note.done) for note in found.notes if note.row == 2 and note.sheet == "survey"]
    assert any("One picture stands in every language" in each for each in plans)


def test_without_files_each_picture_is_told_with_its_name():
    found = import_xlsform(FORM)
    assert "picture" not in str(found.document)
    assert "“bench.jpg”, did not come with the form" in told(found)["choices", 2, "E"]


@pytest.mark.parametrize("is_with_files", [True, False])
def test_pictures_go_out_and_come_back(is_with_files):
    document = import_xlsform(FORM, bring=bring).document
    document["pages"][0]["questions"][2]["options"][1]["picture"] = "tree"  # of ours
    sent = export_xlsform(document)
    assert [note for note in sent.notes if "picture" in str(note.done)] == []
    convert_with_pyxform(sent.content)
    files = {file_name(BENCH): BENCH, file_name(PLAN): CAR}
    back = import_xlsform(sent.content, bring=lambda _: files if is_with_files else {})
    expected = copy.deepcopy(document)
    if is_with_files:  # drawn anew on another site, with the words as they were
        expected["pages"][0]["questions"][0]["picture"]["file"] = CAR
    assert back.document == expected
    assert [note for note in back.notes if "picture" in str(note.done)] == []
