"""What becomes of the rows of a form."""

import io

import openpyxl
import pytest

from engage.engines.questionnaire import check_survey
from engage.engines.questionnaire.xlsform import export_xlsform, import_xlsform
from tests.engines.questionnaire.survey_documents import document
from tests.engines.questionnaire.xlsform.workbooks import form, workbook

YES_NO = (("yn", "yes", "Yes"), ("yn", "no", "No"))


def parts_of(found):
    return [part for page in found.document["pages"] for part in page["questions"]]


def told_at(found, place):
    return [str(note.done) for note in found.notes if note.place == place]


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (("text", "a", "A"), {"kind": "short_text"}),
        (("text", "a", "A", "", "multiline"), {"kind": "long_text"}),
        (("text", "a", "A", "", "", "rows=5"), {"kind": "long_text"}),
        (("integer", "a", "A"), {"kind": "number", "integer": True}),
        (("decimal", "a", "A"), {"kind": "number"}),
        (("date", "a", "A"), {"kind": "date"}),
        (("time", "a", "A"), {"kind": "time"}),
        (
            ("integer", "a", "A", ". >= 0 and . < 120"),
            {"kind": "number", "integer": True, "minimum": 0, "maximum": 119},
        ),
        (
            ("text", "a", "A", "string-length(.) <= 20"),
            {"kind": "short_text", "max_length": 20},
        ),
        (
            ("date", "a", "A", ". >= date('2000-01-01')"),
            {"kind": "date", "earliest": "2000-01-01"},
        ),
        (
            ("range", "a", "A", "", "", "start=1 end=5 step=1"),
            {"kind": "scale", "minimum": 1, "maximum": 5},
        ),
        (
            ("range", "a", "A", "", "", "start=0 end=100 step=5"),
            {"kind": "number", "integer": True, "minimum": 0, "maximum": 100}
            | {"constraint": ". mod 5 = 0"},
        ),
        (
            ("range", "a", "A", ". != 12 or . < 7", "", "start=2 end=92 step=10"),
            {"kind": "number", "integer": True, "minimum": 2, "maximum": 92}
            | {"constraint": "(. != 12 or . < 7) and (. - 2) mod 10 = 0"},
        ),
        (
            ("range", "a", "A", "", "", "start=-10 end=10 step=5"),
            {"kind": "number", "integer": True, "minimum": -10, "maximum": 10}
            | {"constraint": "(. + 10) mod 5 = 0"},
        ),
        (
            ("range", "a", "A", "", "", "start=0 end=1 step=0.5"),
            {"kind": "number", "minimum": 0, "maximum": 1},
        ),
        (
            ("begin group", "a", "A"),
            None,
        ),
    ],
)
def test_a_row_becomes_a_question_of_its_kind(row, wanted):
    heads = ("type", "name", "label", "constraint", "appearance", "parameters")
    found = import_xlsform(form(row, heads=heads))
    if wanted is None:
        assert found.document is None
    else:
        assert parts_of(found) == [{"code": "a", "label": {"en": "A"}, **wanted}]
        assert [each for each in check_survey(found.document) if each.severity == "error"] == []
        back = import_xlsform(export_xlsform(found.document).content)
        assert (back.document, back.notes) == (found.document, ())


def test_a_moment_becomes_a_day_and_a_time_in_repeats_too():
    heads = ("type", "name", "label::English (en)", "label::Español (es)", "required", "relevant")
    rows = (
        ("begin_repeat", "visits", "Visits", "Visitas"),
        ("text", "what", "What?", "¿Qué?"),
        ("dateTime", "when", "When?", "¿Cuándo?", "yes", "${what} != ''"),
        ("end_repeat",),
    )
    found = import_xlsform(workbook(survey=[heads, *rows]))
    _, day, time = parts_of(found)
    assert (day["kind"], time["kind"]) == ("date", "time")
    assert time == {**day, "code": "when_time", "kind": "time", "label": time["label"]}
    assert time["label"]["es"] == "¿Cuándo? – ¿A qué hora?"
    assert "two questions" in told_at(found, "survey!A4")[0]
    assert check_survey(found.document) == ()
    assert import_xlsform(export_xlsform(found.document).content).document == found.document


def test_choices_bring_their_options_other_words_and_the_option_that_stands_alone():
    heads = ("type", "name", "label", "constraint")
    alone = "count-selected(.) <= 2 and not(selected(., 'no') and count-selected(.) > 1)"
    found = import_xlsform(
        form(
            ("select_one yn or_other", "a", "A"),
            ("select_multiple yn", "b", "B", alone),
            ("rank yn", "c", "C"),
            heads=heads,
            choices=YES_NO,
        )
    )
    first, second, third = parts_of(found)
    assert [each["code"] for each in first["options"]] == ["yes", "no", "other"]
    assert first["options"][2] == {"code": "other", "label": {"en": "Other"}, "please_say": {}}
    assert second["max_choices"] == 2
    assert second["options"][1] == {"code": "no", "label": {"en": "No"}, "exclusive": True}
    assert third["kind"] == "ranking"
    assert any("line to write" in told for told in told_at(found, "survey!A2"))


def test_a_line_for_other_words_belongs_to_its_answer():
    heads = ("type", "name", "label", "relevant", "required")
    found = import_xlsform(
        form(
            ("select_one yn", "a", "A"),
            ("text", "a_no", "Why not?", "${a} = 'no'", "yes"),
            heads=heads,
            choices=YES_NO,
        )
    )
    (question,) = parts_of(found)
    assert question["options"][1]["please_say"] == {"label": {"en": "Why not?"}, "required": True}


def test_groups_become_pages_and_tables_become_matrices():
    heads = ("type", "name", "label", "relevant", "appearance")
    found = import_xlsform(
        form(
            ("select_one yn", "a", "A"),
            ("begin_group", "more", "More", "${a} = 'yes'"),
            ("text", "b", "B"),
            ("begin_group", "inner", "", "${b} != ''"),
            ("text", "c", "C"),
            ("end_group",),
            ("begin_group", "table", "Table", "", "table-list"),
            ("select_one yn", "d", "D"),
            ("select_one yn", "e", "E"),
            ("end_group",),
            ("end_group",),
            ("text", "f", "F", "${d} = 'yes'"),
            heads=heads,
            choices=YES_NO,
        )
    )
    pages = found.document["pages"]
    assert [page["code"] for page in pages] == ["page", "more", "inner", "more_2", "page_2"]
    assert pages[1]["show_if"] == {"question": "a", "is": "yes"}
    assert pages[2]["show_if"] == {
        "all": [pages[1]["show_if"], {"question": "b", "answered": True}]
    }
    (matrix,) = pages[3]["questions"]
    assert [row["code"] for row in matrix["rows"]] == ["d", "e"]
    assert pages[4]["questions"][0]["show_if"] == {"question": "table_d", "is": "yes"}
    assert check_survey(found.document) == ()


def test_languages_are_offered_where_every_text_is_there():
    heads = (
        "type",
        "name",
        "label::English (en)",
        "label::Español",
        "label::ar",
        "hint::Klingonese",
    )
    found = import_xlsform(
        workbook(survey=[heads, ("text", "a", "A", "Á", "", "x"), ("note", "n", "N", "Ñ", "ن")])
    )
    assert found.document["languages"] == ["en", "es"]
    assert parts_of(found)[1]["text"] == {"en": "N", "es": "Ñ", "ar": "ن"}
    assert "1 text is missing" in told_at(found, "survey!E1")[0]
    assert "language is not known" in told_at(found, "survey!F1")[0]
    assert told_at(found, "survey!F2") != []


def test_what_the_survey_language_refuses_is_taken_out_and_told():
    heads = ("type", "name", "label", "relevant", "constraint")
    found = import_xlsform(
        form(
            ("text", "a", "A", "${b} = 1", "string-length(.) <= 5000"),
            ("integer", "b", "B", "", ". > 10 and . < 5"),
            ("select_one nowhere", "c", "C"),
            ("calculate", "d", ""),
            heads=heads,
        )
    )
    assert [each.severity for each in check_survey(found.document)] == []
    assert [part["kind"] for part in parts_of(found)] == ["short_text", "number", "short_text"]
    assert "Asked of everybody" in told_at(found, "survey!D2")[0]
    assert "1000" in told_at(found, "survey!E2")[0]
    assert told_at(found, "survey!E3") != []
    assert "There is no list" in told_at(found, "survey!A4")[0] or told_at(found, "survey!A4")
    assert "calculate" in told_at(found, "survey!5")[0]


def test_a_form_with_nothing_to_ask_gives_no_survey():
    found = import_xlsform(form(("calculate", "a", ""), ("start", "b", "")))
    assert found.document is None
    assert any("Nothing in this sheet" in str(note.done) for note in found.notes)


def test_a_changed_cell_goes_before_what_was_kept_of_it():
    found = document()
    first, second = found["pages"][0]["questions"]
    first["label"]["en"], second["hint"] = "It costs ${x}", {"en": " A hint", "ar": "ب"}
    book = openpyxl.load_workbook(io.BytesIO(export_xlsform(found).content))
    cells = [cell for row in book["survey"].iter_rows() for cell in row]
    (label,) = [cell for cell in cells if cell.value == "It costs $ {x}"]
    label.value = "It costs more"
    target = io.BytesIO()
    book.save(target)
    first["label"]["en"] = "It costs more"
    assert import_xlsform(target.getvalue()).document == found


def test_a_library_question_is_written_out_once_it_says_something_else():
    found = document()
    found["pages"][0]["questions"] = [{"code": "q_age", "library": "age_band"}]
    found["pages"][1]["show_if"] = {"question": "q_age", "is": "under_16"}
    del found["pages"][2]
    book = openpyxl.load_workbook(io.BytesIO(export_xlsform(found).content))
    for row in book["choices"].iter_rows():
        for cell in row:
            cell.value = {"Under 16": "A child"}.get(cell.value, cell.value)
    target = io.BytesIO()
    book.save(target)
    question = parts_of(import_xlsform(target.getvalue()))[0]
    assert "library" not in question
    assert question["options"][0]["label"]["en"] == "A child"


def test_a_list_without_labels_below_one_that_shows_them_is_a_matrix():
    heads = ("type", "name", "label", "appearance", "hint")
    rows = (
        ("begin_group", "t", "Your street", "field-list"),
        ("select_one yn", "h", "What is good?", "label"),
        ("select_one yn", "b", "Buses", "list-nolabel"),
        ("select_one yn", "c", "Trees", "minimal list-nolabel"),
        ("end_group",),
    )
    found = import_xlsform(form(*rows, heads=heads, choices=YES_NO))
    (table,) = parts_of(found)
    assert (table["kind"], table["label"]) == ("matrix", {"en": "Your street"})
    assert table["hint"] == {"en": "What is good?"}
    assert [row["code"] for row in table["rows"]] == ["b", "c"]
    assert "heading of the table" in told_at(found, "survey!A3")[0]
    assert told_at(found, "survey!D4") == []
    assert told_at(found, "survey!D5") != []
    untitled = [("begin_group", "t", "", "field-list"), *rows[1:]]
    (table,) = parts_of(import_xlsform(form(*untitled, heads=heads, choices=YES_NO)))
    assert table["label"] == {"en": "What is good?"}
    assert "hint" not in table


SHOWN = ("type", "name", "label", "read_only", "calculation", "default", "relevant")


def test_what_is_only_read_is_shown_with_its_value_and_what_is_hidden_is_calculated():
    found = import_xlsform(
        form(
            ("integer", "a", "A?", "no"),
            ("text", "b", "Twice as many", "yes", "${a} * 2", "", "${a} > 3"),
            ("select_one yn", "c", "Only to read", "true()"),
            ("hidden", "d", "", "", "", "north"),
            ("hidden", "e", "", "", "", "7"),
            ("hidden", "f", "", "", "", "${a} + 1"),
            ("hidden", "g", ""),
            ("hidden", "h", "", "", "", "'a' \"b\""),
            ("text", "i", "I?", "", "", "Nobody", "${d} = 'north' and ${e} < ${f}"),
            ("note", "j", "J", "yes"),
            heads=SHOWN,
            choices=YES_NO,
        )
    )
    parts = parts_of(found)
    assert [(part["code"], part["kind"]) for part in parts] == [
        *(("a", "number"), ("b", "calculation"), ("b_shown", "information")),
        *(("c", "information"), ("d", "calculation"), ("e", "calculation")),
        *(("f", "calculation"), ("i", "short_text"), ("j", "information")),
    ]
    assert parts[2]["text"] == {"en": "Twice as many – ${b}"}
    assert parts[1]["show_if"] == parts[2]["show_if"] == {"question": "a", "at_least": 4}
    assert [part["expression"] for part in parts[4:7]] == ["'north'", "7", "${a} + 1"]
    assert parts[7]["show_if"] == "${d} = 'north' and ${e} < ${f}"
    assert "shown and not asked" in told_at(found, "survey!D3")[0]
    assert "no value is given" in told_at(found, "survey!8")[0]
    assert told_at(found, "survey!9") != []
    assert "“Nobody” would count" in told_at(found, "survey!F10")[0]
    assert told_at(found, "survey!D11") == []
    assert [each for each in check_survey(found.document) if each.severity == "error"] == []
    assert import_xlsform(export_xlsform(found.document).content).document == found.document


@pytest.mark.parametrize(
    ("type_", "wanted"),
    [
        *(("start", "was begun"), ("end", "was sent"), ("deviceid", "kiosk"), ("audit", "one by")),
        *(("username", "who keyed"), ("start-geopoint", "was not asked for"), ("video", "“video”")),
        *(("uri:deviceid", "kiosk"), ("phonenumber", "was not asked for")),
    ],
)
def test_what_is_recorded_without_asking_is_told_by_what_the_site_keeps(type_, wanted):
    found = import_xlsform(form(("text", "a", "A"), (type_, "b", "")))
    (told,) = told_at(found, "survey!3")
    assert told.startswith("Left out:")
    assert wanted in told


def test_what_interviewers_read_out_and_numbers_on_paper_come_over():
    heads = (
        *("type", "name", "label", "guidance_hint", "x_interviewer_script::English (en)"),
        *("x_paper_number", "media::image", "audio", "appearance"),
    )
    found = import_xlsform(
        form(
            ("text", "a", "A", "Wait", "Tell me about A", "1", "a.png"),
            ("begin_group", "t", "T", "", "Now some things", "", "", "", "table-list"),
            ("select_one yn", "b", "B", "Slowly"),
            ("select_one yn", "c", "C", "Fast", "And C?", "3"),
            ("end_group",),
            ("select_one yn", "d", "D", "", "", "9", "", "d.mp3", "minimal autocomplete"),
            heads=heads,
            choices=YES_NO,
        )
    )
    first, table, last = parts_of(found)
    assert first["interviewer_script"] == {"en": "Tell me about A"}
    assert first["interviewer_note"] == {"en": "Wait"}
    assert table["interviewer_script"] == {"en": "Now some things"}
    assert table["interviewer_note"] == {"en": "Slowly"}
    assert last["kind"] == "long_list"
    assert told_at(found, "survey!F2") == []
    assert "“a.png”" in told_at(found, "survey!G2")[0]
    assert "share these words" in told_at(found, "survey!D5")[0]
    assert "share these words" in told_at(found, "survey!E5")[0]
    assert told_at(found, "survey!F5") != []
    assert "in their order" in told_at(found, "survey!F7")[0]
    assert "no sound" in told_at(found, "survey!H7")[0]
    back = import_xlsform(export_xlsform(found.document).content)
    assert (back.document, back.notes) == (found.document, ())


def test_a_group_in_a_repeat_keeps_its_title():
    heads = ("type", "name", "label", "relevant")
    found = import_xlsform(
        form(
            ("begin_repeat", "p", "Person"),
            ("text", "a", "A"),
            ("begin_group", "g", "School", "${a} != ''"),
            ("text", "b", "B"),
            ("end_group",),
            ("end_repeat",),
            heads=heads,
        )
    )
    _, title, inner = parts_of(found)
    assert (title["kind"], title["text"]) == ("information", {"en": "School"})
    assert title["show_if"] == inner["show_if"] == {"question": "a", "answered": True}
    assert import_xlsform(export_xlsform(found.document).content).document == found.document


def test_a_long_list_stands_in_a_sheet_of_its_own_and_keeps_its_filter():
    found = import_xlsform(
        workbook(
            survey=[
                ("type", "name", "label", "choice_filter"),
                ("select_one area", "where", "Where?", ""),
                ("select_one_external street", "street", "Which street?", "area=${where}"),
                ("select_one_external gone", "gone", "Gone?", ""),
            ],
            choices=[
                ("list_name", "name", "label"),
                ("area", "north", "North"),
                ("area", "south", "South"),
            ],
            external_choices=[
                ("list_name", "name", "label", "area"),
                ("street", "elm", "Elm Street", "north"),
                ("street", "oak", "Oak Lane", "south"),
                ("other", "x", "X", ""),
            ],
        )
    )
    _, street, gone = parts_of(found)
    assert street["kind"] == "long_list" and gone["kind"] == "short_text"
    assert [(each["label"]["en"], each["show_if"]) for each in street["options"]] == [
        ("Elm Street", {"question": "where", "is": "north"}),
        ("Oak Lane", {"question": "where", "is": "south"}),
    ]
    assert told_at(found, "survey!A4") == ["Asked as a line to write: there is no list “gone”."]
    assert told_at(found, "external_choices!4") == ["Left out: no question offers this list."]


def test_a_spoken_answer_is_asked_for_in_writing():
    found = import_xlsform(form(("audio", "say", "What do you hear at night?")))
    assert parts_of(found)[0]["kind"] == "long_text"
    assert told_at(found, "survey!A2") == ["Asked in writing: no sound is recorded here."]
