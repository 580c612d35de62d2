"""Pages and questions that nobody is ever asked, whatever is answered before them.

Answers are tried: those offered, and numbers, days and words around those that conditions name.
Where a condition computes, or what to try is unknown or too much, nothing is said.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import islice, product
from math import prod

from engage.engines.questionnaire.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Expressed,
    Not,
)
from engage.engines.questionnaire.expressions.evaluating import as_day
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Computed,
    Expression,
    Number,
    Text,
    parts_of,
)
from engage.engines.questionnaire.kinds import kind_of
from engage.engines.questionnaire.lengths import Answer, answers_to
from engage.engines.questionnaire.model import Question, Survey
from engage.engines.questionnaire.routing import gates_of, route
from engage.engines.questionnaire.sections import as_in_document

MOST_TRIED = 1500
_PLAIN = frozenset({"not", "selected", "selected-at", "count-selected"})


def unreachable(survey: Survey) -> tuple[str, ...]:
    """The codes of pages and questions that no answers lead to, in order.

    A row of a matrix, or what opens with an option, goes with its question and is not named apart.
    """
    survey = as_in_document(survey)
    search = _Search(survey)
    found = []
    for page in survey.pages:
        if page.condition is not None and not search.is_reached(
            page.code, page.condition, page=True
        ):
            found.append(page.code)
            continue
        found += [
            question.code
            for question in page.questions
            if question.condition is not None
            and question.calculation is None
            and not question.within
            and not search.is_reached(question.code, question.condition, page=False)
        ]
    return tuple(found)


class _Search:
    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._gates = gates_of(survey)
        conditions = [page.condition for page in survey.pages]
        conditions += [each for question in survey.parts for each in _deciding(question)]
        self._constants = tuple(_constants(conditions))
        self._computes = {
            question.code for question in survey.parts if any(map(_computes, _deciding(question)))
        } | {question.code for question in survey.calculations}

    def is_reached(self, code: str, condition: Condition, *, page: bool) -> bool:
        """Whether some answers lead there, as far as can be told."""
        own = self._survey.page(code).questions[0].code if page else code
        deciding = self._behind(own)
        if _computes(condition) or deciding & self._computes:
            return True
        choices = {each: self._answers(each) for each in deciding}
        is_unknown = any(len(each) == 1 for each in choices.values())
        if is_unknown or prod(map(len, choices.values())) > MOST_TRIED:
            return True
        return any(
            self._is_on_the_way(code, dict(zip(choices, picked, strict=True)), page=page)
            for picked in islice(product(*choices.values()), MOST_TRIED)
        )

    def _behind(self, code: str) -> frozenset[str]:
        """Every question whose answer decides, also whether a deciding one is asked."""
        found: set[str] = set()
        open_ = set(self._gates[code])
        while open_:
            found |= open_
            open_ = {more for each in open_ for more in self._gates.get(each, ())} - found
        return frozenset(found)

    def _answers(self, code: str) -> tuple[Answer, ...]:
        question = self._survey.question(code)
        tried = (*answers_to(question), *self._constants)
        return tuple(value for value in tried if value is None or _fits(question, value))

    def _is_on_the_way(self, code: str, picked: Mapping[str, Answer], *, page: bool) -> bool:
        answers = {each: value for each, value in picked.items() if value is not None}
        pages = route(self._survey, answers)
        if page:
            return any(each.code == code for each in pages)
        return any(question.code == code for each in pages for question in each.questions)


def _deciding(question: Question) -> Iterator[Condition | None]:
    """The conditions of a question and of its options."""
    yield question.condition
    yield from (option.condition for option in question.options)


def _fits(question: Question, value: Answer) -> bool:
    return kind_of(question).check(question, value) is None


def _computes(condition: Condition | None) -> bool:
    """Whether more than comparing is done, so that trying tells little."""
    if isinstance(condition, Expressed):
        return _is_computed(condition.expression)
    if isinstance(condition, Not):
        return _computes(condition.part)
    return isinstance(condition, AllOf | AnyOf) and any(map(_computes, condition.parts))


def _is_computed(found: Expression) -> bool:
    if isinstance(found, Computed) or (isinstance(found, Call) and found.name not in _PLAIN):
        return True
    return any(map(_is_computed, parts_of(found)))


def _constants(conditions: list[Condition | None]) -> Iterator[str | int | float]:
    for value in dict.fromkeys(each for found in conditions for each in _named(found)):
        day = as_day(value)
        if day is not None:
            yield from (_moved(day, step) for step in (-1, 0, 1))
        elif isinstance(value, str):
            yield value
        else:
            yield from (value - 1, value, value + 1)


def _moved(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()


def _named(condition: Condition | None) -> Iterator[str | int | float]:
    if isinstance(condition, Comparison) and not isinstance(condition.value, bool):
        yield condition.value
    elif isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from _named(part)
    elif isinstance(condition, Not):
        yield from _named(condition.part)
    elif isinstance(condition, Expressed):
        yield from _literals(condition.expression)


def _literals(found: Expression) -> Iterator[str | int | float]:
    if isinstance(found, Number | Text):
        yield found.value
    for part in parts_of(found):
        yield from _literals(part)
