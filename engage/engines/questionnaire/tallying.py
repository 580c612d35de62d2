"""Answers counted for results."""

from collections.abc import Iterable

from engage.engines.questionnaire.kinds import kind_of
from engage.engines.questionnaire.kinds.kind import Tally
from engage.engines.questionnaire.model import Question, Value


def tally(question: Question, values: Iterable[Value]) -> Tally:
    """How often each answer to the question was given, in the order of its options or points.

    Numbers come in bins of a round width, with minimum, median and maximum; texts are only counted.
    """
    return kind_of(question).tally(question, values)
