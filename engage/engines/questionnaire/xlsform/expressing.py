"""Expressions of forms as expressions here: questions and answers under their codes."""

from collections.abc import Mapping

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.checking import (
    Known,
    Sort,
    Subject,
    check_expression,
    sort_of,
)
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Compared,
    Expression,
    Here,
    Number,
    Reference,
    Text,
    parts_of,
    references_in,
    with_parts,
)
from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.expressions.trees import Asked, CannotSay
from engage.engines.questionnaire.expressions.writing import plain, write_expression
from engage.engines.questionnaire.kinds import KINDS
from engage.engines.questionnaire.model import DONT_KNOW


def take_expression(
    text: str, asked: Mapping[str, Asked], wanted: frozenset[Sort], here: Asked | None = None
) -> str:
    """The expression of a form as it is written here; raises ``CannotSay`` where it is none here.

    ``here`` is the question that ``.`` stands for.
    """
    try:
        return take_tree(read_expression(text), asked, wanted, here)
    except UnreadableExpression as wrong:
        raise CannotSay(wrong.message) from wrong


def take_tree(
    found: Expression, asked: Mapping[str, Asked], wanted: frozenset[Sort], here: Asked | None
) -> str:
    """The same for an expression that has been read.

    Raises ``CannotSay``, too.
    """
    for reference in references_in(found):
        if reference.name not in asked:
            told = message(
                "survey file",
                "It names “%(name)s”, which is not asked before.",
                name=reference.name,
            )
            raise CannotSay(told)
    ours = _Taking(asked, here).taken(found)
    subjects = {each.code: subject_asked(each) for each in asked.values()}
    known = Known(subjects, None if here is None else subject_asked(here))
    fault = check_expression(ours, known, wanted)
    if fault is not None:
        raise CannotSay(fault.message)
    return write_expression(ours)


def sort_taken(text: str, asked: Mapping[str, Asked]) -> Sort:
    """The sort of value that an expression gives, as it is written here."""
    subjects = {each.code: subject_asked(each) for each in asked.values()}
    return sort_of(read_expression(text), Known(subjects))


def subject_asked(asked: Asked) -> Subject:
    """What expressions know of a question."""
    if asked.sort:
        return Subject(asked.sort, is_each=asked.is_each)
    codes = frozenset({DONT_KNOW}) if asked.kind == "scale" else frozenset(asked.choices.values())
    return Subject(KINDS[asked.kind].sort, codes, asked.is_each)


class _Taking:
    def __init__(self, asked: Mapping[str, Asked], here: Asked | None) -> None:
        self._asked = asked
        self._here = here

    def taken(self, found: Expression) -> Expression:
        if isinstance(found, Reference):
            return Reference(self._asked[found.name].code, found.at)
        parts = [self.taken(part) for part in parts_of(found)]
        if isinstance(found, Call) and found.name == "count" and len(parts) == 1:
            return parts[0]  # of the entries of a repeat, which has their number for its value
        if isinstance(found, Compared):
            parts[1] = self._answer(found.left, found.right, parts[1])
            parts[0] = self._answer(found.right, found.left, parts[0])
        if isinstance(found, Call) and found.name == "selected" and len(parts) == 2:
            parts[1] = self._answer(found.arguments[0], found.arguments[1], parts[1])
        return with_parts(found, tuple(parts))

    def _answer(self, subject: Expression, other: Expression, taken: Expression) -> Expression:
        """An answer under the code that it has here."""
        if isinstance(subject, Call) and subject.name == "selected-at" and subject.arguments:
            subject = subject.arguments[0]
        asked = self._here if isinstance(subject, Here) else None
        if isinstance(subject, Reference):
            asked = self._asked[subject.name]
        if asked is None or not asked.choices or not isinstance(other, Text | Number):
            return taken
        name = plain(other.value) if isinstance(other, Number) else other.value
        return Text(asked.choices[name], other.at) if name in asked.choices else taken
