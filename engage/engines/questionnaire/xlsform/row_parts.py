"""What the questions of a row become: one, none, or two where one cannot say all of it.

A moment is a day and a time. What can only be read is shown, with its value where it has one; what
is hidden is a value that is calculated.
"""

import re

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.nodes import Text
from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.expressions.trees import as_number
from engage.engines.questionnaire.expressions.writing import write_expression
from engage.engines.questionnaire.foreign import time_behind
from engage.engines.questionnaire.xlsform.columns import Row
from engage.engines.questionnaire.xlsform.question_rows import (
    NO,
    YES,
    Document,
    Form,
    kind_of_row,
)
from engage.engines.questionnaire.xlsform.questions import (
    read_calculated,
    read_question,
    read_relevant,
)
from engage.engines.questionnaire.xlsform.row_types import read_type

# A default that is computed for each response, as other systems tell it from words.
_COMPUTED = re.compile(r"\$\{|^[a-z-]+\(.*\)$", re.DOTALL)


def read_parts(row: Row, form: Form) -> list[Document]:
    """The questions of a row, in order; none where it has to be left out."""
    type_ = read_type(row.text("type"))
    if type_.name == "hidden":
        return _hidden(row, form)
    kind = kind_of_row(row)[1]
    if row.text("read_only").lower() in NO or kind == "information":
        row.take("read_only")
    elif row.text("read_only").lower() in YES and kind:
        return _shown(row, form)
    document = read_question(row, form)
    if document is None:
        return []
    if type_.name != "datetime":
        return [document]
    code = form.codes.give(f"{document['code']}_time", "q", form.longest_code)
    return [document, time_behind(document, code)]


def _hidden(row: Row, form: Form) -> list[Document]:
    value = _value(row)
    if not value:
        told = message("survey file", "Left out: it is hidden, and no value is given for it.")
        row.leave_out(told)
        return []
    found = read_calculated(row, form, value)
    return [found] if found else []


def _shown(row: Row, form: Form) -> list[Document]:
    """What can only be read: information, and before it the value that it shows."""
    row.take("required")
    if list_name := read_type(row.text("type")).list_name:
        form.used_lists.add(list_name)
    told = message("survey file", "It is shown and not asked: it can only be read.")
    row.note("read_only", told)
    name, value = row.text("name"), _value(row)
    label, hint = row.texts("label", form.main), row.texts("hint", form.main)
    parts = []
    if value:
        found = read_calculated(row, form, value)
        if found is None:
            return []
        parts.append(found)
        place = f"${{{found['code']}}}"
        label = {locale: f"{words} – {place}" for locale, words in label.items()}
        label = label or {form.main: place}
    code = form.codes.give(f"{name}_shown" if value else name or "i", "i", form.longest_code)
    text = label or {form.main: name or code}
    for locale, words in hint.items():
        text[locale] = "\n\n".join(filter(None, (text.get(locale), words)))
    information: Document = {"code": code, "kind": "information", "text": text}
    condition = parts[0].get("show_if") if parts else read_relevant(row, form, None)
    if condition:
        information["show_if"] = condition
    for column in ("type", "name"):
        row.take(column)
    row.close()
    return [*parts, information]


def _value(row: Row) -> str:
    """The expression for what stands in a row without being asked; empty for nothing."""
    computed = " ".join(row.text("calculation").split())
    if computed:
        row.take("calculation")
        return computed
    given = row.text("default")
    if not given:
        return ""
    row.take("default")
    if _COMPUTED.search(given):
        return given
    number = as_number(Text(given))
    text = given if number is not None else write_expression(Text(" ".join(given.split())))
    try:
        read_expression(text)
    except UnreadableExpression:  # words with both sorts of quotation marks
        return ""
    return text
