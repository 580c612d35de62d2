"""Questions behind an answer that paper leaves open: two ticks for one, or none that is legible.

The person answered what lies behind one of the ticks; nobody may decide for them that it was not
asked. So a question counts as asked when it is asked under any of the answers that may be meant.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import islice, product

from engage.engines.questionnaire.kinds import kind_of
from engage.engines.questionnaire.kinds.kind import Unreadable
from engage.engines.questionnaire.model import Answers, Question, Survey, Value
from engage.engines.questionnaire.routing import asked_questions

MOST_COMBINATIONS = 256

Open = Mapping[str, Sequence[Value]]


def ticked(question: Question, typed: str) -> tuple[Value, ...]:
    """The answers that may be meant by more marks than the question takes."""
    kind = kind_of(question)
    values: list[Value] = []
    for word in re.split(r"[\s,;+،]+", typed):
        try:
            value = kind.key(question, word).value if word else None
        except Unreadable:
            continue
        if value is not None:
            values.append(value)
    if all(isinstance(value, list) for value in values):
        codes = [code for value in values if isinstance(value, list) for code in value]
        return (codes,) if codes else ()
    return tuple(values)


def possible(question: Question) -> tuple[Value, ...]:
    """Every answer that an illegible mark may mean."""
    if question.options:
        return ticked(question, " ".join(question.option_by_code))
    if question.kind == "scale" and question.minimum is not None and question.maximum is not None:
        return tuple(range(int(question.minimum), int(question.maximum) + 1))
    return ()


def possibly_asked(survey: Survey, answers: Answers, left_open: Open) -> tuple[Question, ...]:
    """The questions asked as it stands or under any answer that may be meant, in order."""
    if not left_open:
        return asked_questions(survey, answers)
    choices = [[(code, value) for value in values] for code, values in left_open.items() if values]
    asked = {found.code for found in asked_questions(survey, answers)}
    for combination in islice(product(*choices), MOST_COMBINATIONS):
        asked |= {found.code for found in asked_questions(survey, {**answers, **dict(combination)})}
    return tuple(question for question in survey.questions if question.code in asked)
