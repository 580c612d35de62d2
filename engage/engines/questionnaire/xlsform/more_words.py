"""A line to write that opens with one answer, as in "other, please say"."""

from typing import Any

from engage.engines.questionnaire.expressions.parsing import (
    UnreadableExpression,
    read_expression,
)
from engage.engines.questionnaire.expressions.trees import (
    Asked,
    CannotSay,
    read_condition,
)
from engage.engines.questionnaire.kinds.words import PLEASE_SAY
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.columns import Row
from engage.engines.questionnaire.xlsform.constraints import read_limits
from engage.engines.questionnaire.xlsform.question_rows import NO, YES, Form, kind_of_row

Document = dict[str, Any]

KIND = "please_say"
LONGEST = 1_000
_KINDS = frozenset({"single_choice", "multiple_choice"})


def take_up(row: Row, before: list[Document], form: Form) -> bool:
    """Whether the row only asks for more words to an answer of the question before it.

    It does where its name is made of theirs and it is asked exactly with that answer.
    """
    option = _option(row, before, form)
    if option is None:
        return False
    settings = extras.read_settings(row.take(extras.SETTINGS)) or {}
    limits = _limits(row)
    assert limits is not None
    document: Document = dict(limits)
    label = row.texts("label", form.main)
    left_out = settings.pop("left_out", None) or []
    is_shipped = all(words == PLEASE_SAY.get(locale) for locale, words in label.items())
    if left_out != ["label"] or not is_shipped:
        label = extras.restore_text(label, settings.pop("label", None))
        if label:
            document["label"] = label
    words = row.text("required").lower()
    if words in YES | NO:
        document["required"] = words in YES
        row.take("required")
    settings.pop("label", None)
    for name, value in settings.items():
        document.setdefault(name, value)
    option["please_say"] = document
    name = row.take("name")
    form.asked[name] = Asked(f"{before[-1]['code']}_{option['code']}", "short_text")
    for column in ("type", "relevant", "constraint", extras.KIND, extras.CODE):
        row.take(column)
    row.close()
    return True


def _option(row: Row, before: list[Document], form: Form) -> Document | None:
    """The option that the row's words belong to."""
    if not before or before[-1]["kind"] not in _KINDS or kind_of_row(row)[1] != "short_text":
        return None
    if row.text("type") not in ("text", "string") or row.text("hint"):
        return None
    wanted = row.text(extras.KIND)
    if wanted not in ("", KIND) or _limits(row) is None:
        return None
    question = before[-1]
    for option in question["options"]:
        made = f"{question['code']}_{option['code']}"
        chosen = "is" if question["kind"] == "single_choice" else "includes"
        asked_with = {"question": question["code"], chosen: option["code"]}
        is_named = row.text("name") == made or row.text(extras.CODE) == made
        if is_named and "please_say" not in option and len(made) <= 40:
            return option if _condition(row, form) == asked_with else None
    return None


def _condition(row: Row, form: Form) -> Document | None:
    try:
        return read_condition(row.text("relevant"), form.asked)
    except CannotSay:
        return None


def _limits(row: Row) -> Document | None:
    """The limits of the line where they are such as it may have, or else nothing."""
    text = row.text("constraint")
    if not text:
        return {}
    try:
        found = read_limits(read_expression(text), "short_text", is_whole=True, choices={})
    except UnreadableExpression:
        return None
    is_good = set(found.limits) <= {"max_length"} and not found.is_partial
    return found.limits if is_good and found.limits.get("max_length", 0) <= LONGEST else None
