"""The rows of a sheet under their headings, with a record of which cells were used.

What nobody used is noted at the end, so that nothing is dropped silently.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from engage.engines.messages import Message
from engage.engines.questionnaire.foreign import Notes, locale_of
from engage.engines.questionnaire.xlsform.left_out import of_cell
from engage.engines.questionnaire.xlsform.sheets import Table

ALIASES: Mapping[str, str] = {
    "relevance": "relevant",
    "caption": "label",
    "readonly": "read_only",
    "calculate": "calculation",
    "requiredmsg": "required_message",
    "constraining_message": "constraint_message",
    "command": "type",
    "tag": "name",
    "value": "name",
    "list name": "list_name",
}
TRANSLATED = frozenset(
    {
        "label",
        "hint",
        "guidance_hint",
        "required_message",
        "constraint_message",
        "image",
        "audio",
        "video",
        "big-image",
        "x_interviewer_script",
        "engage::title",
        "engage::intro",
    }
)


@dataclass(frozen=True)
class Heading:
    """A heading read: the column's name, and the language where it names one."""

    text: str
    name: str
    language: str


def read_heading(text: str) -> Heading:
    """``label::English (en)``, ``LABEL``, ``media::image::fr`` or ``label:English``, in parts."""
    tidy = " ".join(text.split())
    parts = [part.strip() for part in re.split("::?", tidy)]
    parts[0] = parts[0].lower()
    if parts[0] in ("media", "engage") and len(parts) > 1:
        joined = parts[1].lower()
        parts = [joined if parts[0] == "media" else f"engage::{joined}", *parts[2:]]
    name = ALIASES.get(parts[0], parts[0])
    if len(parts) == 2 and name in TRANSLATED:
        return Heading(tidy, name, parts[1])
    return Heading(tidy, name if len(parts) == 1 else tidy.lower(), "")


class Sheet:
    """A sheet whose first filled row holds the headings."""

    def __init__(self, table: Table, notes: Notes) -> None:
        self.name = table.name
        self.notes = notes
        self.heading_row, cells = table.rows[0] if table.rows else (0, {})
        self.headings = {column: read_heading(text) for column, text in cells.items() if text}
        self.rows = [Row(self, number, found) for number, found in table.rows[1:]]
        # The locale of each column with texts; "" is the main language, None an unknown one.
        self.locales: dict[int, str | None] = {
            column: locale_of(heading.language) if heading.language else ""
            for column, heading in self.headings.items()
        }

    def languages(self) -> Iterator[tuple[int, str]]:
        """The columns that name a language that is known, with its code."""
        for column, locale in self.locales.items():
            if locale:
                yield column, locale

    def has(self, name: str) -> bool:
        """Whether a column has the name."""
        return any(heading.name == name for heading in self.headings.values())

    def note(self, row: int, column: int, done: Message) -> None:
        """Write down what was done with a cell."""
        heading = self.headings[column].text if column in self.headings else ""
        letters = get_column_letter(column) if column else ""
        self.notes.add(self.name, row, letters, heading if row != self.heading_row else "", done)


class Row:
    """A row under the headings; remembers which of its cells were used."""

    def __init__(self, sheet: Sheet, number: int, cells: Mapping[int, str]) -> None:
        self.sheet = sheet
        self.number = number
        self.cells = {column: text for column, text in cells.items() if text}
        self._open = set(self.cells)

    def _columns(self, name: str) -> list[int]:
        return [at for at in self.cells if self._name(at) == name]

    def _name(self, column: int) -> str:
        heading = self.sheet.headings.get(column)
        return heading.name if heading else ""

    def text(self, name: str) -> str:
        """What stands in a column, without using it."""
        columns = self._columns(name)
        return self.cells[columns[0]] if columns else ""

    def take(self, name: str) -> str:
        """What stands in a column; the cell is used."""
        self._open -= set(self._columns(name)[:1])
        return self.text(name)

    def texts(self, name: str, main: str) -> dict[str, str]:
        """A text in the languages there are; the cells are used."""
        found: dict[str, str] = {}
        for column in self._columns(name):
            locale = self.sheet.locales[column]
            if locale is not None and (locale or main) not in found:
                found[locale or main] = self.cells[column]
                self._open.discard(column)
        return found

    def note(self, name: str, done: Message) -> None:
        """Write down what was done with a column of this row; its cells are accounted for."""
        columns = self._columns(name) or [0]
        self._open -= set(columns)
        for column in columns:
            self.sheet.note(self.number, column, done)

    def leave_out(self, done: Message) -> None:
        """Write down that the whole row was left out."""
        self._open.clear()
        self.sheet.note(self.number, 0, done)

    def close(self) -> None:
        """Write down every cell that nobody used."""
        for column in sorted(self._open):
            name = self._name(column)
            told = of_cell(name, self.cells[column], has_texts=name in TRANSLATED)
            self.sheet.note(self.number, column, told)
        self._open.clear()
