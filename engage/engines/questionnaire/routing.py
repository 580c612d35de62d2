"""The way through a survey: which pages and questions are asked under which answers.

Conditions see only answers to questions that are themselves asked, so what was answered on a way
that has since been left decides nothing.
"""

from collections.abc import Mapping
from dataclasses import replace

from engage.engines.questionnaire.conditions import Condition, holds
from engage.engines.questionnaire.model import Answers, Page, Question, Survey, Value, is_blank


def route(survey: Survey, answers: Answers) -> tuple[Page, ...]:
    """The pages asked under these answers, each with only the questions asked."""
    live: dict[str, Value] = {}
    pages = (_shown(page, answers, live) for page in survey.pages)
    return tuple(page for page in pages if page is not None)


def asked_questions(survey: Survey, answers: Answers) -> tuple[Question, ...]:
    """The questions asked under these answers, in order."""
    return tuple(
        question
        for page in route(survey, answers)
        for question in page.questions
        if question.takes_answer
    )


def next_page(survey: Survey, answers: Answers, after: str | None) -> Page | None:
    """The first page on the way after the page with a code (``None``: from the beginning).

    The named page itself need not be on the way any more. Raises ``KeyError`` where the survey has
    no such page.
    """
    position = -1 if after is None else _position(survey, after)
    later = survey.page_codes[position + 1 :]
    return next((page for page in route(survey, answers) if page.code in later), None)


def previous_page(survey: Survey, answers: Answers, before: str | None) -> Page | None:
    """The last page on the way before the page with a code (``None``: from the end)."""
    earlier = survey.page_codes[: None if before is None else _position(survey, before)]
    return next((page for page in reversed(route(survey, answers)) if page.code in earlier), None)


def progress(survey: Survey, answers: Answers, page_code: str) -> tuple[int, int]:
    """The position of a page (from 1) and the number of pages, on the way as known now."""
    up_to = survey.page_codes[: _position(survey, page_code) + 1]
    pages = route(survey, answers)
    return max(1, sum(page.code in up_to for page in pages)), max(1, len(pages))


def _position(survey: Survey, page_code: str) -> int:
    if page_code not in survey.page_codes:
        raise KeyError(page_code)
    return survey.page_codes.index(page_code)


def _shown(page: Page, answers: Answers, live: dict[str, Value]) -> Page | None:
    if not _is_asked(page.condition, live):
        return None
    questions = []
    for question in page.questions:
        if not _is_asked(question.condition, live):
            continue
        questions.append(question)
        value = answers.get(question.code)
        if value is not None and not is_blank(value):
            live[question.code] = value
    if len(questions) == len(page.questions):
        return page
    return replace(page, questions=tuple(questions)) if questions else None


def _is_asked(condition: Condition | None, live: Mapping[str, Value]) -> bool:
    return condition is None or holds(condition, live)
