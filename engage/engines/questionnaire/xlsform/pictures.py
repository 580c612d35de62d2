"""Pictures of questions and answers: files that lie beside a form, which only names them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from engage.engines.messages import Message, message
from engage.engines.questionnaire.foreign import base_name, file_name
from engage.engines.questionnaire.kinds import PARTS
from engage.engines.questionnaire.xlsform.choices import Choice
from engage.engines.questionnaire.xlsform.columns import Row, Sheet
from engage.engines.questionnaire.xlsform.question_rows import Form, Reading

COLUMN = "image"
HEADING = "media::image"
LONGEST_WORDS = 120
# Given the names of files, the digest of each picture as it is kept, or why it is not taken. Names
# that are not in the answer are those of files that did not come with the form.
Bring = Callable[[tuple[str, ...]], Mapping[str, str | Message]]

_PLACE = re.compile(r"\$ ?\{[^}]*\}")
_MARKS = re.compile(r"[*_`#>]+")


def named_pictures(sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """The pictures that a form names, each once."""
    cells = (
        text
        for sheet in sheets
        for row in sheet.rows
        for column, text in row.cells.items()
        if (heading := sheet.headings.get(column)) and heading.name == COLUMN
    )
    return tuple(dict.fromkeys(base_name(text) for text in cells))


def read_question_picture(reading: Reading) -> Any:
    """The picture beside a question or a text to read; ``None`` where there is none."""
    document = reading.document
    words = document.get("label") or document.get("text", {})
    kept = reading.settings.pop("picture", None)
    return _read_picture(reading.row, words, kept, reading.form)


def read_option_pictures(reading: Reading, choices: Sequence[Choice]) -> None:
    """Put the pictures of a list beside the answers, where the kind of question has any."""
    listed = PARTS[reading.document["kind"]].properties["options"]
    if "picture" not in listed["items"]["properties"]:
        return
    rows = {
        each.code: next((row for row in each.rows if row.text(COLUMN)), each.rows[0])
        for each in choices
    }
    for option in reading.document["options"]:
        row, kept = rows[option["code"]], option.pop("picture", None)
        found = _read_picture(row, option["label"], kept, reading.form)
        if found:
            option["picture"] = found


def _read_picture(row: Row, words: Mapping[str, str], kept: Any, form: Form) -> Any:
    """What its row says, or what it was sent out with while the row still names that picture."""
    cells = row.texts(COLUMN, form.main)
    own = kept if isinstance(kept, Mapping) else None
    if not cells:
        return None if own and row.sheet.has(COLUMN) else kept
    first = cells.get(form.main) or next(iter(cells.values()))
    name = base_name(first)
    if any(base_name(other) != name for other in cells.values()):
        row.note(COLUMN, _one_for_all(first))
    found = form.pictures.get(name)
    is_same = own is not None and name == file_name(str(own.get("file")))
    if isinstance(found, str):
        if own is not None and is_same:
            return {**own, "file": found}
        row.note(COLUMN, _taken(first))
        return {"file": found, "label": _what_it_shows(words)}
    if found is not None or not is_same:
        row.note(COLUMN, _left_out(first, found))
    return kept if is_same else None


def _what_it_shows(words: Mapping[str, str]) -> dict[str, str]:
    """The words beside a picture as plain text on one line; places for answers have no meaning."""
    return {locale: _short(_MARKS.sub("", _PLACE.sub("…", text))) for locale, text in words.items()}


def _short(text: str) -> str:
    tidy = " ".join(text.split())
    if len(tidy) <= LONGEST_WORDS:
        return tidy or "…"
    return f"{tidy[:LONGEST_WORDS].rsplit(' ', 1)[0]}…"


def _taken(name: str) -> Message:
    return message(
        "survey file",
        "The picture “%(file)s” was taken and made small. The words beside it stand for what it "
        "shows: say it in the editor.",
        file=name,
    )


def _one_for_all(name: str) -> Message:
    return message(
        "survey file",
        "One picture stands in every language: “%(file)s”. The others were left out.",
        file=name,
    )


def _left_out(name: str, why: Message | None) -> Message:
    if why is not None:
        return message(
            "survey file", "The picture “%(file)s” was left out. %(why)s", file=name, why=why
        )
    return message(
        "survey file",
        "Left out: the file of the picture, “%(file)s”, did not come with the form. Bring both in "
        "as one .zip file, or choose the picture in the editor.",
        file=name,
    )
