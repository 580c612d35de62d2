"""Repeats of a form and repeated sections of a survey, in both directions.

How many entries there are is a calculated value of the form, ``count(${repeat})``; here it has the
code of the section itself.
"""

from dataclasses import replace
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.nodes import Call, Number, Reference
from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.expressions.trees import Asked
from engage.engines.questionnaire.sections import MOST_ENTRIES
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.columns import Row
from engage.engines.questionnaire.xlsform.lines import Document, Line, Written
from engage.engines.questionnaire.xlsform.question_rows import Form

KIND = "count"
LONGEST_SECTION, LONGEST_QUESTION = 12, 24  # so that ``section_20_question`` is still a code


def write_repeat(line: Line, page: Document, written: Written) -> None:
    """What a row that begins a repeat says beside its name and title."""
    repeat = dict(page["repeat"])
    counted = repeat.pop("count", "")
    if counted:
        line.plain["repeat_count"] = f"${{{written.names.of(counted)}}}"
    line.kept["repeat"] = repeat


def write_count(page: Document, name: str, written: Written) -> None:
    """The row behind a repeat that says how many entries there are."""
    code = page["code"]
    line = written.begin("calculate", code, written.names.of(code), KIND)
    line.plain["calculation"] = f"count(${{{name}}})"


def only_sums(asked: dict[str, Asked], before: set[str]) -> None:
    """Behind a repeat what was asked in it can be named in sums only."""
    for name in asked.keys() - before:
        asked[name] = replace(asked[name], is_each=True)


def read_repeat(row: Row, form: Form, kept: Any, title: dict[str, str]) -> dict[str, Any]:
    """What a row that begins a repeat says of the repetition."""
    repeat: dict[str, Any] = dict(kept) if isinstance(kept, dict) else {}
    counted = " ".join(row.take("repeat_count").split())
    if not repeat:
        label = title or {form.main: row.text("name") or "1"}
        repeat = {"label": dict(label), "maximum": MOST_ENTRIES}
    fixed = _fixed(counted)
    asked = _counting(counted, form)
    if fixed:
        repeat |= {"minimum": fixed, "maximum": fixed}
    elif asked:
        repeat["count"] = asked
    elif counted:
        told = message(
            "survey file",
            "Left out: people add one entry after the other. Only a number, or the answer to an "
            "earlier question with a whole number, can say how many there are.",
        )
        row.note("repeat_count", told)
    if not isinstance(kept, dict) and not fixed:
        told = message("survey file", "Asked %(most)s times at most.", most=MOST_ENTRIES)
        row.note("type", told)
    return repeat


def is_count(row: Row, form: Form) -> bool:
    """Whether a row says how many entries a repeat has; takes it where it does."""
    counted = _count_of(" ".join(row.text("calculation").split()), form)
    if counted is None:
        return False
    name = row.text("name")
    for column in ("type", "calculation", "name", extras.KIND, extras.CODE):
        row.take(column)
    if name:
        form.asked[name] = counted
        form.names.by_code[counted.code] = name
    row.close()
    return True


def _count_of(text: str, form: Form) -> Asked | None:
    found = _read(text)
    if isinstance(found, Call) and found.name == "count" and len(found.arguments) == 1:
        (named,) = found.arguments
        if isinstance(named, Reference):
            return form.sections.get(named.name)
    return None


def _fixed(text: str) -> int:
    found = _read(text)
    is_whole = isinstance(found, Number) and found.value == int(found.value)
    value = int(found.value) if isinstance(found, Number) and is_whole else 0
    return value if 1 <= value <= MOST_ENTRIES else 0


def _counting(text: str, form: Form) -> str:
    found = _read(text)
    asked = form.asked.get(found.name) if isinstance(found, Reference) else None
    return asked.code if asked and asked.kind == "number" and asked.is_whole else ""


def _read(text: str) -> Any:
    try:
        return read_expression(text) if text else None
    except UnreadableExpression:
        return None
