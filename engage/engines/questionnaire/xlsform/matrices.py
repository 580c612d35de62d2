"""A group shown as a table of the same choices is a matrix."""

from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.foreign import Codes
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.columns import Row
from engage.engines.questionnaire.xlsform.grouping import Group
from engage.engines.questionnaire.xlsform.question_rows import Form, read_code
from engage.engines.questionnaire.xlsform.questions import (
    OWN_WORDS,
    read_question,
    read_relevant,
)
from engage.engines.questionnaire.xlsform.row_types import read_type

Document = dict[str, Any]

_SHARED = frozenset({"required_message", "interviewer_note"})


def is_matrix(group: Group, form: Form) -> bool:
    """Whether a group is one table: all its rows are alike and offer one list that is there."""
    row, (head, rows) = group.row, _parts(group)
    if (
        row is None
        or group.what != "group"
        or not rows
        or len(rows) + len(head) != len(group.parts)
    ):
        return False
    is_table = "table-list" in row.text("appearance").split()
    is_table = is_table or all(_has(each, "list-nolabel") for each in rows)
    # Filtered ones are no tables elsewhere.
    is_table = is_table or row.text(extras.KIND) == "matrix"
    types = {read_type(each.text("type")) for each in (*head, *rows)}
    if (
        not is_table
        or len(types) != 1
        or next(iter(types)).name not in ("select_one", "select_multiple")
    ):
        return False
    kind = next(iter(types))
    if kind.or_other or not form.choices.get(kind.list_name):
        return False
    name = row.text("name")
    return _are_alike(rows) and all(
        len(name) + len(_own_name(each, name)) + 1 <= form.longest_code for each in rows
    )


def _parts(group: Group) -> tuple[list[Row], list[Row]]:
    """The row that only shows the answers above the others, where there is one, and the others."""
    rows = list(group.questions)
    has_head = len(rows) > 1 and _has(rows[0], "label")
    return (rows[:1], rows[1:]) if has_head else ([], rows)


def _has(row: Row, appearance: str) -> bool:
    return appearance in row.text("appearance").split()


def _are_alike(rows: list[Row]) -> bool:
    if any(each.text(name) for each in rows for name in ("relevant", "parameters")):
        return False
    same = ("required", "constraint")
    return all(each.text(name) == rows[0].text(name) for each in rows for name in same)


def _own_name(row: Row, matrix: str) -> str:
    return row.text(extras.CODE) or row.text("name").removeprefix(f"{matrix}_")


def read_matrix(group: Group, row: Row, form: Form) -> Document:
    """The matrix of a group."""
    row.take("type")
    if row.text("appearance").split() in (["table-list"], ["field-list"]):
        row.take("appearance")
    row.take(extras.KIND)
    settings = extras.read_settings(row.take(extras.SETTINGS)) or {}
    code = read_code(row, form, "m")
    label = extras.restore_text(
        row.texts("label", form.main), settings.pop("label", None), form.names.by_code
    )
    heading = _heading(group, form)
    more = heading if label else {}
    label = label or heading
    if not label:
        label = {form.main: row.text("name") or code}
        told = message("survey file", "There is no text: the name stands for it.")
        row.note("name" if row.text("name") else "type", told)
    document: Document = {"code": code, "kind": "matrix", "label": label}
    hint, kept = row.texts("hint", form.main) or more, settings.pop("hint", None)
    if hint or kept is not None:
        document["hint"] = extras.restore_text(hint, kept, form.names.by_code)
    for name, column in OWN_WORDS.items():
        words, kept = row.texts(column, form.main), settings.pop(name, None)
        if words or kept is not None:
            is_column = words or column == extras.SCRIPT  # of the others only settings may tell
            document[name] = (
                extras.restore_text(words, kept, form.names.by_code) if is_column else kept
            )
    condition = read_relevant(row, form, settings.pop("show_if", None))
    if condition:
        document["show_if"] = condition
    _rows(group, code, document, form)
    for name, value in settings.items():
        document.setdefault(name, value)
    row.close()
    return document


def _heading(group: Group, form: Form) -> dict[str, str]:
    """What stands in the row that only shows the answers."""
    for row in _parts(group)[0]:
        for name in ("type", "name", "appearance"):
            row.take(name)
        label = row.texts("label", form.main)
        told = message("survey file", "It became the heading of the table below it.")
        row.note("type", told)
        row.close()
        return label
    return {}


def _share_words(part: Row, document: Document, question: Document) -> None:
    """Give the table what its rows say beside their labels; words of a single row are told."""
    for name, column in OWN_WORDS.items():
        if name in question and name in _SHARED:
            document.setdefault(name, question[name])
        if name in question and document.get(name) != question[name]:
            told = message("survey file", "Left out: the rows of a table share these words.")
            part.note(column, told)


def _rows(group: Group, code: str, document: Document, form: Form) -> None:
    codes = Codes()
    rows = []
    for part in _parts(group)[1]:
        name = part.take("name")
        if part.text("appearance") == "list-nolabel":
            part.take("appearance")
        row_code = codes.give(_own_name(part, code) or "row", "r")
        part.take(extras.CODE)
        part.take("required")
        question = read_question(part, form, f"{code}_{row_code}")
        assert question is not None
        if f"{code}_{row_code}" != name:
            told = message("survey file", "The code became “%(code)s”.", code=f"{code}_{row_code}")
            part.note("name", told)
        rows.append({"code": row_code, "label": question["label"]})
        if "hint" in question:
            told = message("survey file", "Left out: the rows of a table have no hints here.")
            part.note("hint", told)
        if document.setdefault("options", question["options"]) != question["options"]:
            told = message("survey file", "Left out: all rows of a table offer the same answers.")
            part.note("choice_filter", told)
        if "required" in question:
            document["required"] = question["required"]
        if question["kind"] == "multiple_choice":
            document["several"] = True
        _share_words(part, document, question)
        if question.keys() & {"min_choices", "max_choices", "constraint"}:
            told = message(
                "survey file", "Not checked, or only in part: limits here cannot say this."
            )
            part.note("constraint", told)
        form.codes.keep(question["code"])
    document["rows"] = rows
