"""Rows as files that any spreadsheet opens, in bounded memory; nothing in them computes."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice, zip_longest
from tempfile import TemporaryFile
from typing import IO, Any

from engage.engines.spreadsheets import Cell, as_written, begins_as_formula, inert

__all__ = ["BOM", "Cell", "as_written", "csv_pieces", "inert", "xlsx_pieces"]

BOM = "\ufeff"
ROWS_A_PIECE = 200
PIECE = 65_536
ROWS_A_SHEET = 1_000_000
LONGEST_CELL = 32_767
CUT = " […]"
NARROWEST, WIDEST = 8, 60  # signs in a column
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
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    coming = iter(rows)
    first = list(islice(coming, ROWS_A_PIECE))
    header: Sequence[Cell] = first[0] if first else ()
    widths = {
        get_column_letter(place): _width(cells)
        for place, cells in enumerate(zip_longest(*first), start=1)
    }
    last, sheet, number = get_column_letter(len(header) or 1), None, 0
    for number, row in enumerate(chain(first, coming)):
        if number % ROWS_A_SHEET == 0:
            sheet = book.create_sheet()
            make, bold = partial(WriteOnlyCell, sheet), Font(bold=True)
            sheet.sheet_view.rightToLeft = is_right_to_left
            sheet.freeze_panes = "A2"
            sheet.auto_filter.ref = f"A1:{last}{ROWS_A_SHEET + bool(number)}"
            for letter, width in widths.items():
                sheet.column_dimensions[letter].width = width
            if number:
                sheet.append([_cell_of(make, value, bold) for value in header])
        assert sheet is not None
        sheet.append([_cell_of(make, value, None if number else bold) for value in row])
    if sheet is not None:
        in_last = number % ROWS_A_SHEET + 1 + (number >= ROWS_A_SHEET)
        sheet.auto_filter.ref = f"A1:{last}{in_last}"
    book.save(file)


def _cell_of(make: Callable[[str], Any], value: Cell, font: object = None) -> object:
    if not isinstance(value, str):
        return value
    written = _UNFIT.sub("", value)
    if len(written) > LONGEST_CELL:
        written = written[: LONGEST_CELL - len(CUT)] + CUT
    cell = make(written)
    cell.data_type = "s"  # also what looks like a formula
    cell.quotePrefix = begins_as_formula(written)
    if font:
        cell.font = font
    return cell


def _width(cells: Sequence[Cell]) -> int:
    """How many signs a column shows without being drawn wider by hand."""
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    return min(max(longest + 2, NARROWEST), WIDEST)


def _emptied(out: io.StringIO) -> bytes:
    piece = out.getvalue()
    out.seek(0)
    out.truncate()
    return piece.encode("utf-8", errors="replace")
