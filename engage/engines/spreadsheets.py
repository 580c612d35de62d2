"""Cells in which no spreadsheet computes anything: what begins as a formula is kept as words."""

import re

Cell = str | int | float | None

# what begins a formula in some spreadsheet, also behind white space and in full width; apostrophes
# before it are kept apart from ours
_LIVE = re.compile(r"^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
# an amount or a telephone number is no formula and comes back as it was written
_NUMBER = re.compile(r"[+-]?\d[\d .,()]*")


def begins_as_formula(text: str) -> bool:
    """Whether some spreadsheet would take the text for a formula."""
    return bool(_LIVE.match(text))


def inert(cell: Cell) -> Cell:
    """The cell, with an apostrophe before it where a spreadsheet would compute the text.

    What is only a number, such as ``-5`` or ``+44 20 7946 0000``, stays as it is.
    """
    is_live = isinstance(cell, str) and begins_as_formula(cell) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_live else cell


def as_written(text: str) -> str:
    """What ``inert`` was given, where a table of ours comes back."""
    own = text.removeprefix("'")
    return own if inert(own) == text else text
