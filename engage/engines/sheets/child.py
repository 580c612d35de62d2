"""Writes the rows of one workbook as CSV: reads it from the standard input.

Knows nothing of Engage. Ends with 2 for what is no workbook, with 3 for one that takes too much to
read, and with 4 for one without rows.
"""

import csv
import io
import resource
import sys
import zipfile
from datetime import date, datetime, time
from typing import Any

MEMORY = 1024 * 1024 * 1024
SECONDS = 25

UNREADABLE, TOO_MUCH, EMPTY = 2, 3, 4


def main(most_unpacked: int) -> int:
    """Write the rows; gives the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from openpyxl import load_workbook

    content = sys.stdin.buffer.read()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > most_unpacked:
                return TOO_MUCH
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="ignore", newline="")
        is_written = any(_write(sheet, out) for sheet in book.worksheets)
        out.flush()
    except MemoryError:
        return TOO_MUCH
    except Exception:  # whatever a library says of what is no workbook
        return UNREADABLE
    return 0 if is_written else EMPTY


def _write(sheet: Any, out: Any) -> bool:
    """Write a sheet; says whether it held anything. Rows before the first filled one stay blank."""
    writer = csv.writer(out)
    blank, width = 0, 0
    for row in sheet.iter_rows(values_only=True):
        cells = [_words(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            blank += 1
            continue
        for _ in range(blank):
            out.write("\r\n")
        blank = 0
        width = width or len(cells)
        writer.writerow(cells + [""] * (width - len(cells)))
    return width > 0


def _words(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


if __name__ == "__main__":
    try:
        code = main(int(sys.argv[1]))
    except MemoryError:
        code = TOO_MUCH
    raise SystemExit(code)
