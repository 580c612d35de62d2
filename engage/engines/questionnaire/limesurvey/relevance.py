"""LimeSurvey's expressions, read into the same tree as those of XLSForms."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.checking import TRUTH
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Computed,
    Expression,
    Joined,
    Number,
    Reference,
    Text,
)
from engage.engines.questionnaire.expressions.parsing import DEEPEST, LONGEST
from engage.engines.questionnaire.expressions.trees import Asked, CannotSay, condition_of
from engage.engines.questionnaire.limesurvey.functions import (
    compared,
    holding,
    said_by_us,
)
from engage.engines.questionnaire.xlsform.expressing import take_tree

_TOKEN = re.compile(
    r"""\s+|(?P<text>"[^"]*"|'[^']*')
    |(?:that\.)?(?P<name>[A-Za-z0-9_]*[A-Za-z_][A-Za-z0-9_]*)(?:\.(?P<suffix>[A-Za-z_]+))?
    |(?P<number>\d+(?:\.\d+)?)|(?P<mark>==|!=|<=|>=|&&|\|\||[<>=!(),+*/-])""",
    re.VERBOSE,
)
_WORDS = {
    **{"==": "=", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="},
    **{"&&": "and", "||": "or", "and": "and", "or": "or", "not": "!"},
}
# The answer itself, whether it is given or not; others tell of texts, places and states.
_ANSWER = frozenset({"", "naok", "code", "value", "valuenaok"})
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})


def read_relevance(text: str, asked: Mapping[str, Asked]) -> dict[str, Any] | str | None:
    """The condition of an expression, ``None`` for always; raises ``CannotSay``.

    ``asked`` has each question by its code, and the answers of several by ``CODE_ANSWER``.
    """
    if text in ("", "1"):
        return None
    tree = holding(read_tree(text, asked), asked)
    try:
        return condition_of(tree, asked)
    except CannotSay:
        return take_tree(tree, asked, TRUTH, None)


def read_tree(text: str, asked: Mapping[str, Asked]) -> Expression:
    """The tree of an expression, with our functions; raises ``CannotSay``."""
    return _Reader(unescape(text), asked).whole()


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or found.end() == place:
            raise _unread(place)
        place = found.end()
        if (found["suffix"] or "").lower() not in _ANSWER:
            told = message("survey file", "“%(name)s” is no answer.", name=found[0].strip())
            raise CannotSay(told)
        if found.lastgroup:
            kind = "name" if found["name"] else found.lastgroup
            word = found[kind]
            word = _WORDS.get(word.lower() if kind == "name" else word, word)
            is_mark = word in _COMPARISONS or word in ("and", "or", "!")
            yield ("mark" if is_mark and kind != "text" else kind), word
    yield "end", ""


def _unread(place: int) -> CannotSay:
    return CannotSay(
        message("survey file", "It cannot be read from character %(place)s on.", place=place + 1)
    )


class _Reader:
    def __init__(self, text: str, asked: Mapping[str, Asked]) -> None:
        if len(text) > LONGEST:
            raise CannotSay(message("survey file", "It is too long."))
        self._tokens = list(_tokens(text))
        self._asked = asked
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        found = self._joined("or")
        if self._tokens[self._at][0] != "end":
            raise _unread(0)
        return found

    def _is(self, *words: str) -> bool:
        kind, word = self._tokens[self._at]
        return kind == "mark" and word in words

    def _take(self) -> tuple[str, str]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _joined(self, joint: str) -> Expression:
        self._depth += 1
        if self._depth > 4 * DEEPEST:
            raise CannotSay(message("survey file", "It is nested too deeply."))
        part = self._compared if joint == "and" else lambda: self._joined("and")
        parts = [part()]
        while self._is(joint):
            self._take()
            parts.append(part())
        self._depth -= 1
        if len(parts) == 1:
            return parts[0]
        return Joined(joint, tuple(holding(each, self._asked) for each in parts))

    def _compared(self) -> Expression:
        left = self._sum()
        if not self._is(*_COMPARISONS):
            return left
        operator = self._take()[1]
        return compared(operator, left, self._sum(), self._asked)

    def _sum(self) -> Expression:
        found = self._product()
        while self._is("+", "-"):
            found = Computed(self._take()[1], found, self._product())
        return found

    def _product(self) -> Expression:
        found = self._single()
        while self._is("*", "/"):
            operator = "div" if self._take()[1] == "/" else "*"
            found = Computed(operator, found, self._single())
        return found

    def _single(self) -> Expression:
        kind, word = self._take()
        if kind == "mark":
            return self._marked(word)
        if kind == "number":
            return Number(float(word) if "." in word else int(word))
        if kind == "text":
            return Text(word[1:-1])
        if kind == "name":
            return self._call(word) if self._is("(") else Reference(word)
        raise _unread(0)

    def _marked(self, word: str) -> Expression:
        if word == "!":
            return Call("not", (holding(self._compared(), self._asked),))
        if word == "-" and self._tokens[self._at][0] == "number":
            number = self._single()
            assert isinstance(number, Number)
            return Number(-number.value)
        if word == "(":
            found = self._joined("or")
            self._close()
            return found
        raise _unread(0)

    def _call(self, name: str) -> Expression:
        self._take()
        arguments = []
        while not self._is(")"):
            arguments.append(self._joined("or"))
            if not self._is(","):
                break
            self._take()
        self._close()
        return said_by_us(name.lower(), tuple(arguments), self._asked)

    def _close(self) -> None:
        if self._take() != ("mark", ")"):
            raise _unread(0)
