"""Reading a table of comments: UTF-8 CSV with a header, faults named by row and line."""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engage.engines.messages import Message, message

LARGEST_FIELD = 1 << 24
_UNDECODED = re.compile("[\udc80-\udcff]")


class UnreadableTable(ValueError):
    """The table cannot be read; ``message`` says where and why."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.message = why


class Table:
    """The wanted columns of a file's rows; read anew, and checked, each time one goes through it.

    Going through it raises ``UnreadableTable`` naming row (the first under the header is 1), line
    and column, and ``OSError`` as the system does.
    """

    def __init__(self, path: Path, wanted: Sequence[str]) -> None:
        self._path, self._wanted = path, tuple(wanted)

    def __iter__(self) -> Iterator[list[str]]:
        csv.field_size_limit(LARGEST_FIELD)
        with self._path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
            reader = csv.reader(_checked(stream), strict=True)
            header = _next(reader, 0)
            if header is None:
                raise UnreadableTable(message("cluster command", "The file is empty."))
            places = [_place(header, column) for column in self._wanted]
            number = 0
            while (row := _next(reader, number + 1)) is not None:
                if row:
                    number += 1
                    _check_width(row, header, number, reader.line_num)
                    yield [row[place] for place in places]
        if not number:
            raise UnreadableTable(
                message("cluster command", "The file holds no row under its header.")
            )

    def column(self, place: int) -> "Column":
        """One of the wanted columns, to be gone through as often as needed."""
        return Column(self, place)


class Column:
    """The cells of one column."""

    def __init__(self, table: Table, place: int) -> None:
        self._table, self._place = table, place

    def __iter__(self) -> Iterator[str]:
        return (row[self._place] for row in self._table)


def read_table(path: Path, wanted: Sequence[str]) -> list[list[str]]:
    """All rows of a small table at once; raises as ``Table``."""
    return list(Table(path, wanted))


class _NotUtf8(Exception):
    """The next line holds bytes that are no UTF-8."""


def _checked(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if not line.isascii() and _UNDECODED.search(line):
            raise _NotUtf8
        yield line


def _next(reader: Any, number: int) -> list[str] | None:
    """The next row, None at the end; a fault names it."""
    try:
        return next(reader, None)
    except _NotUtf8:
        why = message(
            "cluster command",
            "Row %(row)s (line %(line)s) is not written in UTF-8.",
            row=number,
            line=reader.line_num + 1,
        )
    except csv.Error as error:
        why = message(
            "cluster command",
            "Row %(row)s (line %(line)s) cannot be read as CSV: %(reason)s.",
            row=number,
            line=reader.line_num,
            reason=str(error),
        )
    if number == 0:
        why = message("cluster command", "The header is not written as CSV in UTF-8.")
    raise UnreadableTable(why)


def _place(header: list[str], column: str) -> int:
    if column in header:
        return header.index(column)
    raise UnreadableTable(
        message(
            "cluster command",
            "There is no column “%(column)s”; the columns are %(columns)s.",
            column=column,
            columns=", ".join(f"“{name}”" for name in header),
        )
    )


def _check_width(row: list[str], header: list[str], number: int, line: int) -> None:
    if len(row) != len(header):
        raise UnreadableTable(
            message(
                "cluster command",
                "Row %(row)s (line %(line)s) has %(found)s columns where the header has "
                "%(wanted)s.",
                row=number,
                line=line,
                found=len(row),
                wanted=len(header),
            )
        )
