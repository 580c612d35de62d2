"""From a row of the sheet ``survey`` to a question document."""

from collections.abc import Mapping
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.checking import TRUTH
from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.expressions.trees import (
    Asked,
    CannotSay,
    read_condition,
    write_condition,
)
from engage.engines.questionnaire.kinds import KINDS
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.calculations import TODAY, read_calculation
from engage.engines.questionnaire.xlsform.columns import Row
from engage.engines.questionnaire.xlsform.constraints import (
    Limits,
    part_constraint,
    read_limits,
    take_rest,
)
from engage.engines.questionnaire.xlsform.expressing import take_expression
from engage.engines.questionnaire.xlsform.kinds_in import read_kind
from engage.engines.questionnaire.xlsform.left_out import of_row
from engage.engines.questionnaire.xlsform.pictures import read_question_picture
from engage.engines.questionnaire.xlsform.question_rows import (
    NO,
    WITH_TEXT,
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
    if found.name in ("calculate", TODAY):
        return read_calculated(row, form)
    if not kind:
        row.leave_out(of_row(found.name))
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


def read_calculated(row: Row, form: Form, text: str = "") -> Document | None:
    """The calculated value of a row; ``text`` is its expression where no column says it."""
    kept = (extras.read_settings(row.text(extras.SETTINGS)) or {}).get("show_if")
    document = read_calculation(row, form, text)
    condition = read_relevant(row, form, kept) if document else None
    if document and condition:
        document["show_if"] = condition
    row.close()
    return document


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
            document["hint"] = extras.restore_text(hint, kept, reading.form.names.by_code)
        _required(reading)
        _own_words(reading)
    picture = read_question_picture(reading)
    if picture:
        document["picture"] = picture
    condition = read_relevant(row, reading.form, reading.settings.pop("show_if", None))
    if condition:
        document["show_if"] = condition
    _constraint(reading)
    _appearance(reading)
    for name, value in reading.settings.items():
        document.setdefault(name, value)


def _own_words(reading: Reading) -> None:
    """What is said where an answer is missing, and what is said to interviewers only."""
    names = reading.form.names.by_code
    for name, column in OWN_WORDS.items():
        kept = reading.settings.pop(name, None)
        is_text = column == "guidance_hint" and reading.document["kind"] in WITH_TEXT
        words = {} if is_text else reading.row.texts(column, reading.form.main)
        if is_text and kept is not None:
            reading.document[name] = kept
        elif words or kept is not None:
            reading.document[name] = extras.restore_text(words, kept, names)


def _required(reading: Reading) -> None:
    words = reading.row.take("required").lower()
    if not words or reading.document.get("must_be_given"):
        return
    if words in YES | NO:
        reading.document["required"] = words in YES
    else:
        told = message("survey file", "Not required: it cannot be required only sometimes here.")
        reading.note("required", told)


def read_relevant(row: Row, form: Form, kept: Any) -> Document | str | None:
    """The condition of a row, ``None`` for always; one that cannot be said is noted."""
    text = " ".join(row.take("relevant").split())
    if isinstance(kept, dict | str):
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
            UnreadableExpression,
        ):
            pass  # somebody changed it into something else than a condition
    if not text:
        return None
    try:
        return _condition(text, form)
    except CannotSay as why:
        told = message(
            "survey file",
            "Asked of everybody: this condition was not taken. %(why)s",
            why=why.message,
        )
        row.note("relevant", told)
        return None


def _condition(text: str, form: Form) -> Document | str:
    """A tree where one can say it, which the editor shows in lines; else an expression."""
    try:
        return read_condition(text, form.asked)
    except CannotSay:
        return take_expression(text, form.asked, TRUTH)


def _constraint(reading: Reading) -> None:
    text, document = " ".join(reading.row.take("constraint").split()), reading.document
    kept, message_kept = (reading.settings.pop(name, None) for name in _RULES)
    if not text:
        return
    if document["kind"] not in KINDS:
        reading.note("constraint", message("survey file", "Left out: nothing is answered here."))
        return
    try:
        own, limits = _split(text, kept, reading)
        document.update(limits.limits)
        own = own or take_rest(limits, reading.form.asked, _asked(reading))
    except (UnreadableExpression, CannotSay) as wrong:
        told = message("survey file", "Not checked: %(why)s", why=wrong.message)
        reading.note("constraint", told)
        return
    for option in document.get("options", ()):
        if option["code"] in limits.exclusive:
            option["exclusive"] = True
    if own is not None:
        steps = document.get("constraint")
        document["constraint"] = f"({own}) and {steps}" if steps else own
        words = reading.row.texts("constraint_message", reading.form.main)
        if words or message_kept is not None:
            named = reading.form.names.by_code
            document["constraint_message"] = extras.restore_text(words, message_kept, named)


def _split(text: str, kept: Any, reading: Reading) -> tuple[str | None, Limits]:
    """What was kept as the question's own constraint while the cell still says it; the limits."""
    own, limits = None, text
    if isinstance(kept, str):
        found = part_constraint(text, kept, reading.form.names)
        if found is not None:
            own, limits = kept, found
    whole = bool(reading.document.get("integer"))
    tree = read_expression(limits or "1 = 1")
    kind = reading.document["kind"]
    found_limits = read_limits(tree, kind, is_whole=whole, choices=reading.choices)
    if own is not None:
        found_limits.rest.clear()
    return own, found_limits


def _asked(reading: Reading) -> Asked:
    document = reading.document
    is_whole = bool(document.get("integer")) or document["kind"] == "scale"
    return Asked(document["code"], document["kind"], is_whole, dict(reading.choices))


_RULES = ("constraint", "constraint_message")
# What is said beside a question, and the column that it stands in.
OWN_WORDS = {
    **{"required_message": "required_message", "interviewer_note": "guidance_hint"},
    "interviewer_script": extras.SCRIPT,
}
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
    reading.form.asked[name] = _asked(reading)
    reading.form.names.by_code[document["code"]] = name
    if reading.type.name == "acknowledge":
        reading.form.names.acknowledged.add(document["code"])
