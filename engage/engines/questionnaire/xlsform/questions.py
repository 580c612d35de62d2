"""From a row of the sheet ``survey`` to a question document."""

from collections.abc import Mapping
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.expressions.trees import (
    Asked,
    CannotSay,
    read_condition,
    write_condition,
)
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.columns import Row
from engage.engines.questionnaire.xlsform.constraints import read_limits
from engage.engines.questionnaire.xlsform.kinds_in import read_kind
from engage.engines.questionnaire.xlsform.question_rows import (
    NO,
    YES,
    Document,
    Form,
    Reading,
    kind_of_row,
    read_code,
    read_text,
)


def read_question(row: Row, form: Form, given: str = "") -> Document | None:
    """The question of a row, ``None`` where it has to be left out; ``given`` is its code."""
    found, kind = kind_of_row(row)
    if not kind:
        told = message(
            "survey file",
            "Left out: questions of the type “%(type)s” cannot be asked here.",
            type=found.name,
        )
        row.leave_out(told)
        return None
    row.take("type")
    settings = _settings(row, kind)
    code = given or read_code(row, form, "q" if kind != "information" else "i")
    reading = Reading(row, form, found, {"code": code, "kind": kind}, settings)
    read_kind(reading)
    _everywhere(reading)
    _remember(reading)
    row.close()
    return reading.document


def _settings(row: Row, kind: str) -> Document:
    wanted = row.take(extras.KIND)
    found = extras.read_settings(row.take(extras.SETTINGS))
    if found is None:
        row.note(extras.SETTINGS, message("survey file", "Left out: this is not a JSON object."))
        return {}
    if wanted and wanted != kind:
        told = message("survey file", "Left out: the type of the row says something else now.")
        row.note(extras.KIND, told)
        if found:
            row.note(extras.SETTINGS, told)
        return {}
    return found


def _everywhere(reading: Reading) -> None:
    row, document = reading.row, reading.document
    if document["kind"] != "information":
        if "label" not in document:
            read_text(reading, "label", "label")
        hint = row.texts("hint", reading.form.main)
        kept = reading.settings.pop("hint", None)
        if hint or kept is not None:
            document["hint"] = extras.restore_text(hint, kept)
        _required(reading)
    condition = read_relevant(row, reading.form, reading.settings.pop("show_if", None))
    if condition:
        document["show_if"] = condition
    _constraint(reading)
    _appearance(reading)
    for name, value in reading.settings.items():
        document.setdefault(name, value)


def _required(reading: Reading) -> None:
    words = reading.row.take("required").lower()
    if not words or reading.document.get("must_be_given"):
        return
    if words in YES | NO:
        reading.document["required"] = words in YES
    else:
        told = message("survey file", "Not required: it cannot be required only sometimes here.")
        reading.note("required", told)


def read_relevant(row: Row, form: Form, kept: Any) -> Document | None:
    """The condition of a row, ``None`` for always; one that cannot be said is noted."""
    text = row.take("relevant")
    if isinstance(kept, dict):
        try:
            if write_condition(kept, form.names) == text:
                return kept
        except (
            KeyError,
            StopIteration,
            TypeError,
            AttributeError,
            ArithmeticError,
            RecursionError,
        ):
            pass  # somebody changed it into something else than a condition
    if not text:
        return None
    try:
        return read_condition(text, form.asked)
    except CannotSay as why:
        told = message(
            "survey file",
            "Asked of everybody: this condition was not taken. %(why)s",
            why=why.message,
        )
        row.note("relevant", told)
        return None


def _constraint(reading: Reading) -> None:
    text, document = reading.row.take("constraint"), reading.document
    if not text:
        return
    try:
        found = read_limits(
            read_expression(text),
            document["kind"],
            is_whole=bool(document.get("integer")),
            choices=reading.choices,
        )
    except UnreadableExpression as wrong:
        told = message("survey file", "Not checked: %(why)s", why=wrong.message)
        reading.note("constraint", told)
        return
    document.update(found.limits)
    for option in document.get("options", ()):
        if option["code"] in found.exclusive:
            option["exclusive"] = True
    if found.is_partial:
        told = message("survey file", "Not checked, or only in part: limits here cannot say this.")
        reading.note("constraint", told)


_HAVE_MEANING: Mapping[str, tuple[str, ...]] = {
    "long_text": ("multiline",),
    "long_list": ("autocomplete", "minimal", "search"),
    "scale": ("rating",),
}


def _appearance(reading: Reading) -> None:
    words = reading.row.text("appearance").split()
    if all(word in _HAVE_MEANING.get(reading.document["kind"], ()) for word in words):
        reading.row.take("appearance")


def _remember(reading: Reading) -> None:
    name, document = reading.row.text("name"), reading.document
    if document["kind"] == "information" or not name:
        return
    is_whole = bool(document.get("integer")) or document["kind"] == "scale"
    choices = dict(reading.choices)
    reading.form.asked[name] = Asked(document["code"], document["kind"], is_whole, choices)
    reading.form.names.by_code[document["code"]] = name
    if reading.type.name == "acknowledge":
        reading.form.names.acknowledged.add(document["code"])
