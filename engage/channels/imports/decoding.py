"""Bytes of a table as text: which encoding and which separator, guessed and then kept to."""

import codecs
import io
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import BinaryIO

from engage.kernel.errors import InvalidInput, message

UTF_8 = "utf-8"
# what spreadsheets save as: Unicode, then the code pages of Windows
ENCODINGS = (UTF_8, "utf-16-le", "utf-16-be", "cp1252", "cp1256", "cp1250", "cp1251", "cp1254")
SEPARATORS = (",", ";", "\t", "|")
PIECE = 65_536
_SAMPLE = 400_000
_MARK = "\ufeff"
_MARKS = {
    codecs.BOM_UTF8: UTF_8,
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# letters beyond ASCII that texts in the languages of each code page are full of
_LATIN = {
    "cp1252": "áéíóúüñàèìòùâêîôûëïöäßçœãõå¿¡’“”«»",
    "cp1254": "çğıöşüİÇÖŞÜâ’“”",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ”„",
}
_OTHER_SCRIPTS = {
    "cp1256": "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئپچژگکٹڈڑںہھے",
    "cp1251": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ",
}


def read_lines(stream: Iterable[bytes]) -> Iterator[str]:
    """Bytes as UTF-8 lines (with or without a mark); raises ``InvalidInput`` naming the line."""
    for number, line in enumerate(stream, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else UTF_8)
        except UnicodeDecodeError as wrong:
            raise InvalidInput(
                message(
                    "import",
                    "Line %(line)s is not UTF-8 at byte %(byte)s. Save the file as UTF-8.",
                    line=number,
                    byte=wrong.start + 1,
                )
            ) from wrong


def lines_in(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines of a file in this encoding, without a mark; raises ``InvalidInput``."""
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        for number, line in enumerate(text):
            yield line.removeprefix(_MARK) if number == 0 else line
    except UnicodeError as wrong:
        raise InvalidInput(
            message("import", "The file is not in this encoding. Choose another one.")
        ) from wrong
    finally:
        if not stream.closed:
            text.detach()


def guess_encoding(stream: BinaryIO) -> str:
    """What the file most likely is in; the whole of it is read to be sure that it is UTF-8.

    Among the code pages by counting letters: on short files in the languages of the site it was
    right more often than charset-normalizer.
    """
    start = stream.read(_SAMPLE)
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return encoding
    if start.count(0) * 5 > len(start):
        return "utf-16-be" if start[0::2].count(0) > start[1::2].count(0) else "utf-16-le"
    return UTF_8 if _is_utf_8(start, stream) else _guess_code_page(start)


def _is_utf_8(start: bytes, stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder(UTF_8)()
    try:
        decoder.decode(start)
        while piece := stream.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _guess_code_page(start: bytes) -> str:
    """By which letters there are; in other scripts than ours they stand next to each other."""
    high = [byte for byte in start if byte >= 0x80]
    beside = sum(one >= 0x80 and other >= 0x80 for one, other in pairwise(start))
    pages = _OTHER_SCRIPTS if 2 * beside > len(high) else _LATIN
    shares = {
        page: sum(byte in frozenset(letters.encode(page)) for byte in high)
        for page, letters in pages.items()
    }
    return max(shares, key=shares.__getitem__)  # the first of those that fit as well


def guess_separator(first_lines: Iterable[str]) -> str:
    """The separator that the first line has most of; a comma where it has none."""
    head = next(iter(first_lines), "")
    outside = "".join(head.split('"')[::2])
    return max(SEPARATORS, key=outside.count)
