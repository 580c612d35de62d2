"""What was done with the parts of a file that do not come over as they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.engines.messages import Message, plural_message


class RefusedFile(Exception):
    """The file cannot be read at all; carries what to do about it."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Note:
    """One thing that was changed or left out, and where it stood.

    ``row`` counts from 1 and is 0 for a whole sheet; ``column`` has the letters of a spreadsheet,
    or the name of a field, and is empty for a whole row. ``heading`` is what stands above it.
    """

    sheet: str
    row: int
    column: str
    heading: str
    done: Message

    @property
    def place(self) -> str:
        """Where it stood, as spreadsheets write it: ``survey!N3``."""
        if not self.row:
            return self.sheet
        return (
            f"{self.sheet}!{self.column}{self.row}" if self.column else f"{self.sheet}!{self.row}"
        )

    def as_json(self) -> dict[str, Any]:
        """The note for programs."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "heading": self.heading,
            "done": str(self.done),
        }


def missing_texts(language: str, count: int, *, is_main: bool) -> Message:
    """What to say of a language in which texts are missing."""
    if is_main:
        return plural_message(
            "survey file",
            "%(num)s text is missing in %(language)s: another language stands in for it.",
            "%(num)s texts are missing in %(language)s: another language stands in for them.",
            count,
            language=language,
        )
    return plural_message(
        "survey file",
        "Not offered in %(language)s yet: %(num)s text is missing. The others are kept.",
        "Not offered in %(language)s yet: %(num)s texts are missing. The others are kept.",
        count,
        language=language,
    )


@dataclass
class Notes:
    """The notes of one file, gathered on the way; each once."""

    _found: dict[tuple[str, int, str, str], Note] = field(default_factory=dict)

    def add(self, sheet: str, row: int, column: str, heading: str, done: Message) -> None:
        """Write one down."""
        note = Note(sheet, row, column, heading, done)
        self._found[sheet, row, column, str(done)] = note

    def sorted(self, sheets: Mapping[str, int]) -> tuple[Note, ...]:
        """All of them, by sheet, row and column."""
        last = len(sheets)

        def order(note: Note) -> tuple[int, int, int, str]:
            return sheets.get(note.sheet, last), note.row, len(note.column), note.column

        return tuple(sorted(self._found.values(), key=order))


@dataclass(frozen=True)
class BroughtIn:
    """The survey document that came out of a file, ``None`` where nothing in it can be asked."""

    document: dict[str, Any] | None
    notes: tuple[Note, ...]
