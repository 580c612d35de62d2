"""What expressions may name: the questions of a survey, by the sort of their answers."""

from collections.abc import Mapping

from engage.engines.questionnaire.expressions.checking import Known, Sort, Subject, sort_of
from engage.engines.questionnaire.kinds import kind_of
from engage.engines.questionnaire.model import DONT_KNOW, Question, Survey


def subject_of(question: Question, before: Mapping[str, Subject]) -> Subject:
    """What the answer to a question is; ``before`` are those that a calculation may name."""
    if question.calculation is not None:
        return Subject(sort_of(question.calculation, Known(before)))
    codes = frozenset(question.option_by_code)
    if question.has_dont_know:
        codes |= {DONT_KNOW}
    sort: Sort = kind_of(question).sort
    return Subject(sort, codes)


def sort_of_calculation(question: Question, survey: Survey) -> Sort:
    """The sort of a calculated value of a survey."""
    subjects: dict[str, Subject] = {}
    for code, each in survey.named.items():
        subjects[code] = subject_of(each, subjects)
        if code == question.code:
            return subjects[code].sort
    raise KeyError(question.code)


def is_named(question: Question) -> bool:
    """Whether expressions and texts may name the question at all."""
    return question.takes_answer or question.calculation is not None
