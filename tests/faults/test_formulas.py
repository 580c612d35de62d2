"""What a spreadsheet would compute stays words in our tables, and comes back as it was written."""

import csv
import io
from random import Random

from openpyxl import load_workbook

from engage.kernel.tables import as_written, csv_pieces, inert, xlsx_pieces
from tests.faults import figure

FORMULAS = figure("FORMULAS", 500, 100)
BEGINNINGS = (
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "'=",
    "''+",
    "=-",
)
COMPUTED = (
    *("1+1", "A1", "SUM(A1:A9)", 'HYPERLINK("http://e.example","x")', "cmd|' /C calc'!A0"),
    *('WEBSERVICE("http://e.example")', "IMPORTXML(A1,B1)", 'DDE("a";"b")', "ظل", "-5", "1e9"),
)
NUMBERS = ("-5", "-5.25", "+44 20 7946 0000", "+34 (0)91 000 00 00", "-1 000,50", "+1,5", "5", "-0")
LIVE = frozenset("=+-@＝＋－＠\t\r\n")


def _formulas() -> list[str]:
    random = Random("formulas")
    return [
        random.choice(BEGINNINGS) * random.choice((1, 1, 2)) + random.choice(COMPUTED)
        for _ in range(FORMULAS)
    ]


def test_no_formula_computes_in_a_spreadsheet_or_a_table() -> None:
    formulas = _formulas()
    rows = [["words"], *([each] for each in formulas)]
    sheet = load_workbook(io.BytesIO(b"".join(xlsx_pieces(rows)))).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert len(cells) == FORMULAS
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    table = list(csv.reader(io.StringIO(b"".join(csv_pieces(rows)).decode(), newline="")))
    assert [text for (text,) in table[1:] if text.strip()[0] in LIVE] == []


def test_what_was_written_comes_back() -> None:
    assert [each for each in (*_formulas(), *NUMBERS) if as_written(str(inert(each))) != each] == []
    assert [each for each in NUMBERS if inert(each) != each] == []
