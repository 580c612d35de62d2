"""Rows as files that any spreadsheet opens, in bounded memory; nothing in them computes."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO

from engage.engines.spreadsheets import Cell, as_written, begins_as_formula, inert

__all__ = ["BOM", "Cell", "as_written", "csv_pieces", "inert", "xlsx_pieces"]

BOM = "\ufeff"
ROWS_A_PIECE = 200
PIECE = 65_536
ROWS_A_SHEET = 1_000_000
LONGEST_CELL = 32_767
CUT = " […]"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def csv_pieces(rows: Iterable[Sequence[Cell]], *, has_bom: bool = False) -> Iterator[bytes]:
    """The rows as CSV in UTF-8, piece by piece; some programs need the mark at its head."""
    out = io.StringIO()
    writer = csv.writer(out)
    if has_bom:
        out.write(BOM)
    for number, row in enumerate(rows, start=1):
        writer.writerow([inert(cell) for cell in row])
        if number % ROWS_A_PIECE == 0:
            yield _emptied(out)
    yield _emptied(out)


def xlsx_pieces(
    rows: Iterable[Sequence[Cell]], *, is_right_to_left: bool = False
) -> Iterator[bytes]:
    """The rows as a workbook, written to disk as they come and given piece by piece.

    A text that no cell can hold is cut and says so; more than a million rows go on in another
    sheet, each with the header, which is the first row.
    """
    with TemporaryFile() as file:
        _write_workbook(file, rows, is_right_to_left)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write_workbook(
    file: IO[bytes], rows: Iterable[Sequence[Cell]], is_right_to_left: bool
) -> None:
    # loaded only here: a server that never writes a workbook does without its memory
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    def cell_of(sheet: object, value: Cell, is_header: bool) -> object:
        if not isinstance(value, str):
            return value
        written = _UNFIT.sub("", value)
        if len(written) > LONGEST_CELL:
            written = written[: LONGEST_CELL - len(CUT)] + CUT
        cell = WriteOnlyCell(sheet, written)  # type: ignore[arg-type]  # stubs ask for its base
        cell.data_type = "s"  # also what looks like a formula
        cell.quotePrefix = begins_as_formula(written)
        if is_header:
            cell.font = Font(bold=True)
        return cell

    book = Workbook(write_only=True)
    header: Sequence[Cell] = ()
    sheet = None
    for number, row in enumerate(rows):
        header = header or row
        if number % ROWS_A_SHEET == 0:
            sheet = book.create_sheet()
            sheet.sheet_view.rightToLeft = is_right_to_left
            sheet.freeze_panes = "A2"
            if number:
                sheet.append([cell_of(sheet, value, True) for value in header])
        assert sheet is not None
        sheet.append([cell_of(sheet, value, number == 0) for value in row])
    book.save(file)


def _emptied(out: io.StringIO) -> bytes:
    piece = out.getvalue()
    out.seek(0)
    out.truncate()
    return piece.encode("utf-8", errors="replace")
