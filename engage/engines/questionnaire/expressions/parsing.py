"""The part of XPath that XLSForms write conditions in, read into a small typed tree.

Nothing is ever evaluated. What is outside the part raises ``UnreadableExpression`` with the place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engage.engines.messages import Message, message

LONGEST = 8_000
DEEPEST = 60


class UnreadableExpression(Exception):
    """The expression is outside the part that is read; carries where and why."""

    def __init__(self, told: Message) -> None:
        super().__init__(str(told))
        self.message = told


@dataclass(frozen=True)
class Number:
    """A number written out."""

    value: int | float


@dataclass(frozen=True)
class Text:
    """Text in quotation marks."""

    value: str


@dataclass(frozen=True)
class Reference:
    """The answer to a question, ``${name}``."""

    name: str


@dataclass(frozen=True)
class Here:
    """The answer to the question that the expression belongs to, ``.``."""


@dataclass(frozen=True)
class Call:
    """A function with what it is given."""

    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True)
class Compared:
    """Two sides held against each other by ``=``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True)
class Joined:
    """Two or more parts joined by ``and`` or by ``or``."""

    operator: str
    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class Computed:
    """Two sides of ``+``, ``-``, ``*``, ``div`` or ``mod``."""

    operator: str
    left: "Expression"
    right: "Expression"


Expression = Number | Text | Reference | Here | Call | Compared | Joined | Computed

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
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnreadableExpression(message("survey file", "It is nested too deeply."))
        parts = [self._both()]
        while self._is("or"):
            self._take()
            parts.append(self._both())
        self._depth -= 1
        return Joined("or", tuple(parts)) if len(parts) > 1 else parts[0]

    def _both(self) -> Expression:
        parts = [self._comparison()]
        while self._is("and"):
            self._take()
            parts.append(self._comparison())
        return Joined("and", tuple(parts)) if len(parts) > 1 else parts[0]

    def _comparison(self) -> Expression:
        left = self._sum()
        if self._token.kind == "mark" and self._token.text in _COMPARISONS:
            return Compared(self._take().text, left, self._sum())
        return left

    def _sum(self) -> Expression:
        found = self._product()
        while self._is("+", "-"):
            found = Computed(self._take().text, found, self._product())
        return found

    def _product(self) -> Expression:
        found = self._signed()
        while self._is("*", "div", "mod"):
            found = Computed(self._take().text, found, self._signed())
        return found

    def _signed(self) -> Expression:
        if not self._is("-"):
            return self._single()
        place = self._take().place
        found = self._single()
        if not isinstance(found, Number):
            raise _at(place)
        return Number(-found.value)

    def _single(self) -> Expression:
        token = self._take()
        if token.kind == "number":
            is_whole = "." not in token.text
            return Number(int(token.text) if is_whole else float(token.text))
        if token.kind == "text":
            return Text(token.text[1:-1])
        if token.kind == "reference":
            return Reference(token.text)
        if token.text == "." and token.kind == "mark":
            return Here()
        if token.kind == "word" and self._is("("):
            return Call(token.text, self._arguments())
        if token.text == "(":
            found = self._either()
            self._close()
            return found
        raise _at(token.place)

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
