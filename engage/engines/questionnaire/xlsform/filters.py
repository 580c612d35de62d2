"""``choice_filter``: which choices are offered after which answers, in both directions.

In a form it is one expression for a whole list, which names columns of the sheet ``choices``. Here
each option has a condition of its own: the expression with what stands in the columns of its row.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.checking import TRUTH
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Compared,
    Expression,
    Joined,
    Reference,
    Text,
)
from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.expressions.trees import (
    Asked,
    CannotSay,
    Names,
    condition_of,
    write_condition,
)
from engage.engines.questionnaire.expressions.writing import write_expression
from engage.engines.questionnaire.xlsform.choices import Choice
from engage.engines.questionnaire.xlsform.columns import Row
from engage.engines.questionnaire.xlsform.expressing import take_tree
from engage.engines.questionnaire.xlsform.lines import Line, Written
from engage.engines.questionnaire.xlsform.question_rows import Document, Reading

COLUMN = "choice_filter"
WHEN, ALWAYS = "when", "-"  # our own column of the sheet choices
_WORD = re.compile(r"'[^']*'|\"[^\"]*\"|\$\{[^}]*\}|[^\W\d][\w.-]*(\s*\()?")
_JOINTS = frozenset({"and", "or", "div", "mod"})
_BROKEN = (KeyError, StopIteration, TypeError, AttributeError, ArithmeticError, RecursionError)


def read_filter(reading: Reading, choices: Sequence[Choice]) -> None:
    """Set when each option of a question is offered; a filter that cannot be said is noted."""
    text = " ".join(reading.row.take(COLUMN).split())
    if not text:
        return
    try:
        found = {each.code: _tree_of(text, each, reading) for each in choices}
        conditions = {code: _condition(tree, reading.form.asked) for code, tree in found.items()}
    except CannotSay as why:
        told = message(
            "survey file",
            "All answers in the list are offered: this filter was not taken. %(why)s",
            why=why.message,
        )
        reading.note(COLUMN, told)
        return
    for choice in choices:
        for row in choice.rows:
            for word in _columns(text):
                row.take(word.lower())
        if found[choice.code] is False:
            told = message("survey file", "Left out: the filter of the question never offers it.")
            choice.rows[0].note("name", told)
    reading.document["options"] = [
        option if condition is None else {**option, "show_if": condition}
        for option in reading.document["options"]
        if found[option["code"]] is not False
        for condition in (conditions[option["code"]],)
    ]


def kept_filter(kept: Any, option: Document, names: Names) -> Any:
    """The condition that was kept of an option, where its row still says the same."""
    now = option.get("show_if")
    try:
        is_same = now is not None and _text(kept, names) == _text(now, names)
    except (UnreadableExpression, *_BROKEN):
        return now  # somebody changed it into something else than a condition
    return kept if is_same else now


def write_filter(options: Sequence[Document], line: Line, written: Written) -> list[str]:
    """Write the filter of a list; what stands for each option in the column of ours."""
    conditions = [option.get("show_if") for option in options]
    if not any(conditions):
        return [""] * len(options)
    texts = [write_condition(each, written.names) if each else "" for each in conditions]
    named = [_answer_named(text) for text in texts]
    asked = {each[0] for each, text in zip(named, texts, strict=True) if each and text}
    always = f"{WHEN} = '{ALWAYS}'"
    if len(asked) == 1 and all(each or not text for each, text in zip(named, texts, strict=True)):
        rule = f"${{{asked.pop()}}} = {WHEN}"
        cells = [each[1] if each else ALWAYS for each in named]
        rules = [rule]
    else:
        numbers = {text: str(at) for at, text in enumerate(dict.fromkeys(filter(None, texts)), 1)}
        cells = [numbers.get(text, ALWAYS) for text in texts]
        rules = [f"({WHEN} = '{number}' and ({text}))" for text, number in numbers.items()]
    line.plain[COLUMN] = " or ".join([always, *rules] if ALWAYS in cells else rules)
    return cells


def filter_back(text: str, asked: Mapping[str, Asked]) -> Any:
    """The condition that comes back of the expression for one option."""
    try:
        return _condition(_folded(read_expression(text), asked), asked)
    except CannotSay:
        return None


def _answer_named(text: str) -> tuple[str, str] | None:
    """The question and the answer where an option goes with just that answer."""
    found = read_expression(text) if text else None
    if not isinstance(found, Compared) or found.operator != "=":
        return None
    left, right = found.left, found.right
    if not isinstance(left, Reference) or not isinstance(right, Text) or not right.value:
        return None
    return left.name, right.value


def _text(condition: Any, names: Names) -> str:
    return write_expression(read_expression(write_condition(condition, names)))


def _tree_of(text: str, choice: Choice, reading: Reading) -> Expression | bool:
    """What the filter says for one choice; a truth where it is the same for everybody."""
    return _joined("or", [_tree(text, row, choice.name, reading) for row in choice.rows])


def _tree(text: str, row: Row, own: str, reading: Reading) -> Expression | bool:

    def put(found: re.Match[str]) -> str:
        word = found[0]
        if not _is_column(found):
            return word
        return _quoted(own if word.lower() == "name" else _cell(word, row))

    try:
        return _folded(read_expression(_WORD.sub(put, text)), reading.form.asked)
    except UnreadableExpression as wrong:
        raise CannotSay(wrong.message) from wrong


def _is_column(found: re.Match[str]) -> bool:
    return not (found[0][0] in "'\"$" or found[1] or found[0] in _JOINTS)


def _columns(text: str) -> list[str]:
    return [found[0] for found in _WORD.finditer(text) if _is_column(found)]


def _cell(word: str, row: Row) -> str:
    name = word.lower()
    if not row.sheet.has(name):
        told = message("survey file", "The sheet of choices has no column “%(name)s”.", name=word)
        raise CannotSay(told)
    return row.text(name)


def _quoted(words: str) -> str:
    return f'"{words}"' if "'" in words else f"'{words}'"


def _condition(tree: Expression | bool, asked: Mapping[str, Asked]) -> Any:
    if isinstance(tree, bool):
        return None
    try:
        return condition_of(tree, asked)
    except CannotSay:
        return take_tree(tree, asked, TRUTH, None)


def _folded(found: Expression, asked: Mapping[str, Asked]) -> Expression | bool:
    """The expression without what holds, or does not, whatever is answered."""
    if isinstance(found, Joined):
        return _joined(found.operator, [_folded(part, asked) for part in found.parts])
    if isinstance(found, Call) and found.name == "not" and len(found.arguments) == 1:
        inner = _folded(found.arguments[0], asked)
        return not inner if isinstance(inner, bool) else Call("not", (inner,))
    if isinstance(found, Call) and found.name == "selected" and len(found.arguments) == 2:
        listed, given = found.arguments
        if isinstance(listed, Text) and isinstance(given, Reference):
            any_of = tuple(Compared("=", given, Text(each)) for each in listed.value.split())
            return _folded(Joined("or", any_of), asked) if any_of else False
    if isinstance(found, Compared) and found.operator in ("=", "!="):
        return _compared(found, asked)
    return found


def _joined(operator: str, parts: Sequence[Expression | bool]) -> Expression | bool:
    decides = operator == "or"
    if any(part is decides for part in parts):
        return decides
    left = tuple(part for part in parts if not isinstance(part, bool))
    if len(left) < 2:
        return left[0] if left else not decides
    return Joined(operator, left)


def _compared(found: Compared, asked: Mapping[str, Asked]) -> Expression | bool:
    left, right = found.left, found.right
    if isinstance(left, Text) and isinstance(right, Reference):
        left, right = right, left
    if isinstance(left, Text) and isinstance(right, Text):
        return (left.value == right.value) is (found.operator == "=")
    if isinstance(left, Reference) and isinstance(right, Text) and left.name in asked:
        choices = asked[left.name].choices
        if choices and right.value and right.value not in choices:
            return found.operator == "!="
    return Compared(found.operator, left, right)
