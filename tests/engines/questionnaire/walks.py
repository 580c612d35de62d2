"""What a walk through a survey shows of it, for tests of any survey there can be."""

from collections.abc import Mapping
from typing import Any

from engage.engines.questionnaire import (
    Page,
    Survey,
    finish,
    next_page,
    previous_page,
    review,
    route,
)

Answers = Mapping[str, Any]


def walk_on(survey: Survey, answers: Answers) -> list[Page]:
    """Every page that comes by going on, from the first."""
    walked, page = [], next_page(survey, answers, None)
    while page is not None:
        walked.append(page)
        page = next_page(survey, answers, page.code)
    return walked


def walk_back(survey: Survey, answers: Answers) -> list[Page]:
    """Every page that comes by going back, from the end."""
    walked, page = [], previous_page(survey, answers, None)
    while page is not None:
        walked.append(page)
        page = previous_page(survey, answers, page.code)
    return walked


def reviewed(survey: Survey, answers: Answers) -> set[str]:
    """The questions that the review shows: just those asked, each with a text if answered."""
    asked = [
        question.code
        for page in route(survey, answers)
        for question in page.questions
        if question.takes_answer
    ]
    lines = review(survey, answers, "ar")
    assert [line.question.code for line in lines] == asked
    kept = finish(survey, answers).answers
    assert all(bool(line.text) == (line.question.code in kept) for line in lines)
    return set(asked)
