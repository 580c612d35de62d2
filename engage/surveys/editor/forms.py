"""The form of a page or a question: its fields by name, read and written.

``values`` are what a form posts, one text for each name, so that what is typed can be shown again.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from engage.engines.questionnaire import PARTS, PICTURES, Question, Scope
from engage.kernel.errors import Message, message
from engage.kernel.numbers import number_or_none
from engage.surveys.editor.conditions import JOINS, Line, condition_of, lines_of
from engage.surveys.editor.expressions import (
    condition_text,
    expression_values,
    read_condition_text,
    read_expressions,
)
from engage.surveys.editor.filters import filter_in, filter_values, with_filters
from engage.surveys.editor.groups import group_values, with_groups
from engage.surveys.editor.parts import (
    DAYS,
    FLAGS,
    LIMITS,
    LISTS,
    OWN,
    WHOLE,
    WORDS,
    PartInput,
    Row,
    default_of,
    fields_of_part,
    labels_of_part,
)
from engage.surveys.editor.repeats import read_repeat, repeat_values

Values = Mapping[str, str]
Errors = dict[str, Message]

ORDERS = ("listed", "shuffled", "rotated")
FILE_FORMS = ("pdf", "photo")
_CURRENCY = re.compile("[A-Z]{3}")


def values_of(part: Mapping[str, Any], language: str) -> dict[str, str]:
    """What the form of a page or question posts as the document stands."""
    known = fields_of_part(part)
    values = {"kind": part.get("kind", "")}
    values |= {f"w_{name}": part.get(name, {}).get(language, "") for name in known & {*WORDS}}
    for name in labels_of_part(part):
        values[f"l_{name}"] = part.get("labels", {}).get(name, {}).get(language, "")
    for name in known & {*FLAGS}:
        if part.get(name, default_of(part, name)):
            values[f"is_{name}"] = "yes"
    for name in known & {*LIMITS, *WHOLE, *DAYS, "currency"}:
        values[f"n_{name}"] = _written(part.get(name))
    if "picture" in known:
        values["n_picture"] = _picture_value(part)
    if "order" in known:
        values["n_order"] = part.get("order", "listed")
    if "accept" in known:
        values["n_accept"] = " ".join(sorted(part.get("accept", FILE_FORMS)))
    for name in known & {*LISTS}:
        for number, option in enumerate(part.get(name, ()), start=1):
            values |= dict(_row_values(f"{name}_{number}", option, language))
    values |= {
        name: text
        for name, text in expression_values(part).items()
        if name.removeprefix("x_") in known
    }
    values |= repeat_values(part, language)
    values |= dict(group_values(part, language))
    return values | _condition_values(part.get("show_if"))


def read_part(
    values: Values,
    part: Mapping[str, Any],
    asked: Mapping[str, Question],
    scope: Scope | None = None,
) -> tuple[PartInput, Errors]:
    """What a form says of a part, and what is wrong at which of its fields.

    ``asked`` are the questions before it, ``scope`` whatever expressions may name there.
    """
    scope = scope or Scope(asked)
    known = fields_of_part(part)
    errors: Errors = {}
    settings = {}
    for name in sorted(known & {*LIMITS, *WHOLE, *DAYS, "currency"}):
        settings[name], problem = _setting(values.get(f"n_{name}", ""), name, part)
        if problem:
            errors[f"n_{name}"] = problem
    if "picture" in known and values.get("n_picture", OWN) != OWN:
        settings["picture"] = _picture(values["n_picture"]) or None
    if "order" in known:
        order = values.get("n_order", "listed")
        settings["order"] = order if order in ORDERS[1:] else None
    if "accept" in known:
        wanted = [form for form in FILE_FORMS if form in values.get("n_accept", "").split()]
        settings["accept"] = wanted if len(wanted) == 1 else None
    expressed, wrong_expressions = read_expressions(values, known, scope)
    settings |= expressed
    errors |= wrong_expressions
    condition, wrong = _condition(values, asked, scope)
    repeat, wrong_repeat = read_repeat(values, part)
    rows = {name: rows_in(values, name) for name in LISTS}
    rows["options"], wrong_filters = with_filters(rows["options"], part, asked, scope)
    rows["options"], wrong_groups = with_groups(rows["options"], values, asked)
    errors |= wrong | wrong_repeat | wrong_filters | wrong_groups
    given = PartInput(
        {name: values.get(f"w_{name}", "") for name in WORDS if name in known},
        {name: values.get(f"l_{name}", "") for name in labels_of_part(part)},
        {name: f"is_{name}" in values for name in FLAGS if name in known},
        settings,
        {name: rows[name] for name in LISTS if name in known},
        None if values.get("when_drop") else condition,
        keeps_condition=_keeps_condition(values, part),
        repeat=repeat,
    )
    return given, errors


def _condition(
    values: Values, asked: Mapping[str, Question], scope: Scope
) -> tuple[dict[str, Any] | str | None, Errors]:
    """The condition of a form: what is written as an expression goes before the lines."""
    written, problem = read_condition_text(values, scope)
    if problem is not None:
        return None, {"x_show_if": problem}
    if written is not None:
        return written, {}
    lines, wrong = condition_of(join_of(values), condition_lines(values), asked)
    return lines, {f"when_{number + 1}_value": told for number, told in wrong.items()}


def _keeps_condition(values: Values, part: Mapping[str, Any]) -> bool:
    """Whether a condition that lines cannot say stays just as it is."""
    if values.get("when") != "kept" or values.get("when_drop") or "show_if" not in part:
        return False
    return values.get("x_show_if") in (None, condition_text(part["show_if"]))


def rows_in(values: Values, name: str) -> list[Row]:
    """The options or rows of a form in their order, after the button that moves or removes one."""
    rows = [
        Row(
            values.get(f"{name}_{number}_code", ""),
            values.get(f"{name}_{number}_label", ""),
            f"{name}_{number}_exclusive" in values,
            f"{name}_{number}_say" in values,
            _picture(values.get(f"{name}_{number}_picture")),
            filter_in(values, values.get(f"{name}_{number}_code", "")),
        )
        for number in _numbers(values, name)
    ]
    return _moved(rows, values, name)


def condition_lines(values: Values) -> list[Line]:
    """The lines of the condition in a form."""
    lines = [
        Line(
            values.get(f"when_{number}_question", ""),
            values.get(f"when_{number}_operator", ""),
            values.get(f"when_{number}_value", ""),
        )
        for number in _numbers(values, "when")
    ]
    return [line for line in _moved(lines, values, "when") if line.question]


def join_of(values: Values) -> str:
    """Whether all lines of the condition have to hold or any."""
    return values["join"] if values.get("join") in JOINS else JOINS[0]


def _row_values(name: str, option: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    yield f"{name}_code", option["code"]
    yield f"{name}_label", option["label"].get(language, "")
    if option.get("exclusive"):
        yield f"{name}_exclusive", "yes"
    if "please_say" in option:
        yield f"{name}_say", "yes"
    yield f"{name}_picture", _picture_value(option)
    yield from filter_values(option)


def _condition_values(condition: Mapping[str, Any] | str | None) -> dict[str, str]:
    found = lines_of(condition)
    if found is None:
        assert condition is not None
        return {"when": "kept", "x_show_if": condition_text(condition)}
    join, lines = found
    values = {"join": join}
    for number, line in enumerate(lines, start=1):
        values[f"when_{number}_question"] = line.question
        values[f"when_{number}_operator"] = line.operator
        values[f"when_{number}_value"] = line.value
    return values


def _picture(name: str | None) -> str | None:
    return name if name is None or name in (OWN, *PICTURES) else ""


def _picture_value(part: Mapping[str, Any]) -> str:
    found = part.get("picture", "")
    return found if isinstance(found, str) else OWN


def _numbers(values: Values, name: str) -> list[int]:
    pattern = re.compile(rf"{name}_(\d{{1,4}})_\w+")
    return sorted({int(found[1]) for key in values if (found := pattern.fullmatch(key))})


def _moved(items: list[Any], values: Values, name: str) -> list[Any]:
    """The items after the button of one of them: ``row`` is ``options:2:up``."""
    which, _, rest = values.get("row", "").partition(":")
    number, _, act = rest.partition(":")
    at = (number_or_none(number) or 0) - 1
    if which != name or not 0 <= at < len(items):
        return items
    if act == "remove":
        return items[:at] + items[at + 1 :]
    to = at + {"up": -1, "down": 1}.get(act, 0)
    if 0 <= to < len(items):
        items[at], items[to] = items[to], items[at]
    return items


def _written(value: Any) -> str:
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return "" if value is None else str(value)


def _setting(text: str, name: str, part: Mapping[str, Any]) -> tuple[Any, Message | None]:
    """The value of a limit, a day or a currency, or what to write instead."""
    text, before = text.strip(), part.get(name)
    is_needed = "kind" in part and name in PARTS[part["kind"]].needed
    if not text and not is_needed:
        return None, None
    if name == "currency":
        is_one = _CURRENCY.fullmatch(text.upper())
        told = message("survey editor", "Write the three letters of the currency, like EUR.")
        return (text.upper(), None) if is_one else (before, told)
    if name in DAYS:
        told = message(
            "survey editor", "Write the day as year-month-day, like %(day)s.", day="2026-11-20"
        )
        return (text, None) if _is_day(text) else (before, told)
    try:
        number = float(text.replace(",", "."))
        if not abs(number) < 1e12:
            raise ValueError
    except ValueError:
        return before, message("survey editor", "Write a number in digits.")
    is_whole = part.get("kind") not in ("number", "amount")
    if is_whole and number != int(number):
        return before, message("survey editor", "Write a whole number.")
    return (int(number) if number == int(number) else number), None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
