"""What an expression is once it has been read: a small tree that is checked, evaluated and written.

``at`` is the place in the text, from 0, for those who tell people where something is wrong; trees
that say the same are equal wherever it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Number:
    """A number written out."""

    value: int | float
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Text:
    """Text in quotation marks."""

    value: str
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Reference:
    """The answer to a question, ``${name}``."""

    name: str
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Here:
    """The answer to the question that the expression belongs to, ``.``."""

    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Call:
    """A function with what it is given."""

    name: str
    arguments: tuple["Expression", ...]
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Compared:
    """Two sides held against each other by ``=``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``."""

    operator: str
    left: "Expression"
    right: "Expression"
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Joined:
    """Two or more parts joined by ``and`` or by ``or``."""

    operator: str
    parts: tuple["Expression", ...]
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Computed:
    """Two sides of ``+``, ``-``, ``*``, ``div`` or ``mod``."""

    operator: str
    left: "Expression"
    right: "Expression"
    at: int = field(default=0, compare=False, repr=False)


Expression = Number | Text | Reference | Here | Call | Compared | Joined | Computed


def parts_of(found: Expression) -> tuple[Expression, ...]:
    """What an expression is directly made of."""
    if isinstance(found, Call):
        return found.arguments
    if isinstance(found, Joined):
        return found.parts
    if isinstance(found, Compared | Computed):
        return (found.left, found.right)
    return ()


def with_parts(found: Expression, parts: tuple[Expression, ...]) -> Expression:
    """The same expression made of other parts."""
    if isinstance(found, Call):
        return replace(found, arguments=parts)
    if isinstance(found, Joined):
        return replace(found, parts=parts)
    if isinstance(found, Compared | Computed):
        left, right = parts
        return replace(found, left=left, right=right)
    return found


def references_in(found: Expression) -> Iterator[Reference]:
    """Every question that is named, in order."""
    if isinstance(found, Reference):
        yield found
    for part in parts_of(found):
        yield from references_in(part)
