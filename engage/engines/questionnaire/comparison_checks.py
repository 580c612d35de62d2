"""Comparisons in conditions, held against the questions that they name."""

from collections.abc import Container, Iterator, Mapping
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.conditions import Comparison, comparisons_in
from engage.engines.questionnaire.expressions.complaints import of_several
from engage.engines.questionnaire.kinds import kind_of
from engage.engines.questionnaire.model import Question
from engage.engines.questionnaire.problems import Problem


def comparison_problems(
    condition: Mapping[str, Any] | str,
    place: str,
    asked: Mapping[str, Question | None],
    places: Mapping[Any, str],
    several: Container[str] = (),
) -> Iterator[Problem]:
    """What is wrong with the comparisons of a condition.

    ``asked`` is what is asked before (``None`` for what has other problems first), ``places`` has
    the codes of all questions of the document, ``several`` those asked once for each entry.
    """
    for there, comparison in comparisons_in(condition, place):
        if _is_made_of_broken(comparison.question, asked):
            continue
        if comparison.question in several:
            yield Problem(f"{there}/question", of_several(comparison.question))
            continue
        if comparison.question not in asked:
            yield _out_of_reach(there, comparison, comparison.question in places)
            continue
        question = asked[comparison.question]
        if question is not None and not question.takes_answer:
            yield _unanswerable(there, comparison)
        elif question is not None and question.is_kept_apart:
            yield _kept_apart(there, comparison)
        elif question is not None and comparison.operator != "answered":
            yield from _operand_problems(there, comparison, question)


def _out_of_reach(place: str, comparison: Comparison, is_later: bool) -> Problem:
    code = comparison.question
    if is_later:
        return Problem(
            f"{place}/question",
            message(
                "survey document",
                "Name a question that is asked before: “%(code)s” comes later.",
                code=code,
            ),
        )
    return Problem(
        f"{place}/question",
        message(
            "survey document",
            "Name a question of this survey: there is none with the code “%(code)s”.",
            code=code,
        ),
    )


def _is_made_of_broken(code: str, asked: Mapping[str, Question | None]) -> bool:
    """Whether a question may be made from one that has other problems first."""
    return any(found is None and code.startswith(f"{name}_") for name, found in asked.items())


def _unanswerable(place: str, comparison: Comparison) -> Problem:
    return Problem(
        f"{place}/question",
        message(
            "survey document",
            "Name a question: nobody answers “%(code)s” itself.",
            code=comparison.question,
        ),
    )


def _kept_apart(place: str, comparison: Comparison) -> Problem:
    told = message(
        "survey document",
        "Name another question: what “%(code)s” asks is kept apart from the answers.",
        code=comparison.question,
    )
    return Problem(f"{place}/question", told)


def _operand_problems(place: str, comparison: Comparison, question: Question) -> Iterator[Problem]:
    kind = kind_of(question)
    if comparison.operator not in kind.operators:
        known = ", ".join([*sorted(kind.operators), "answered"])
        told = message(
            "survey document",
            "Compare “%(code)s” by one of these: %(list)s.",
            code=question.code,
            list=known,
        )
        yield Problem(f"{place}/{comparison.operator}", told)
    elif not kind.accepts_comparison(question, comparison.operator, comparison.value):
        told = message(
            "survey document",
            "Write an answer that can be given to “%(code)s”.",
            code=question.code,
        )
        yield Problem(f"{place}/{comparison.operator}", told)
