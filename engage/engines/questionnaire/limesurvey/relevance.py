"""Conditions in LimeSurvey's expression language, read into the same tree as those of XLSForms."""

import re
from collections.abc import Iterator, Mapping

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Compared,
    Expression,
    Joined,
    Number,
    Reference,
    Text,
)
from engage.engines.questionnaire.expressions.parsing import DEEPEST, LONGEST
from engage.engines.questionnaire.expressions.trees import Asked, CannotSay, condition_of

_TOKEN = re.compile(
    r"""\s+|(?P<text>"[^"]*"|'[^']*')|(?P<name>[A-Za-z0-9_]*[A-Za-z_][A-Za-z0-9_]*)(?:\.[A-Za-z]+)?
    |(?P<number>\d+(?:\.\d+)?)|(?P<mark>==|!=|<=|>=|&&|\|\||[<>=!(),-])""",
    re.VERBOSE,
)
_WORDS = {
    **{"==": "=", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="},
    **{"&&": "and", "||": "or"},
}
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})


def read_relevance(text: str, asked: Mapping[str, Asked]) -> dict[str, object] | None:
    """The condition of an expression, ``None`` for always; raises ``CannotSay``.

    ``asked`` has each question by its code, and the answers of several by ``CODE_ANSWER``.
    """
    if text in ("", "1"):
        return None
    return condition_of(_Reader(text, asked).whole(), asked)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or found.end() == place:
            raise _unread(place)
        place = found.end()
        if found.lastgroup:
            kind, word = found.lastgroup, found[found.lastgroup]
            word = _WORDS.get(word.lower() if kind == "name" else word, word)
            is_mark = word in _COMPARISONS or word in ("and", "or")
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
        return Joined(joint, tuple(parts)) if len(parts) > 1 else parts[0]

    def _compared(self) -> Expression:
        left = self._single()
        if not self._is(*_COMPARISONS):
            return left
        operator = self._take()[1]
        return self._of_several(Compared(operator, left, self._single()))

    def _of_several(self, found: Compared) -> Expression:
        """``Q2_SQ001 == "Y"`` asks whether one of several answers was given."""
        left, right = found.left, found.right
        if not isinstance(left, Reference) or left.name in self._asked:
            return found
        name, _, answer = left.name.rpartition("_")
        if name not in self._asked or self._asked[name].kind != "multiple_choice":
            return found
        chosen = Call("selected", (Reference(name), Text(answer)))
        if right == Text("Y") and found.operator in ("=", "!="):
            return chosen if found.operator == "=" else Call("not", (chosen,))
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
            return Call("not", (self._single(),))
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
        argument = self._joined("or")
        self._close()
        if name.lower() == "is_empty":
            return Compared("=", argument, Text(""))
        return Call(name, (argument,))

    def _close(self) -> None:
        if self._take() != ("mark", ")"):
            raise _unread(0)
