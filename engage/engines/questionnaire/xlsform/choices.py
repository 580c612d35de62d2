"""The lists of choices, and the options that questions get from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.foreign import Codes
from engage.engines.questionnaire.xlsform.columns import Row, Sheet


@dataclass(frozen=True)
class Choice:
    """An answer of a list; questions that filter it take further columns of its rows.

    It has several where it goes with several answers before, as a place name in two districts.
    """

    code: str
    name: str
    label: Mapping[str, str]
    rows: tuple[Row, ...]


ChoiceLists = Mapping[str, tuple[Choice, ...]]


def read_choices(sheets: Iterable[Sheet], main: str) -> ChoiceLists:
    """Every list by its name; what has no list or no name, or comes twice, is noted."""
    lists: dict[str, dict[str, Choice]] = {}
    codes: dict[str, Codes] = {}
    for row in (row for sheet in sheets for row in sheet.rows):
        list_name, name = row.take("list_name"), row.take("name")
        if not (list_name and name):
            row.leave_out(message("survey file", "Left out: it has no list or no name."))
            continue
        known = lists.setdefault(list_name, {})
        label = row.texts("label", main)
        if name in known and label == known[name].label:
            known[name] = replace(known[name], rows=(*known[name].rows, row))
            continue
        if name in known:
            told = message(
                "survey file", "Left out: the list has an answer with this name already."
            )
            row.leave_out(told)
            continue
        code = codes.setdefault(list_name, Codes()).give(name, "o")
        if code != name:
            row.note("name", message("survey file", "The code became “%(code)s”.", code=code))
        if not label:
            label = {main: name}
            row.note("name", message("survey file", "There is no text: the name stands for it."))
        known[name] = Choice(code, name, label, (row,))
    return {name: tuple(found.values()) for name, found in lists.items()}


def close_choices(sheet: Sheet, used: set[str]) -> None:
    """Say which lists no question offers, and which cells of the others nobody used."""
    for row in sheet.rows:
        name = row.text("list_name")
        if name and name not in used:
            row.leave_out(message("survey file", "Left out: no question offers this list."))
        else:
            row.close()


def options_of(choices: tuple[Choice, ...]) -> list[dict[str, Any]]:
    """Fresh option documents of a list."""
    return [{"code": each.code, "label": dict(each.label)} for each in choices]
