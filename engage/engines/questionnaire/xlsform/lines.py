"""The rows of a form being written, and its lists of choices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.engines.messages import Message, message
from engage.engines.questionnaire.expressions.trees import Asked, Names
from engage.engines.questionnaire.foreign import file_name
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.pictures import HEADING
from engage.engines.questionnaire.xlsform.sheets import cell_text

Document = Mapping[str, Any]
Text = Mapping[str, str]
# Its code, its words, when it is offered, the file of its picture.
ListedChoice = tuple[str, dict[str, str], str, str]


def cells(text: Text, named: Mapping[str, str] | None = None) -> dict[str, str]:
    """The cells of a text by language; ``named`` are the questions whose answers it may repeat."""
    return {locale: cell_text(words, named or {}) for locale, words in text.items() if words}


def file_of(part: Document) -> str:
    """The file of the survey's own picture beside a question or an option; "" for none."""
    found = part.get("picture")
    return file_name(found["file"]) if isinstance(found, Mapping) else ""


@dataclass
class Line:
    """One row of the sheet ``survey``; ``kept`` are settings that only we read.

    ``named`` has what questions are called in the form by their codes: texts may repeat answers.
    """

    plain: dict[str, str]
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    notes: list[tuple[str, Message]] = field(default_factory=list)
    named: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str, column: str, text: Text) -> None:
        """Put a text in its columns, and what cells cannot hold beside it."""
        self.texts[column] = cells(text, self.named)
        lost = extras.lost_in_cells(text, self.named)
        if lost or not text:
            self.kept[name] = lost
        if any("$ {" in words for words in self.texts[column].values()):
            told = message("survey file", "“${” has a meaning in forms: a space was put into it.")
            self.notes.append((column, told))

    def close(self) -> None:
        """Write the settings into their cell, and say what they are."""
        self.plain[extras.SETTINGS] = extras.write_settings(self.kept)
        for name in self.kept:
            if name == "picture" and HEADING in self.texts:
                continue  # a file of its own beside the form
            if name not in (
                "label",
                "hint",
                "text",
                "title",
                "left_out",
                "options",
                "show_if",
                "constraint",
            ):
                told = message(
                    "survey file",
                    "Forms cannot say “%(name)s”; it is kept in a column of our own.",
                    name=name,
                )
                self.notes.append((extras.SETTINGS, told))


@dataclass
class Written:
    """A form being written: its rows and its lists of choices."""

    locales: tuple[str, ...]
    languages: tuple[str, ...]
    names: Names
    taken: frozenset[str]
    asked: dict[str, Asked]
    numbers: Mapping[str, int]
    rows: list[Line] = field(default_factory=list)
    lists: dict[str, list[ListedChoice]] = field(default_factory=dict)

    def begin(self, type_: str, code: str, name: str, kind: str) -> Line:
        """A new row."""
        named = {each.code: name for name, each in self.asked.items()}
        line = Line({"type": type_, "name": name, extras.KIND: kind}, named=named)
        if name != code:
            line.plain[extras.CODE] = code
        self.rows.append(line)
        return line

    def list_name(self, name: str, choices: list[ListedChoice]) -> str:
        """The name of a list with these choices; lists that are alike are one."""
        for known, found in self.lists.items():
            if found == choices:
                return known
        self.lists[name] = choices
        return name


@dataclass(frozen=True)
class Part:
    """A question on its way into a row; ``rest`` is what no column has taken yet."""

    document: Document
    rest: dict[str, Any]
    line: Line
    written: Written
