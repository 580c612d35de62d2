"""Forms of others, as they are found: every cell is used, or the report says what was done."""

import json

import openpyxl
import pytest

from engage.engines.questionnaire import check_survey, finish, read_survey, route
from engage.engines.questionnaire.xlsform import export_xlsform, import_xlsform
from engage.engines.questionnaire.xlsform.sheets import as_text

FORMS = (
    "UCL_Biomass_Plot_Form",
    "case_insensitivity",
    "choice_filter_test",
    "extra_sheet_names",
    "flat_xlsform_test",
    "group",
    "include",
    "loop",
    "or_other",
    "specify_other",
    "text_and_integer",
    "xlsform_spec_test",
    "yes_or_no_question",
)
# Columns whose cells are in the document word by word, and those that a row is read by.
WORDS = ("label", "hint", "caption", "constraint_message", "requiredmsg", "guidance_hint")
READ = {
    *("type", "name", "list_name", "list name", "required", "relevant", "constraint"),
    *("calculation", "repeat_count", "choice_filter", "allow_choice_duplicates"),
    "cf",  # what choices are filtered by
    *("form_title", "form_id", "default_language", "style", "parameters", "appearance"),
}


def _open(shared, name):
    return (shared / "data" / "xlsforms" / f"{name}.xlsx").read_bytes()


@pytest.mark.shared
def test_these_are_all_the_forms_there_are(shared):
    assert {path.stem for path in (shared / "data" / "xlsforms").glob("*.xlsx")} == set(FORMS)


@pytest.mark.shared
@pytest.mark.parametrize("name", FORMS)
def test_a_form_comes_in_as_a_survey_that_can_be_published(shared, name):
    found = import_xlsform(_open(shared, name)).document
    assert found is not None
    assert [each for each in check_survey(found) if each.severity == "error"] == []


@pytest.mark.shared
@pytest.mark.parametrize("name", FORMS)
def test_every_cell_is_used_or_reported(shared, name):
    found = import_xlsform(_open(shared, name))
    places = {note.place for note in found.notes}
    kept = set(_texts(found.document))
    book = openpyxl.load_workbook(shared / "data" / "xlsforms" / f"{name}.xlsx", data_only=True)
    looked_at = 0
    for sheet in book:
        if sheet.title in places:
            continue
        heads = {}
        for row in sheet.iter_rows(max_row=1000):
            for cell in row:
                text = as_text(cell.value) if cell.value is not None else ""
                if not text:
                    continue
                if not heads.get("row") or heads["row"] == cell.row:
                    heads["row"] = cell.row
                    heads[cell.column] = text
                    continue
                looked_at += 1
                head = heads[cell.column].partition(":")[0].lower().strip()
                here = {f"{sheet.title}!{cell.coordinate}", f"{sheet.title}!{cell.row}"}
                if places & here:
                    continue
                if head in WORDS:
                    assert text in kept, (cell.coordinate, text)
                else:
                    assert head in READ, (cell.coordinate, head, text)
    assert looked_at > 0


def _texts(part):
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from _texts(each)


@pytest.mark.shared
@pytest.mark.parametrize("name", FORMS)
def test_what_came_in_goes_out_and_comes_back(shared, name):
    document = import_xlsform(_open(shared, name)).document
    assert import_xlsform(export_xlsform(document).content).document == document


@pytest.mark.shared
def test_a_cascade_of_districts_is_offered_step_by_step(shared):
    found = import_xlsform(_open(shared, "choice_filter_test")).document
    survey, told = read_survey(found), {"state": "texas", "county": "king", "city": "seattle"}
    asked = {each.code: each for page in route(survey, told) for each in page.questions}
    assert [option.code for option in asked["county"].options] == ["king", "cameron"]
    assert finish(survey, {**told, "county": "cameron"}).dropped == ("city",)


@pytest.mark.shared
def test_a_long_form_keeps_its_languages_conditions_and_limits(shared):
    found = import_xlsform(_open(shared, "UCL_Biomass_Plot_Form"))
    document = found.document
    assert document["languages"] == ["sw", "en"]
    parts = {part["code"]: part for page in document["pages"] for part in page["questions"]}
    assert parts["monumented"]["label"]["en"] == "Was the Plot Center Monumented with Rebar?"
    assert parts["monumented"]["options"][0]["label"] == {"sw": "Ndiyo", "en": "Yes"}
    assert parts["leader_name_other"]["show_if"] == {"question": "leader_name", "is": "other"}
    assert parts["decay_class"]["show_if"] == {"question": "health_id", "is": "dead"}
    told = {note.place: str(note.done) for note in reversed(found.notes)}
    assert "formula" in told["settings!B2"]
    assert "its list is in another file" in told["survey!A16"]
    assert told["survey!A32"] == "Asked 20 times at most."
    assert json.dumps([note.as_json() for note in found.notes])
