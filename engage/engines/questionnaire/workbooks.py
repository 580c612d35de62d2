"""Workbooks (.xlsx) from anywhere, opened with care.

A workbook is a zip archive of XML. It is refused where it would grow too large, or declares
entities. Formulas are never computed.
"""

import io
import zipfile

from openpyxl import Workbook, load_workbook

MOST_PARTS = 500


class UnfitWorkbook(Exception):
    """The content is no workbook that can be read, or one that is too large."""

    def __init__(self, *, is_too_large: bool = False) -> None:
        super().__init__("too large" if is_too_large else "unreadable")
        self.is_too_large = is_too_large


def open_workbook(content: bytes, most_unpacked: int, *, is_streamed: bool = False) -> Workbook:
    """The workbook in a file, of so many bytes unpacked at most; raises ``UnfitWorkbook``.

    With ``is_streamed`` its cells are read as they are asked for, and it has to be closed.
    """
    _check_archive(content, most_unpacked)
    try:
        return load_workbook(io.BytesIO(content), read_only=is_streamed)
    except Exception as wrong:  # openpyxl raises whatever its parsers do
        raise UnfitWorkbook from wrong


def _check_archive(content: bytes, most_unpacked: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > most_unpacked:
                raise UnfitWorkbook(is_too_large=True)
            for part in parts:
                with archive.open(part) as stream:
                    # Declarations stand at the beginning; UTF-16 writes a NUL between letters.
                    if b"<!DOCTYPE" in stream.read(4096).replace(b"\0", b""):
                        raise UnfitWorkbook
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as wrong:
        raise UnfitWorkbook from wrong
