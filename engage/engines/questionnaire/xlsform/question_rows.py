"""A row of the sheet ``survey`` on its way to a question."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.engines.messages import Message, message
from engage.engines.questionnaire.expressions.trees import Asked, Names
from engage.engines.questionnaire.foreign import Codes
from engage.engines.questionnaire.foreign.codes import LONGEST
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.choices import ChoiceLists
from engage.engines.questionnaire.xlsform.columns import Row
from engage.engines.questionnaire.xlsform.row_types import RowType, read_type

Document = dict[str, Any]

KINDS: Mapping[str, tuple[str, ...]] = {
    "select_one": ("single_choice", "yes_no", "consent", "long_list"),
    "select_multiple": ("multiple_choice",),
    "rank": ("ranking",),
    "text": ("short_text", "long_text", "email"),
    "email": ("email",),
    "geopoint": ("map_point",),
    "image": ("photo",),
    "audio": ("long_text",),
    "file": ("file",),
    "integer": ("number", "amount"),
    "decimal": ("number", "amount"),
    "date": ("date",),
    "time": ("time",),
    "datetime": ("date",),
    "range": ("scale", "number"),
    "note": ("information",),
    "acknowledge": ("consent",),
}
WITH_TEXT = frozenset({"consent", "email"})  # their guidance hint is what is read before
# A text of several rows, and a list in which one searches.
_ROWS = re.compile(r"\brows\s*=\s*(?:[2-9]|\d{2,})\b")
_SEARCHED = frozenset({"autocomplete", "search"})
IN_WORDS = frozenset({"barcode"})
YES = frozenset({"yes", "true", "true()", "1"})
NO = frozenset({"no", "false", "false()", "0"})


@dataclass
class Form:
    """What is known of a form while its rows are read.

    ``sections`` are the counts of the repeats by their names, ``pictures`` what became of the
    files that came with the form.
    """

    main: str
    locales: tuple[str, ...]
    choices: ChoiceLists
    codes: Codes = field(default_factory=Codes)
    asked: dict[str, Asked] = field(default_factory=dict)
    used_lists: set[str] = field(default_factory=set)
    names: Names = field(default_factory=Names)
    sections: dict[str, Asked] = field(default_factory=dict)
    section_name: str = ""
    longest_code: int = LONGEST
    pictures: Mapping[str, str | Message] = field(default_factory=dict)


@dataclass
class Reading:
    """One row being read."""

    row: Row
    form: Form
    type: RowType
    document: Document
    settings: Document
    choices: dict[str, str] = field(default_factory=dict)

    def note(self, column: str, done: Message) -> None:
        """Write down what was done with a cell of the row."""
        self.row.note(column, done)


def kind_of_row(row: Row) -> tuple[RowType, str]:
    """The type of a row and the kind it becomes; the kind is empty where it cannot be asked."""
    found = read_type(row.text("type"))
    wanted = row.text(extras.KIND)
    if found.name in ("elsewhere", "external", *IN_WORDS):
        return found, "short_text"
    kinds = KINDS.get(found.name, ())
    if wanted in kinds:
        return found, wanted
    appearance = row.text("appearance").split()
    if found.name == "text" and ("multiline" in appearance or _ROWS.search(row.text("parameters"))):
        return found, "long_text"
    if found.name == "select_one" and not found.or_other and _SEARCHED & set(appearance):
        return found, "long_list"
    return found, kinds[0] if kinds else ""


def read_code(row: Row, form: Form, letter: str) -> str:
    """The code for the name of a row; noted where it is another one."""
    name, kept = row.take("name"), row.take(extras.CODE)
    row.take(extras.PAPER_NUMBER)  # compared when all questions are there
    code = form.codes.give(kept or name or letter, letter, form.longest_code)
    if code not in (name, kept):
        row.note("name", message("survey file", "The code became “%(code)s”.", code=code))
    return code


def read_text(reading: Reading, name: str, column: str) -> None:
    """A text that every question of its kind has: where there is none, its name stands for it."""
    text = reading.row.texts(column, reading.form.main)
    if not text and name != "hint":
        words = reading.row.text("name") or reading.document["code"]
        text = {reading.form.main: words}
        told = message("survey file", "There is no text: the name stands for it.")
        reading.note("name" if reading.row.text("name") else "type", told)
    text = extras.restore_text(text, reading.settings.pop(name, None), reading.form.names.by_code)
    if text:
        reading.document[name] = text
