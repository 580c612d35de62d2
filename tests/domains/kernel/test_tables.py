"""Files for spreadsheets: whole, in bounded memory, and nothing in them computes."""

import csv
import io
import tracemalloc
from collections.abc import Iterable

import pytest
from openpyxl import load_workbook

from engage.kernel.tables import BOM, Cell, as_written, csv_pieces, inert, xlsx_pieces

LIVE = ["=1+1", "+1+1", "-A1", "+SUM(1)", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r=1", "-2+3|cmd"]


def _book(rows: Iterable[list[Cell]]) -> list[tuple[object, ...]]:
    content = b"".join(xlsx_pieces(rows))
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


@pytest.mark.parametrize("text", LIVE)
def test_no_text_becomes_a_formula(text: str) -> None:
    assert inert(text) == f"'{text}"
    content = b"".join(xlsx_pieces([["words"], [text]]))
    cell = load_workbook(io.BytesIO(content)).worksheets[0]["A2"]
    assert cell.data_type == "s" and cell.quotePrefix
    assert str(cell.value).strip() == text.strip()


@pytest.mark.parametrize("text", [*LIVE, "-5", "+44 20 7946 0000", "'quoted'", "'=1", "", "-"])
def test_a_table_that_comes_back_says_what_was_written(text: str) -> None:
    assert as_written(str(inert(text))) == text


@pytest.mark.parametrize("text", ["-5", "-5.25", "+44 20 7946 0000", "+44 (0)20 7946"])
def test_amounts_and_telephone_numbers_stand_as_they_were_written(text: str) -> None:
    assert inert(text) == text


def test_numbers_stay_numbers_and_plain_words_stay_as_they_are() -> None:
    assert [inert(cell) for cell in (-3, 0.5, None, "5 = 5", "يا")] == [
        -3,
        0.5,
        None,
        "5 = 5",
        "يا",
    ]
    assert _book([["a", "b"], [-3, 0.25]])[1] == (-3, 0.25)


def test_csv_brings_every_word_back_and_has_the_mark_only_where_it_is_wanted() -> None:
    rows: list[list[Cell]] = [["text"], ['He said "no",\nthen left'], ["الحافلة، مساءً"]]
    content = b"".join(csv_pieces(rows)).decode()
    assert not content.startswith(BOM)
    assert list(csv.reader(io.StringIO(content, newline=""))) == rows
    assert b"".join(csv_pieces(rows, has_bom=True)) == (BOM + content).encode()


def test_what_no_cell_can_hold_is_left_out_or_said_to_be_cut() -> None:
    rows = _book([["text"], ["a\x07b"], ["x" * 40_000]])
    assert rows[1] == ("ab",)
    assert str(rows[2][0]).endswith("[…]") and len(str(rows[2][0])) == 32_767


def test_rows_beyond_a_sheet_go_on_in_another_with_the_header(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engage.kernel.tables.ROWS_A_SHEET", 3)
    content = b"".join(xlsx_pieces([["n"], *([number] for number in range(5))]))
    sheets = load_workbook(io.BytesIO(content)).worksheets
    found = [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in sheets]
    assert found == [["n", 0, 1], ["n", 2, 3, 4]]


def test_a_sheet_opens_with_a_filter_and_columns_as_wide_as_what_they_hold() -> None:
    content = b"".join(xlsx_pieces([["Comment", "Text"], [1, "Buses " * 50], [2, "Late"]]))
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.auto_filter.ref == "A1:B3" and sheet.freeze_panes == "A2"
    widths = [sheet.column_dimensions[letter].width for letter in "AB"]
    assert widths == [9, 60]


@pytest.mark.parametrize("pieces", [csv_pieces, xlsx_pieces])
def test_ten_times_as_many_rows_need_no_more_memory(pieces: object) -> None:
    def most(rows: int) -> int:
        tracemalloc.start()
        for _ in pieces(["words " * 20, number] for number in range(rows)):  # type: ignore[operator]
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(10)  # what is loaded at first use does not count
    assert most(5_000) < most(500) + 200_000
