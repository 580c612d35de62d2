"""Workbooks come from anywhere: what could do harm is refused, and formulas stay uncomputed."""

import io
import zipfile

import openpyxl
import pytest

from engage.engines.questionnaire.foreign import RefusedFile
from engage.engines.questionnaire.xlsform import export_xlsform, import_xlsform
from tests.engines.questionnaire.survey_documents import document, words
from tests.engines.questionnaire.xlsform.workbooks import form, workbook

GOOD = form(("text", "a", "A"))


def repacked(content, change):
    """The archive with each of its parts passed through ``change(name, bytes)``."""
    target = io.BytesIO()
    archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(io.BytesIO(content)) as source, archive as out:
        for name in source.namelist():
            out.writestr(name, change(name, source.read(name)))
    return target.getvalue()


def in_the_sheet(change):
    return lambda name, part: change(part) if name.endswith("sheet1.xml") else part


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 and no more",
        b"not a workbook",
        GOOD[: len(GOOD) // 2],
        b"x" * 6_000_000,
        workbook(questions=[("type", "name", "label")]),
        repacked(GOOD, in_the_sheet(lambda part: b"<broken")),
        repacked(GOOD, in_the_sheet(lambda part: part + b" " * 30_000_000)),
        repacked(GOOD, in_the_sheet(lambda part: b'<!DOCTYPE a [<!ENTITY b "c">]>' + part)),
        repacked(
            GOOD,
            in_the_sheet(
                lambda part: part.replace(
                    b"</sheetData>", b"<row>" + b"<c/>" * 600_000 + b"</row></sheetData>"
                )
            ),
        ),
    ],
)
def test_what_is_no_good_workbook_is_refused(content):
    with pytest.raises(RefusedFile) as refused:
        import_xlsform(content)
    assert str(refused.value.message)


def test_a_cell_in_the_last_row_does_not_make_a_million():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append(("type", "name", "label"))
    sheet.append(("text", "a", "A"))
    sheet["XFD1048576"] = "far away"
    target = io.BytesIO()
    book.save(target)
    found = import_xlsform(target.getvalue())
    assert [note.place for note in found.notes if note.row == 1048576] == ["survey!1048576"]


def test_a_formula_is_never_computed():
    found = import_xlsform(form(("text", "a", "=1+1")))
    assert found.document["pages"][0]["questions"][0]["label"] == {"en": "a"}
    assert "formula" in str(next(note.done for note in found.notes if note.place == "survey!C2"))


def test_words_that_look_like_a_formula_stay_words():
    survey = document()
    survey["title"] = words("=HYPERLINK(1)")
    sent = export_xlsform(survey).content
    book = openpyxl.load_workbook(io.BytesIO(sent))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert import_xlsform(sent).document == survey


def test_a_text_that_no_cell_can_hold_is_refused():
    survey = document()
    survey["intro"] = words("x" * 40_000)
    with pytest.raises(RefusedFile):
        export_xlsform(survey)
