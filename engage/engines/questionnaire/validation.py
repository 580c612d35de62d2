"""Whether answers keep the survey's rules, and the form in which they are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engage.engines.messages import Message, message, own_message
from engage.engines.questionnaire.expressions.evaluating import holds_true
from engage.engines.questionnaire.kinds import kind_of
from engage.engines.questionnaire.model import Answers, Question, Survey, Value, is_blank
from engage.engines.questionnaire.routing import walk
from engage.engines.questionnaire.ticks import possibly_asked

_LOOK_AGAIN = message("answer", "Look at this answer again: it does not fit what is asked")
NOT_OFFERED = message("answer", "Choose an answer that fits what you answered before")


@dataclass(frozen=True)
class Finished:
    """Answers as they are kept: only to questions asked, in order, each in its one form.

    ``dropped`` names what was answered but not asked, or with options that are not offered, or is
    not a question of the survey. An answer
    with a problem is not among ``answers``, except words that are too long or too short.
    ``derived`` are the values calculated from the answers, by their codes.
    """

    answers: dict[str, Value]
    dropped: tuple[str, ...]
    problems: dict[str, Message]
    derived: dict[str, Value] = field(default_factory=dict)


def validate(
    survey: Survey, answers: Answers, codes: Iterable[str] | None = None
) -> dict[str, Message]:
    """What to correct in the questions asked (those with ``codes``, or all), by question code."""
    wanted = None if codes is None else frozenset(codes)
    way = walk(survey, answers)
    found = {
        question.code: _problem_of(question, answers, way.live)
        for question in way.questions
        if wanted is None or question.code in wanted
    }
    return {code: problem for code, problem in found.items() if problem is not None}


def finish(
    survey: Survey, answers: Answers, left_open: Mapping[str, Sequence[Value]] | None = None
) -> Finished:
    """Make answers ready to be kept: leave out what was not asked, check and order the rest.

    A channel that keeps what was written may pass over the problems of questions that it marked.
    ``left_open`` names the answers that paper may mean; what lies behind any of them was asked.
    """
    way = walk(survey, answers)
    asked, counting = way.questions, way.live
    certain = {question.code for question in asked}
    if left_open:
        asked, counting = possibly_asked(survey, answers, left_open), answers
    kept: dict[str, Value] = {}
    problems: dict[str, Message] = {}
    for question in asked:
        value = _settled(question, counting)
        problem = _problem(question, value, way.live, answers.get(question.code))
        if problem is not None and (question.code in certain or not is_blank(value)):
            problems[question.code] = problem
        if not is_blank(value) and (problem is None or _is_words(question, value)):
            kept[question.code] = value
    known = {question.code for question in asked}
    dropped = tuple(
        code
        for code, given in answers.items()
        if code not in known or (not is_blank(given) and given != counting.get(code))
    )
    return Finished(kept, dropped, problems, _derived(survey, kept))


def _derived(survey: Survey, answers: Answers) -> dict[str, Value]:
    if not survey.calculations:
        return {}
    live = walk(survey, answers).live
    return {each.code: live[each.code] for each in survey.calculations if each.code in live}


def breaks_constraint(question: Question, value: object, live: Answers) -> bool:
    """Whether an answer that is good in itself is none that the survey takes beside the others."""
    if question.constraint is None:
        return False
    return not holds_true(question.constraint, live, value)


def constraint_told(question: Question) -> Message:
    """What to tell somebody whose answer breaks the constraint."""
    return own_message(question.constraint_message, _LOOK_AGAIN)


def missing_told(question: Question) -> Message:
    """What to tell somebody who left out an answer that is required."""
    return own_message(question.required_message, kind_of(question).missing(question))


def _problem_of(question: Question, answers: Answers, live: Answers) -> Message | None:
    code = question.code
    return _problem(question, live.get(code), live, answers.get(code))


def _problem(
    question: Question, value: object, live: Answers, given: object = None
) -> Message | None:
    """``given`` is the answer with the options that are not offered."""
    if is_blank(value):
        if not question.required:
            return None
        return missing_told(question) if is_blank(given) else NOT_OFFERED
    problem = kind_of(question).check(question, value)
    if problem is None and breaks_constraint(question, value, live):
        return constraint_told(question)
    return problem


def _settled(question: Question, answers: Answers) -> Any:
    """The value in the one form in which it is kept; as it is where it cannot be settled."""
    value = answers.get(question.code)
    kind = kind_of(question)
    if value is None or is_blank(value):
        return None
    if _is_words(question, value) or kind.check(question, value) is None:
        return kind.settle(question, value)
    return value


def _is_words(question: Question, value: object) -> bool:
    return kind_of(question).takes_words and isinstance(value, str)
