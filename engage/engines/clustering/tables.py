"""Reading a table of comments: UTF-8 CSV with a header, faults named by line and column."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from engage.engines.messages import Message, message

LARGEST_FIELD = 1 << 24


class UnreadableTable(ValueError):
    """The table cannot be read; ``message`` says where and why."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.message = why


def read_table(path: Path, wanted: list[str]) -> list[list[str]]:
    """The wanted columns of every row, in that order.

    Raises ``UnreadableTable`` naming line and column, and ``OSError`` as the system does.
    """
    rows = list(_rows(_decoded(path), wanted))
    if not rows:
        raise UnreadableTable(message("cluster command", "The file holds no row under its header."))
    return rows


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableTable(
            message("cluster command", "Line %(line)s is not written in UTF-8.", line=line)
        ) from error


def _rows(content: str, wanted: list[str]) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST_FIELD)
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        header = next(reader, None)
        if header is None:
            raise UnreadableTable(message("cluster command", "The file is empty."))
        places = [_place(header, column) for column in wanted]
        for row in reader:
            if row:
                _check_width(row, header, reader.line_num)
                yield [row[place] for place in places]
    except csv.Error as error:
        raise UnreadableTable(
            message(
                "cluster command",
                "Line %(line)s cannot be read as CSV: %(reason)s.",
                line=reader.line_num,
                reason=str(error),
            )
        ) from error


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


def _check_width(row: list[str], header: list[str], line: int) -> None:
    if len(row) != len(header):
        raise UnreadableTable(
            message(
                "cluster command",
                "Line %(line)s has %(found)s columns where the header has %(wanted)s.",
                line=line,
                found=len(row),
                wanted=len(header),
            )
        )
