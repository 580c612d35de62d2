"""Workbooks of rows from people: read in a process of its own, and given as CSV."""

from pathlib import Path

from engage.engines.bounded import run_bounded
from engage.engines.messages import Message, message

MOST_UNPACKED = 256 * 1024 * 1024
_CHILD = Path(__file__).with_name("child.py")
_UNREADABLE, _EMPTY = 2, 4


class RefusedWorkbook(ValueError):
    """Its rows cannot be read; ``message`` says what to do."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.message = why


def is_workbook(start: bytes) -> bool:
    """Whether a file begins as an .xlsx does, whatever it is called."""
    return start[:4] == b"PK\x03\x04"


def rows_of_workbook(content: bytes) -> bytes:
    """The first sheet that holds something, as CSV in UTF-8: a record for each of its rows.

    Nothing is computed: a formula counts as what the workbook last said it comes to. Dates are
    written year-month-day. Raises ``RefusedWorkbook``.
    """
    code, rows = run_bounded(_CHILD, content, str(MOST_UNPACKED))
    if code == 0 and rows:
        return rows
    raise RefusedWorkbook(_why(code))


def _why(code: int) -> Message:
    if code == _UNREADABLE:
        return message("import", "This workbook cannot be read. Save it as CSV and choose that.")
    if code == _EMPTY:
        return message("import", "This workbook holds no rows.")
    return message("import", "This workbook is too large. Save it as CSV and choose that.")
