"""The part of XPath that surveys are written in here and XLSForms elsewhere, read into a tree.

Nothing is evaluated here. What is outside the part raises ``UnreadableExpression`` with the place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engage.engines.messages import Message, message
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Compared,
    Computed,
    Expression,
    Here,
    Joined,
    Number,
    Reference,
    Text,
)

LONGEST = 8_000
DEEPEST = 60


class UnreadableExpression(Exception):
    """The expression is outside the part that is read; carries where and why."""

    def __init__(self, told: Message) -> None:
        super().__init__(str(told))
        self.message = told


_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<reference>\$\{\s*(?P<name>[^\s{}]+)\s*\})
    |(?P<number>\d+(\.\d*)?|\.\d+)
    |(?P<text>'[^']*'|"[^"]*"|[‘’][^‘’]*[‘’]|[“”][^“”]*[“”])
    |(?P<word>[A-Za-z_][\w.-]*(:[A-Za-z_][\w.-]*)?)
    |(?P<mark>!=|<=|>=|[=<>+*(),-]|\.(?![.\d]))""",
    re.VERBOSE,
)
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    place: int


def read_expression(text: str) -> Expression:
    """The tree of an expression; raises ``UnreadableExpression``."""
    if len(text) > LONGEST:
        raise UnreadableExpression(message("survey file", "It is too long."))
    return _Reader(text).whole()


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise _at(place)
        kind = found.lastgroup if found.lastgroup != "name" else "reference"
        if found["reference"]:
            yield _Token("reference", found["name"], place)
        elif kind != "space":
            kind = next(each for each in ("number", "text", "word", "mark") if found[each])
            yield _Token(kind, found[0], place)
        place = found.end()
    yield _Token("end", "", place)


def _at(place: int) -> UnreadableExpression:
    return UnreadableExpression(
        message("survey file", "It cannot be read from character %(place)s on.", place=place + 1)
    )


class _Reader:
    """Recursive descent, from the weakest operator to the strongest."""

    def __init__(self, text: str) -> None:
        self._tokens = tuple(_tokens(text))
        self._next = 0
        self._depth = 0

    def whole(self) -> Expression:
        found = self._either()
        if self._token.kind != "end":
            raise _at(self._token.place)
        return found

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._token
        self._next += 1
        return token

    def _is(self, *texts: str) -> bool:
        return self._token.kind in ("word", "mark") and self._token.text in texts

    def _either(self) -> Expression:
        at = self._token.place
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnreadableExpression(message("survey file", "It is nested too deeply."))
        parts = [self._both()]
        while self._is("or"):
            self._take()
            parts.append(self._both())
        self._depth -= 1
        return Joined("or", tuple(parts), at) if len(parts) > 1 else parts[0]

    def _both(self) -> Expression:
        at = self._token.place
        parts = [self._comparison()]
        while self._is("and"):
            self._take()
            parts.append(self._comparison())
        return Joined("and", tuple(parts), at) if len(parts) > 1 else parts[0]

    def _comparison(self) -> Expression:
        left = self._sum()
        if self._token.kind == "mark" and self._token.text in _COMPARISONS:
            operator = self._take()
            return Compared(operator.text, left, self._sum(), operator.place)
        return left

    def _sum(self) -> Expression:
        found = self._product()
        while self._is("+", "-"):
            operator = self._take()
            found = Computed(operator.text, found, self._product(), operator.place)
        return found

    def _product(self) -> Expression:
        found = self._signed()
        while self._is("*", "div", "mod"):
            operator = self._take()
            found = Computed(operator.text, found, self._signed(), operator.place)
        return found

    def _signed(self) -> Expression:
        if not self._is("-"):
            return self._single()
        place = self._take().place
        found = self._single()
        if isinstance(found, Number):
            return Number(-found.value, place)
        return Computed("-", Number(0, place), found, place)

    def _single(self) -> Expression:
        token = self._take()
        at = token.place
        if token.kind == "number":
            is_whole = "." not in token.text
            return Number(int(token.text) if is_whole else float(token.text), at)
        if token.kind == "text":
            return _text(token)
        if token.kind == "reference":
            return Reference(token.text, at)
        if token.text == "." and token.kind == "mark":
            return Here(at)
        if token.kind == "word" and self._is("("):
            return Call(token.text, self._arguments(), at)
        if token.text == "(":
            found = self._either()
            self._close()
            return found
        raise _at(at)

    def _arguments(self) -> tuple[Expression, ...]:
        self._take()
        found: list[Expression] = []
        if not self._is(")"):
            found.append(self._either())
            while self._is(","):
                self._take()
                found.append(self._either())
        self._close()
        return tuple(found)

    def _close(self) -> None:
        token = self._take()
        if token.text != ")":
            raise _at(token.place)


def _text(token: _Token) -> Text:
    """Words in quotation marks; with both kinds of marks in them no form could write them."""
    words = token.text[1:-1]
    if "'" in words and '"' in words:
        raise _at(token.place)
    return Text(words, token.place)
