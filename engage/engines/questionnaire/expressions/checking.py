"""Whether an expression has a meaning for a survey: what it names, and what sort of value it gives.

An expression that passes can be evaluated under any answers. What is wrong comes with its place,
from 1, so that it can be found in the text.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engage.engines.messages import Message, message
from engage.engines.questionnaire.expressions.complaints import (
    alike_wanted,
    ask_selected,
    cannot_compare,
    entries_wanted,
    no_such_answer,
    of_several,
    one_sort_wanted,
    pattern_wanted,
    truth_wanted,
    unknown,
    value_wanted,
)
from engage.engines.questionnaire.expressions.evaluating import as_day, as_number, pattern_of
from engage.engines.questionnaire.expressions.functions import (
    A_NUMBER,
    A_TEXT,
    EXAMPLES,
    SELECTABLE,
    SIGNATURES,
    TRUTH,
    VALUES,
    Sort,
)
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

__all__ = [
    "TRUTH",
    "VALUES",
    "Fault",
    "Known",
    "Sort",
    "Subject",
    "check_expression",
    "sort_of",
]

_WORDS = frozenset({"text", "choice"})


@dataclass(frozen=True)
class Subject:
    """What an answer is, and the codes that it may be made of.

    ``is_each`` says that there is one in each entry of a section, so that only sums may name it.
    """

    sort: Sort
    codes: frozenset[str] = frozenset()
    is_each: bool = False


@dataclass(frozen=True)
class Fault:
    """Something that is wrong in an expression, and where: from 0."""

    at: int
    message: Message


class _Wrong(Exception):
    def __init__(self, at: int, told: Message) -> None:
        super().__init__(str(told))
        self.fault = Fault(at, told)


@dataclass(frozen=True)
class Known:
    """What an expression may name: earlier questions, and ``.`` where it belongs to one.

    ``later`` are the questions that it must not name because they come later, ``silent`` those that
    nobody answers themselves.
    """

    subjects: Mapping[str, Subject]
    here: Subject | None = None
    later: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()


def check_expression(found: Expression, known: Known, wanted: frozenset[Sort]) -> Fault | None:
    """The first thing that is wrong; ``None`` where it gives a value of one of the wanted sorts."""
    try:
        sort = _Checker(known).sort(found)
    except _Wrong as wrong:
        return wrong.fault
    if sort in wanted:
        return None
    return Fault(found.at, truth_wanted() if wanted == TRUTH else value_wanted())


def sort_of(found: Expression, known: Known) -> Sort:
    """The sort of value that an expression gives; ``opaque`` where something is wrong in it."""
    try:
        return _Checker(known).sort(found)
    except _Wrong:
        return "opaque"


class _Checker:
    def __init__(self, known: Known) -> None:
        self._known = known

    def sort(self, found: Expression) -> Sort:
        if isinstance(found, Number | Text):
            return "number" if isinstance(found, Number) else "text"
        if isinstance(found, Reference | Here):
            return self._subject(found).sort
        if isinstance(found, Call):
            return self._call(found)
        if isinstance(found, Computed):
            for side in (found.left, found.right):
                self._require(side, frozenset({"number", "day"}))
            return "number"
        if isinstance(found, Joined):
            for part in found.parts:
                self._require(part, TRUTH)
        else:
            self._compared(found)
        return "truth"

    def _subject(self, found: Reference | Here) -> Subject:
        known = self._known
        if isinstance(found, Here):
            if known.here is None:
                raise _Wrong(found.at, message("survey document", "“.” has no meaning here."))
            return known.here
        if found.name in known.subjects:
            if known.subjects[found.name].is_each:
                raise _Wrong(found.at, of_several(found.name))
            return known.subjects[found.name]
        raise _Wrong(found.at, unknown(found.name, known.later, known.silent))

    def _require(self, found: Expression, wanted: frozenset[Sort]) -> Sort:
        sort = self.sort(found)
        if sort not in wanted:
            raise _Wrong(found.at, _wanted(wanted))
        return sort

    def _codes(self, found: Expression) -> frozenset[str]:
        if isinstance(found, Call) and found.name == "selected-at" and found.arguments:
            found = found.arguments[0]
        if isinstance(found, Reference | Here):
            return self._subject(found).codes
        return frozenset()

    def _compared(self, found: Compared) -> None:
        left, right = self.sort(found.left), self.sort(found.right)
        is_equality = found.operator in ("=", "!=")
        if is_equality and (_is_nothing(found.left) or _is_nothing(found.right)):
            return
        for sort, side in ((left, found.left), (right, found.right)):
            if sort == "choices":
                raise _Wrong(side.at, ask_selected())
            if sort in ("opaque", "truth"):
                raise _Wrong(side.at, cannot_compare())
        if is_equality and self._is_choice_of(found.left, found.right):
            return
        if is_equality and self._is_choice_of(found.right, found.left):
            return
        self._same_sort(found, left, right, is_equality=is_equality)

    def _same_sort(self, found: Compared, left: Sort, right: Sort, *, is_equality: bool) -> None:
        left = _as_written(found.left, left, right)
        right = _as_written(found.right, right, left)
        if left in _WORDS and right in _WORDS:
            if not is_equality:
                raise _Wrong(
                    found.at, message("survey document", "Words have no order: use = or !=.")
                )
        elif left != right:
            raise _Wrong(found.at, alike_wanted(is_day="day" in (left, right)))

    def _is_choice_of(self, subject: Expression, other: Expression) -> bool:
        """Whether it compares a choice with one of its answers; raises where it is none of them."""
        codes = self._codes(subject)
        if not codes or not isinstance(other, Text):
            return False
        if other.value in codes:
            return True
        if self.sort(subject) in ("number", "day"):
            return False
        raise _Wrong(other.at, no_such_answer(other.value))

    def _call(self, found: Call) -> Sort:
        known = SIGNATURES.get(found.name)
        if known is None:
            listed = ", ".join(sorted(SIGNATURES))
            told = message(
                "survey document",
                "There is no “%(name)s” here. There are: %(list)s.",
                name=found.name,
                list=listed,
            )
            raise _Wrong(found.at, told)
        least, most, wanted, sort = known
        if not least <= len(found.arguments) <= most:
            told = message(
                "survey document",
                "“%(name)s” takes another number of values: write it like %(example)s.",
                name=found.name,
                example=EXAMPLES[found.name],
            )
            raise _Wrong(found.at, told)
        if found.name == "sum":
            return self._sum(found.arguments[0])
        for argument, sorts in zip(found.arguments, wanted * most, strict=False):
            self._require(argument, sorts)
        return self._result(found, sort)

    def _sum(self, found: Expression) -> Sort:
        each = self._known.subjects.get(found.name) if isinstance(found, Reference) else None
        if each is None or not each.is_each:
            raise _Wrong(found.at, entries_wanted())
        if each.sort != "number":
            raise _Wrong(found.at, _wanted(A_NUMBER))
        return "number"

    def _result(self, found: Call, sort: Sort) -> Sort:
        if found.name == "regex":
            self._pattern(found.arguments[1])
        if found.name == "selected":
            codes, code = self._codes(found.arguments[0]), found.arguments[1]
            if codes and isinstance(code, Text) and code.value not in codes:
                raise _Wrong(code.at, no_such_answer(code.value))
        if found.name in ("if", "coalesce"):
            return self._one_sort(found, found.arguments[found.name == "if" :])
        return sort

    def _one_sort(self, found: Call, values: tuple[Expression, ...]) -> Sort:
        sorts = {self.sort(each) for each in values if not _is_nothing(each)}
        if not sorts or sorts <= _WORDS:
            return "text"
        if len(sorts) > 1:
            raise _Wrong(found.at, one_sort_wanted())
        return sorts.pop()

    def _pattern(self, found: Expression) -> None:
        if not isinstance(found, Text) or pattern_of(found.value) is None:
            raise _Wrong(found.at, pattern_wanted())


def _is_nothing(found: Expression) -> bool:
    return isinstance(found, Text) and not found.value


def _as_written(found: Expression, sort: Sort, other: Sort) -> Sort:
    """Text in quotation marks may be a day or a number."""
    if isinstance(found, Text):
        if other == "day" and as_day(found.value):
            return "day"
        if other == "number" and as_number(found.value) is not None:
            return "number"
    return sort


def _wanted(wanted: frozenset[Sort]) -> Message:
    if wanted == TRUTH:
        return truth_wanted()
    if wanted <= SELECTABLE:
        return message("survey document", "A question with answers to choose is wanted here.")
    if wanted <= A_TEXT:
        return message("survey document", "Words are wanted here.")
    if "number" in wanted and "text" not in wanted:
        return message("survey document", "A number is wanted here.")
    return value_wanted()
