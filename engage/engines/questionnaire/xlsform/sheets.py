"""Spreadsheets as plain tables of text, read with care: they come from anywhere.

One that holds too many cells is refused. Formulas are never computed.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser

from engage.engines.messages import message
from engage.engines.questionnaire.foreign import Notes, RefusedFile
from engage.engines.questionnaire.plain_text import clean_text
from engage.engines.questionnaire.workbooks import UnfitWorkbook, open_workbook

LARGEST_FILE = 5_000_000
LARGEST_UNPACKED = 20_000_000
MOST_CELLS = 500_000
LONGEST_TEXT = 32_767
# What a cell cannot hold beside what ``clean_text`` takes away.
_UNFIT = re.compile("[\ufffe\uffff]")
_PLACE = re.compile(r"\$ \{([a-z][a-z0-9_]{0,39})\}")
_NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True)
class Table:
    """A sheet: its rows with their numbers, each the texts of its filled cells by column number."""

    name: str
    rows: tuple[tuple[int, dict[int, str]], ...]


def cell_text(text: str, named: Mapping[str, str] = _NOBODY) -> str:
    """What a cell gives back of a text; never empty.

    Places for answers of the ``named`` questions (names by code) stay; nothing else in it looks
    like a reference.
    """
    tidy = _UNFIT.sub("", clean_text(text)).replace("${", "$ {").strip() or "-"
    if not named:
        return tidy
    return _PLACE.sub(lambda at: f"${{{named[at[1]]}}}" if at[1] in named else at[0], tidy)


def read_tables(content: bytes, notes: Notes) -> tuple[Table, ...]:
    """The sheets of a workbook; raises ``RefusedFile``. Formulas are noted, their values taken."""
    if len(content) > LARGEST_FILE:
        raise _too_large()
    try:
        with closing(open_workbook(content, LARGEST_UNPACKED, is_streamed=True)) as book:
            budget = _Budget()
            return tuple(_table(sheet, budget, notes) for sheet in book.worksheets)
    except RefusedFile:
        raise
    except UnfitWorkbook as wrong:
        raise (_too_large() if wrong.is_too_large else _unreadable()) from wrong
    except Exception as wrong:  # sheets are read as they are asked for
        raise _unreadable() from wrong


class _Budget:
    def __init__(self) -> None:
        self._left = MOST_CELLS

    def take(self, cells: int) -> None:
        self._left -= cells + 1
        if self._left < 0:
            raise _too_large()


def _cells_of(sheet: Any, *, is_data: bool) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The rows that a sheet really has.

    The public way fills gaps with empty cells, so that one cell in the last row makes a million.
    """
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=is_data,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        yield from parser.parse()


def _table(sheet: Any, budget: _Budget, notes: Notes) -> Table:
    rows: dict[int, dict[int, str]] = {}
    formulas: set[tuple[int, int]] = set()
    for number, cells in _cells_of(sheet, is_data=False):
        budget.take(len(cells))
        for cell in cells:
            if cell["data_type"] == "f":
                formulas.add((number, cell["column"]))
            elif cell["value"] is not None and (text := as_text(cell["value"])):
                rows.setdefault(number, {})[cell["column"]] = text
    if formulas:
        _take_values(sheet, rows, formulas, notes)
    return Table(sheet.title, tuple(sorted(rows.items())))


def _take_values(
    sheet: Any, rows: dict[int, dict[int, str]], formulas: set[tuple[int, int]], notes: Notes
) -> None:
    for number, cells in _cells_of(sheet, is_data=True):
        for cell in cells:
            column = cell["column"]
            if (number, column) not in formulas:
                continue
            if cell["value"] is None:
                told = message("survey file", "Left out: a formula whose value is not kept.")
            else:
                rows.setdefault(number, {})[column] = as_text(cell["value"])
                told = message("survey file", "A formula: the value that the file kept was taken.")
            notes.add(sheet.title, number, get_column_letter(column), "", told)


def as_text(value: Any) -> str:
    """The value of a cell in words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return clean_text(str(value))


def write_tables(tables: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """A workbook with these sheets; every cell is text, and none is a formula.

    Raises ``RefusedFile`` for a text that no cell can hold.
    """
    if any(len(text) > LONGEST_TEXT for _, rows in tables for row in rows for text in row):
        raise RefusedFile(
            message("survey file", "A text is longer than the cell of a spreadsheet can be.")
        )
    book = Workbook(write_only=True)
    for title, rows in tables:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for index, width in enumerate(_widths(rows), start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        for number, row in enumerate(rows):
            sheet.append(list(_cells(sheet, row, is_heading=number == 0)))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _widths(rows: Sequence[Sequence[str]]) -> Iterator[int]:
    for column in range(max(map(len, rows))):
        longest = max((len(row[column]) for row in rows if column < len(row)), default=0)
        yield min(max(longest + 2, 8), 48)


def _cells(sheet: Any, row: Sequence[str], *, is_heading: bool) -> Iterator[Any]:
    for text in row:
        cell = WriteOnlyCell(sheet, text or None)
        if text:
            cell.data_type = "s"  # "=1+1" is what somebody wrote, not something to compute
        cell.font = Font(bold=is_heading)
        cell.alignment = Alignment(wrap_text=not is_heading, vertical="top")
        yield cell


def _too_large() -> RefusedFile:
    return RefusedFile(message("survey file", "The file is too large for a survey."))


def _unreadable() -> RefusedFile:
    return RefusedFile(message("survey file", "This is not a workbook (.xlsx) that can be read."))
