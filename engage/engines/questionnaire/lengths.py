"""The shortest and the longest way through a survey, in questions and in seconds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, product
from math import prod

from engage.engines.questionnaire.kinds.scale import points_of
from engage.engines.questionnaire.model import DONT_KNOW, Answers, Question, Survey, Value
from engage.engines.questionnaire.routing import asked_questions, gates_of

MOST_WAYS = 1500
_NUMBERS = (0, 1, 2, 5, 10, 20, 50, 100)

Answer = Value | None
Weigh = Callable[[Question], int]


@dataclass(frozen=True)
class WayLength:
    """A way: how many questions, how many seconds, and the answers that lead along it."""

    questions: int
    seconds: int
    answers: Answers


def shortest_and_longest(survey: Survey, seconds: Weigh) -> tuple[WayLength, WayLength]:
    """The ways that take least and most time, among the answers that decide what is asked.

    Up to ``MOST_WAYS`` all combinations are tried. Beyond that each deciding answer is settled in
    turn, from the first question to the last and again, which is right unless answers that decide
    nothing by themselves decide together.
    """
    choices = _deciding(survey)
    if prod(len(each) for each in choices.values()) <= MOST_WAYS:
        ways = [_way(survey, seconds, picked) for picked in _combinations(choices)]
        return min(ways, key=_by_time), max(ways, key=_by_time)
    return (
        _settled(survey, seconds, choices, lambda way: (-way.seconds, -way.questions)),
        _settled(survey, seconds, choices, _by_time),
    )


def _by_time(way: WayLength) -> tuple[int, int]:
    return way.seconds, way.questions


def _settled(
    survey: Survey,
    seconds: Weigh,
    choices: dict[str, tuple[Answer, ...]],
    value: Callable[[WayLength], tuple[int, int]],
) -> WayLength:
    picked: dict[str, Answer] = {code: each[-1] for code, each in choices.items()}
    best = _way(survey, seconds, picked)
    for _ in range(2):
        for code, answers in choices.items():
            for answer in answers:
                other = _way(survey, seconds, picked | {code: answer})
                if value(other) > value(best):
                    best, picked = other, picked | {code: answer}
    return best


def _combinations(choices: dict[str, tuple[Answer, ...]]) -> Iterator[dict[str, Answer]]:
    for picked in islice(product(*choices.values()), MOST_WAYS):
        yield dict(zip(choices, picked, strict=True))


def _way(survey: Survey, seconds: Weigh, picked: dict[str, Answer]) -> WayLength:
    answers = {code: value for code, value in picked.items() if value is not None}
    if survey.sections:
        answers = _alike_in_entries(survey, answers)
    asked = [each for each in asked_questions(survey, answers) if each.calculation is None]
    numbers = {question.number for question in asked if not question.counts}
    return WayLength(len(numbers), sum(map(seconds, asked)), answers)


def _deciding(survey: Survey) -> dict[str, tuple[Answer, ...]]:
    """The questions whose answers decide what is asked, with answers to try."""
    codes = frozenset().union(*gates_of(survey).values())
    return {
        question.code: tuple(answers_to(question))
        for question in survey.questions
        if question.calculation is None
        and not codes.isdisjoint((question.code, question.written_as))
        if not question.entry or question.code == _first_entry(survey, question)
    }


def _first_entry(survey: Survey, question: Question) -> str:
    section = survey.sections[question.section]
    return section.question_code(1, question.written_as)


def _alike_in_entries(survey: Survey, answers: Answers) -> dict[str, Value]:
    """Answers tried in the first entry of a section, in all its entries."""
    spread = dict(answers)
    for code, value in answers.items():
        question = survey.question(code)
        if question.entry:
            section = survey.sections[question.section]
            for entry in range(2, section.maximum + 1):
                spread[section.question_code(entry, question.written_as)] = value
    return spread


def answers_to(question: Question) -> Iterator[Answer]:
    """Answers to try: no answer, each that is offered, and some of those that are written."""
    yield None
    codes = list(question.option_by_code)
    if question.kind == "multiple_choice":
        yield from ([code] for code in codes)
        yield [option.code for option in question.options if not option.is_exclusive]
    elif question.kind == "ranking":
        yield from ([code, *(each for each in codes if each != code)] for code in codes)
    elif codes:
        yield from codes
    elif question.kind == "scale":
        yield from points_of(question)
        if question.has_dont_know:
            yield DONT_KNOW
    elif question.kind in ("number", "amount"):
        ends = [each for each in (question.minimum, question.maximum) if each is not None]
        yield from dict.fromkeys([*ends, *_NUMBERS])
    elif question.kind == "date":
        yield from ("1950-01-01", "2000-01-01", "2026-01-01")
    elif question.kind == "time":
        yield "12:00"
    else:
        yield "x"
