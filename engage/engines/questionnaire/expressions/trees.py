"""Conditions of the survey language as XPath expressions, and back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engage.engines.messages import Message, message
from engage.engines.questionnaire.expressions.checking import Sort
from engage.engines.questionnaire.expressions.complaints import of_several
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Compared,
    Expression,
    Here,
    Joined,
    Number,
    Reference,
    Text,
    parts_of,
    with_parts,
)
from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.expressions.writing import plain, write_expression
from engage.engines.questionnaire.model import DONT_KNOW

Document = dict[str, Any]

_DAY = re.compile(r"[1-9]\d{3}-[01]\d-[0-3]\d")
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_CHOICES = frozenset({"single_choice", "yes_no", "consent", "long_list"})
_SEVERAL = frozenset({"multiple_choice", "ranking"})
_NUMBERS = frozenset({"number", "scale", "amount"})
_WORDS = frozenset({"short_text", "long_text", "time"})


class CannotSay(Exception):
    """The survey language has no condition that means this; carries why."""

    def __init__(self, told: Message) -> None:
        super().__init__(str(told))
        self.message = told


@dataclass(frozen=True)
class Asked:
    """A question that conditions may name: its code, its kind, the codes of its choices by name.

    ``sort`` is that of a calculated value, which has no kind of answer. ``is_each`` says that it is
    asked in every entry of an earlier section.
    """

    code: str
    kind: str
    is_whole: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    sort: Sort | Literal[""] = ""
    is_each: bool = False


@dataclass
class Names:
    """What questions are called in a form, by their codes, where it is something else.

    The ``acknowledged`` ones say ``OK`` where we say ``yes``.
    """

    by_code: dict[str, str] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)

    def of(self, code: str) -> str:
        """What a question is called."""
        return self.by_code.get(code, code)


def read_condition(text: str, asked: Mapping[str, Asked]) -> Document:
    """The condition that an expression stands for; raises ``CannotSay``."""
    try:
        return _Reading(asked).condition(read_expression(text))
    except UnreadableExpression as wrong:
        raise CannotSay(wrong.message) from wrong


def condition_of(tree: Expression, asked: Mapping[str, Asked]) -> Document:
    """The condition that a tree stands for; raises ``CannotSay``."""
    return _Reading(asked).condition(tree)


def write_condition(document: Document | str, names: Names) -> str:
    """The expression for a condition."""
    if isinstance(document, str):
        return write_expression(renamed(read_expression(document), names))
    for word, joint in (("all", " and "), ("any", " or ")):
        if word in document:
            return joint.join(_in_brackets(part, names) for part in document[word])
    if "not" in document:
        return f"not({write_condition(document['not'], names)})"
    return _write_comparison(document, names)


def _write_comparison(document: Document, names: Names) -> str:
    code = document["question"]
    asked = f"${{{names.of(code)}}}"
    if "answered" in document:
        return f"{asked} != ''" if document["answered"] else f"{asked} = ''"
    if "includes" in document:
        return f"selected({asked}, '{document['includes']}')"
    if "first" in document:
        return f"selected-at({asked}, 0) = '{document['first']}'"
    operator = next(name for name in _OPERATORS if name in document)
    value = "OK" if code in names.acknowledged else document[operator]
    return f"{asked} {_OPERATORS[operator]} {_written(value)}"


_OPERATORS = {"is": "=", "is_not": "!=", "at_least": ">=", "at_most": "<="}


def _written(value: str | int | float) -> str:
    if isinstance(value, str):
        return f"date('{value}')" if _DAY.fullmatch(value) else f"'{value}'"
    return plain(value)


def _in_brackets(part: Document | str, names: Names) -> str:
    text = write_condition(part, names)
    is_joined = isinstance(part, str) or "all" in part or "any" in part
    return f"({text})" if is_joined else text


def renamed(found: Expression, names: Names) -> Expression:
    """The expression with questions and ticks as they are called in a form."""
    if isinstance(found, Reference):
        return Reference(names.of(found.name))
    parts = tuple(renamed(part, names) for part in parts_of(found))
    if isinstance(found, Compared):
        sides = (found.left, found.right)
        if any(isinstance(side, Reference) and side.name in names.acknowledged for side in sides):
            parts = tuple(Text("OK") if part == Text("yes") else part for part in parts)
    return with_parts(found, parts)


def as_day(side: Expression) -> str | None:
    """The date that ``date('2026-11-20')`` or the bare text names."""
    if isinstance(side, Call) and side.name == "date" and len(side.arguments) == 1:
        side = side.arguments[0]
    return side.value if isinstance(side, Text) and _DAY.fullmatch(side.value) else None


def as_number(side: Expression) -> int | float | None:
    """The number that stands there, in quotation marks or not."""
    if isinstance(side, Text) and re.fullmatch(r"-?\d{1,15}(\.\d+)?", side.value):
        return float(side.value) if "." in side.value else int(side.value)
    return side.value if isinstance(side, Number) else None


def turned(found: Compared, is_subject: Callable[[Expression], bool]) -> Compared:
    """The comparison with its subject on the left."""
    if is_subject(found.right) and not is_subject(found.left):
        return Compared(_MIRRORED[found.operator], found.right, found.left)
    return found


def _unknown() -> CannotSay:
    return CannotSay(message("survey file", "Conditions here cannot say this."))


def _is_subject(side: Expression) -> bool:
    return isinstance(side, Reference | Here) or (
        isinstance(side, Call) and any(map(_is_subject, side.arguments))
    )


class _Reading:
    def __init__(self, asked: Mapping[str, Asked]) -> None:
        self._asked = asked

    def condition(self, found: Expression) -> Document:
        if isinstance(found, Joined):
            parts = [self.condition(part) for part in found.parts]
            return {"all" if found.operator == "and" else "any": parts}
        if isinstance(found, Call):
            return self._call(found)
        if isinstance(found, Compared):
            return self._compared(turned(found, _is_subject))
        raise _unknown()

    def _question(self, side: Expression) -> Asked:
        if not isinstance(side, Reference):
            raise _unknown()
        if side.name not in self._asked:
            told = message(
                "survey file", "It names “%(name)s”, which is not asked before.", name=side.name
            )
            raise CannotSay(told)
        if self._asked[side.name].is_each:
            raise CannotSay(of_several(side.name))
        return self._asked[side.name]

    def _call(self, found: Call) -> Document:
        if found.name == "not" and len(found.arguments) == 1:
            return {"not": self.condition(found.arguments[0])}
        if found.name == "selected" and len(found.arguments) == 2:
            asked = self._question(found.arguments[0])
            code = self._choice(asked, found.arguments[1])
            operator = "includes" if asked.kind in _SEVERAL else "is"
            return {"question": asked.code, operator: code}
        raise _unknown()

    def _choice(self, asked: Asked, side: Expression) -> str:
        number = as_number(side) if isinstance(side, Number) else None
        name = plain(number) if number is not None else getattr(side, "value", None)
        if asked.kind not in _CHOICES | _SEVERAL or not isinstance(name, str):
            raise _unknown()
        if name not in asked.choices:
            told = message("survey file", "“%(name)s” is not one of its answers.", name=name)
            raise CannotSay(told)
        return asked.choices[name]

    def _compared(self, found: Compared) -> Document:
        subject, other = found.left, found.right
        if isinstance(subject, Call):
            return self._computed(subject, found.operator, other)
        asked = self._question(subject)
        if isinstance(other, Text) and not other.value and found.operator in ("=", "!="):
            return {"question": asked.code, "answered": found.operator == "!="}
        if asked.kind in _CHOICES and found.operator in ("=", "!="):
            operator = "is" if found.operator == "=" else "is_not"
            return {"question": asked.code, operator: self._choice(asked, other)}
        value = self._value(asked, other)
        return self._ordered(asked, found.operator, value)

    def _value(self, asked: Asked, side: Expression) -> int | float | str:
        if asked.kind == "scale" and isinstance(side, Text) and side.value == DONT_KNOW:
            return DONT_KNOW
        value = as_day(side) if asked.kind == "date" else None
        if asked.kind in _NUMBERS:
            number = as_number(side)
            if number is not None:
                return number
        if value is None:
            raise _unknown()
        return value

    def _ordered(self, asked: Asked, operator: str, value: int | float | str) -> Document:
        code = asked.code
        simple = {"=": "is", "!=": "is_not", ">=": "at_least", "<=": "at_most"}
        if operator in simple:
            if value == DONT_KNOW and operator not in ("=", "!="):
                raise _unknown()
            return {"question": code, simple[operator]: value}
        if isinstance(value, int) and asked.is_whole:
            if operator == ">":
                return {"question": code, "at_least": value + 1}
            return {"question": code, "at_most": value - 1}
        # An open end: answered, and not up to it.
        other = "at_most" if operator == ">" else "at_least"
        beyond = {"not": {"question": code, other: value}}
        return {"all": [{"question": code, "answered": True}, beyond]}

    def _computed(self, subject: Call, operator: str, other: Expression) -> Document:
        number = as_number(other)
        if subject.name == "selected-at" and len(subject.arguments) == 2 and operator == "=":
            asked = self._question(subject.arguments[0])
            if asked.kind == "ranking" and subject.arguments[1] == Number(0):
                return {"question": asked.code, "first": self._choice(asked, other)}
        counts = {"count-selected": _SEVERAL, "string-length": _WORDS | _CHOICES}
        if subject.name in counts and len(subject.arguments) == 1:
            asked = self._question(subject.arguments[0])
            if asked.kind in counts[subject.name]:
                if (operator, number) in {(">", 0), (">=", 1), ("!=", 0)}:
                    return {"question": asked.code, "answered": True}
                if (operator, number) in {("=", 0), ("<", 1), ("<=", 0)}:
                    return {"question": asked.code, "answered": False}
        raise _unknown()
