"""What goes out as an XLSForm is one, and comes back as it went."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from engage.engines.questionnaire import check_survey
from engage.engines.questionnaire.xlsform import export_xlsform, import_xlsform
from tests.engines.questionnaire.specimens import NAMES, SPECIMENS, survey_of
from tests.engines.questionnaire.survey_documents import (
    document,
    household,
    options,
    repeated_documents,
    survey_documents,
    words,
)

SOME = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def convert_with_pyxform(content):
    """What the reference implementation of XLSForm makes of a workbook; raises where it is none."""
    return convert(io.BytesIO(content), file_type=".xlsx")


@SOME
@given(survey_documents())
def test_a_survey_comes_back_as_it_went_out_and_is_a_form_for_others(found):
    sent = export_xlsform(found)
    back = import_xlsform(sent.content)
    assert back.document == found
    convert_with_pyxform(sent.content)


@settings(SOME, max_examples=12)
@given(repeated_documents())
def test_repeated_sections_come_back_as_they_went_out_and_are_repeats_for_others(found):
    sent = export_xlsform(found)
    assert import_xlsform(sent.content).document == found
    convert_with_pyxform(sent.content)


@pytest.mark.parametrize("more", [{}, {"count": "q_people"}])
def test_a_household_is_a_repeat_for_others(more):
    found = household()
    found["pages"][1]["repeat"] |= more
    sent = export_xlsform(found)
    back = import_xlsform(sent.content)
    assert (back.document, back.notes) == (found, ())
    elsewhere = convert_with_pyxform(sent.content)
    assert elsewhere.warnings == []
    form = str(elsewhere._pyxform["children"])
    assert "'type': 'repeat'" in form
    assert ("'jr:count'" in form or "repeat_count" in form) == bool(more)
    assert "count(${p_home})" in form
    assert "sum(${q_age})" in form


@pytest.mark.parametrize("specimen", SPECIMENS, ids=NAMES)
def test_each_kind_of_question_comes_back_as_it_went_out(specimen):
    found = survey_of(specimen)
    sent = export_xlsform(found)
    back = import_xlsform(sent.content)
    assert back.document == found
    assert back.notes == ()
    convert_with_pyxform(sent.content)


@pytest.mark.parametrize(
    ("kind", "type_", "more"),
    [("photo", "photo", {}), ("file", "file", {"accept": ["pdf"], "max_megabytes": 3})],
)
def test_photos_and_files_come_back_as_they_went_out(kind, type_, more):
    found = document()
    asked = {"code": "q_file", "kind": kind, "label": words("Show us"), **more}
    found["pages"][0]["questions"].append(asked)
    sent = export_xlsform(found)
    assert import_xlsform(sent.content).document == found
    repeated = household()
    repeated["pages"][1]["questions"].append(asked)
    assert import_xlsform(export_xlsform(repeated).content).document == repeated
    elsewhere = convert_with_pyxform(sent.content)._pyxform["children"]
    assert f"'type': '{type_}'" in str(elsewhere)


def test_the_sample_comes_back_without_a_note():
    sent = export_xlsform(document(), "3")
    back = import_xlsform(sent.content)
    assert back.document == document()
    assert back.notes == ()
    elsewhere = convert_with_pyxform(sent.content)
    assert elsewhere.warnings == []
    assert 'version="3"' in elsewhere.xform


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
HARD = (
    "${",
    "${q_way}",
    " = 1 + 1",
    "=1+1",
    "\r\n a \r b ",
    "_x000D_",
    "a\u2028b",
    "\ufffe",
    "\ufeffa",
    "\x0b\x1f",
    "<b>&amp;",
    "#N/A",
    "TRUE",
    "1.0",
    "'single",
)


@SOME
@given(ANY_TEXT.filter(str.strip) | st.sampled_from(HARD))
def test_any_text_comes_back_as_it_was(text):
    found = document()
    page, question = found["pages"][0], found["pages"][0]["questions"][0]
    both = {"en": text, "ar": f"{text}."}
    found["title"], found["intro"], page["title"] = both, both, both
    question["label"], question["hint"] = both, both
    question["options"][0]["label"] = both
    question["options"][1]["please_say"] = {"label": both}
    page["questions"].append({"code": "i_a", "kind": "information", "label": both, "text": both})
    page["questions"].append({"code": "i_b", "kind": "information", "text": both})
    page["questions"].append({"code": "c_a", "kind": "consent", "label": both, "text": both})
    words_own = {"yes": both, "no": {"en": text}}
    page["questions"].append({"code": "y_a", "kind": "yes_no", "label": both, "labels": words_own})
    table = {"code": "m_a", "kind": "matrix", "label": both, "hint": both}
    table |= {"rows": [{"code": "r", "label": both}], "options": [{"code": "o", "label": both}]}
    page["questions"].append(table)
    if any(problem.severity == "error" for problem in check_survey(found)):
        return
    assert import_xlsform(export_xlsform(found).content).document == found


def _question(kind, **more):
    return {"kind": kind, "label": words(kind), **more}


ALL_SETTINGS = [
    _question("single_choice", options=options("a", "b"), about="age", order="listed"),
    _question("single_choice", options=options("a", "b"), hint={"en": "", "ar": ""}),
    _question("long_list", options=options("a", "b"), about="area", required=True),
    _question(
        "multiple_choice",
        options=[{"code": "n", "label": words("n"), "exclusive": True}, *options("a", "b", "c")],
        min_choices=2,
        max_choices=3,
        order="shuffled",
    ),
    _question(
        "multiple_choice",
        options=[{"code": "a", "label": words("a"), "exclusive": False}, *options("b")],
        order="rotated",
    ),
    _question("ranking", options=options("a", "b"), min_choices=1, max_choices=2, about="needs"),
    _question("yes_no", dont_know=False, about="age", labels={}),
    _question("yes_no", dont_know=True, labels={"dont_know": words("Who knows?")}),
    _question("consent", must_be_given=False, required=True),
    _question("consent", must_be_given=True, required=True, labels={"yes": words("I do")}),
    _question("short_text", min_length=2, max_length=30, comments=True),
    _question("long_text", comments=False, max_length=20_000),
    _question("number", minimum=-1e14, maximum=0.00001),
    _question("number", minimum=-5, integer=True),
    _question("number", integer=False),
    _question("amount", currency="JOD", minimum=0, maximum=9.5, integer=False),
    _question("date", earliest="1900-01-01", latest="2030-12-31"),
    _question(
        "scale",
        minimum=-3,
        maximum=3,
        dont_know=True,
        about="age",
        labels={"low": words("Low"), "dont_know": words("No idea")},
    ),
    _question(
        "matrix",
        several=True,
        required=False,
        hint=words("Look"),
        rows=options("r", "s"),
        options=[{"code": "n", "label": words("n"), "exclusive": True}, *options("a")],
    ),
    _question("matrix", several=False, rows=options("r"), options=options("a")),
    {"library": "age_band", "required": False},
    {"library": "gender", "label": words("And you are?"), "hint": words("Say")},
    {"library": "area", "options": options(*"abcdefghijklmn")},
]


@pytest.mark.parametrize("question", ALL_SETTINGS, ids=range(len(ALL_SETTINGS)))
@pytest.mark.parametrize("code", ["q_a", "meta"])
def test_every_setting_comes_back(question, code):
    found = document()
    asked = {"code": code, **question}
    made = f"{code}_r" if question.get("kind") == "matrix" else code
    condition = {"all": [{"not": {"any": [{"question": made, "answered": False}]}}]}
    after = {"code": "z", "kind": "short_text", "label": words("z"), "show_if": condition}
    found["pages"] = [{"code": code, "questions": [asked, after]}]
    found |= {"layout": "single_page", "check_answers": False}
    assert check_survey(found) == ()
    sent = export_xlsform(found)
    back = import_xlsform(sent.content)
    assert back.document == found
    assert back.notes == ()
    convert_with_pyxform(sent.content)
