"""A row of the type ``calculate`` on its way to a calculated value."""

from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.checking import VALUES
from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.expressions.trees import Asked, CannotSay, Names, renamed
from engage.engines.questionnaire.expressions.writing import write_expression
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.columns import Row
from engage.engines.questionnaire.xlsform.expressing import sort_taken, take_expression
from engage.engines.questionnaire.xlsform.question_rows import Document, Form, read_code

KIND = "calculation"
TODAY = "today"  # a row of its own type: the day on which the form is filled in


def read_calculation(row: Row, form: Form, text: str = "") -> Document | None:
    """The calculated value of a row, ``None`` where it cannot be calculated here.

    ``text`` is its expression where no column says it.
    """
    is_today = row.text("type").lower() == TODAY
    is_column = not (text or is_today)
    text = text or ("today()" if is_today else " ".join(row.text("calculation").split()))
    try:
        expression = take_expression(text, form.asked, VALUES)
    except CannotSay as why:
        told = message(
            "survey file", "Left out: this cannot be calculated here. %(why)s", why=why.message
        )
        row.leave_out(told)
        return None
    for column in ("type", *(("calculation",) if is_column else ()), extras.KIND):
        row.take(column)
    settings = extras.read_settings(row.take(extras.SETTINGS)) or {}
    name = row.text("name")
    code = read_code(row, form, "c")
    kept = settings.get("expression")
    document: Document = {"code": code, "kind": KIND, "expression": expression}
    if isinstance(kept, str) and _sent(kept, form.names) == text:
        document["expression"] = kept
    label = row.texts("label", form.main) or settings.get("label")
    if isinstance(label, dict):
        document["label"] = label
    if name:
        form.asked[name] = Asked(code, KIND, sort=sort_taken(expression, form.asked))
        form.names.by_code[code] = name
    return document


def _sent(text: str, names: Names) -> Any:
    try:
        return write_expression(renamed(read_expression(text), names))
    except UnreadableExpression:
        return None
