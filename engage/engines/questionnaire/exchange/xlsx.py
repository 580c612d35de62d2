"""A workbook for translators who use a spreadsheet: a row for each text, a sheet that knows whose.

Characters that no cell can hold are written as spreadsheets write them, ``_x000B_``.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill

from engage.engines.languages import tag_of
from engage.engines.messages import Message, message
from engage.engines.questionnaire.exchange.units import (
    MISSING,
    STATES,
    BrokenFile,
    Exchange,
    Unit,
)
from engage.engines.questionnaire.workbooks import UnfitWorkbook, open_workbook

LONGEST_CELL = 32_767
LARGEST_BYTES = 64_000_000  # unpacked
MOST_ROWS = 20_000
MOST_COLUMNS = 40
TEXTS, ABOUT = "texts", "about"
COLUMNS = ("id", "source", "target", "state", "note")
_WIDTHS = (34, 60, 60, 12, 40)
_NO_CELL = re.compile(
    "[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")


def write_xlsx(exchange: Exchange, *, is_right_to_left: bool = False) -> bytes:
    """The texts as a workbook; raises ``BrokenFile`` for a text that no cell can hold."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = TEXTS
    sheet.freeze_panes = "A2"
    sheet.append(COLUMNS)
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet.column_dimensions[letter].width = width
    for number, unit in enumerate(exchange.units, start=2):
        values = (unit.key, unit.source, unit.target, unit.state, unit.note)
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(number, column)
            _write(cell, value, f"{TEXTS}!{cell.coordinate}")
            reads = 2 if is_right_to_left and COLUMNS[column - 1] == "target" else 0
            cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=reads)
        if unit.state == MISSING:
            sheet.cell(number, 3).fill = PatternFill("solid", fgColor="FDF0DC")
    about = book.create_sheet(ABOUT)
    known = (exchange.survey, tag_of(exchange.source_language), tag_of(exchange.target_language))
    for name, value in zip(("survey", "source", "target"), known, strict=True):
        about.append((name, ""))
        _write(about.cell(about.max_row, 2), value, ABOUT)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_xlsx(content: bytes) -> Exchange:
    """The texts of a workbook; raises ``BrokenFile``."""
    book = _opened(content)
    for name in (TEXTS, ABOUT):
        if name not in {sheet.title for sheet in book.worksheets}:
            raise BrokenFile(
                message("translation file", "The sheet “%(name)s” is gone.", name=name)
            )
    about = {
        str(row[0]): _plain(row[1])
        for row in book[ABOUT].iter_rows(max_row=3, max_col=2, values_only=True)
        if len(row) > 1 and isinstance(row[1], str)
    }
    sheet = book[TEXTS]
    # No further than there are cells: asking for one makes it.
    rows = sheet.iter_rows(
        max_col=min(sheet.max_column, MOST_COLUMNS), max_row=min(sheet.max_row, MOST_ROWS + 2)
    )
    units = tuple(_units(rows))
    if len(units) > MOST_ROWS:
        raise BrokenFile(message("translation file", "The sheet has too many rows."))
    known = (about.get("survey", ""), about.get("source", ""), about.get("target", ""))
    return Exchange(*known, units)


def _opened(content: bytes) -> Workbook:
    try:
        return open_workbook(content, LARGEST_BYTES)
    except UnfitWorkbook as wrong:
        if wrong.is_too_large:
            told = message("translation file", "This workbook is too large.")
        else:
            told = message("translation file", "This is not a workbook (.xlsx).")
        raise BrokenFile(told) from None


def _units(rows: Iterator[Sequence[Any]]) -> Iterator[Unit]:
    heads = [str(cell.value or "").strip().lower() for cell in next(rows, ())]
    for name in ("id", "source", "target"):
        if name not in heads:
            raise BrokenFile(
                message("translation file", "The column “%(name)s” is gone.", name=name)
            )
    for number, row in enumerate(rows, start=2):
        said = {name: _text(row[heads.index(name)]) for name in COLUMNS if name in heads}
        if any(said.values()):
            state = said.get("state", MISSING)
            yield Unit(
                said["id"].strip(),
                said["source"],
                said["target"],
                state if state in STATES else MISSING,
                said.get("note", ""),
                f"{TEXTS}!{number}",
            )


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        told: Message = message(
            "translation file", "Cell %(cell)s: write a text here.", cell=cell.coordinate
        )
        raise BrokenFile(told)
    return _plain(value) if isinstance(value, str) else f"{value:g}"


def _write(cell: Any, words: str, place: str) -> None:
    """Write words into a cell as words, also where they begin as a formula does."""
    written = _NO_CELL.sub(lambda found: f"_x{ord(found[0]):04X}_", words)
    if len(written) > LONGEST_CELL:
        raise BrokenFile(
            message(
                "translation file",
                "%(place)s: this text is too long for a cell. Take the XLIFF file.",
                place=place,
            )
        )
    assert isinstance(cell, Cell)
    if written:
        cell.value = written
        cell.data_type = "s"
        cell.quotePrefix = written.startswith(("=", "+", "-", "@"))


def _plain(written: str) -> str:
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), written)
