"""Answers shown back to the person who gave them, and the comments among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.engines.languages import base_of
from engage.engines.questionnaire.kinds import kind_of
from engage.engines.questionnaire.model import Answers, Question, Survey, Value, is_blank
from engage.engines.questionnaire.routing import walk
from engage.engines.questionnaire.ticks import possibly_asked

_COMMA = {"ar": "، ", "fa": "، ", "ur": "، "}


@dataclass(frozen=True)
class ReviewLine:
    """A question that was asked and the answer as a reader sees it.

    ``text`` is empty where there is no answer. ``language`` is that of ``text``, or "" for a
    person's own words and numbers. ``parts`` are the same answer as a list of (text, language).
    """

    question: Question
    text: str
    language: str
    page_code: str
    parts: tuple[tuple[str, str], ...] = ()


def review(survey: Survey, answers: Answers, locale: str) -> tuple[ReviewLine, ...]:
    """A line for each question asked under these answers, in order; answers must be valid.

    What stands beside other questions and has no answer is passed over.
    """
    way = walk(survey, answers)
    return tuple(
        _line(survey, question, way.live, locale, page.code)
        for page in way.pages
        for question in page.questions
        if question.takes_answer
        and (question.is_shown_blank or not is_blank(way.live.get(question.code)))
    )


def line_of(survey: Survey, code: str, answers: Answers, locale: str) -> ReviewLine:
    """The line of one question, asked or not: for answers that fell off the way."""
    return _line(survey, survey.question(code), answers, locale, "")


def comments_of(
    survey: Survey, answers: Answers, left_open: Mapping[str, Sequence[Value]] | None = None
) -> tuple[tuple[str, str], ...]:
    """The comments among the answers: (question code, text), none of them empty.

    Those of all entries of a repeated section stand under the one code of the document.
    """
    return tuple(
        (question.written_as or question.code, str(answers[question.code]))
        for question in possibly_asked(survey, answers, left_open or {})
        if question.is_comment and not is_blank(answers.get(question.code))
    )


def _line(
    survey: Survey, question: Question, answers: Answers, locale: str, page_code: str
) -> ReviewLine:
    value = answers.get(question.code)
    if value is None or is_blank(value):
        return ReviewLine(question, "", "", page_code)
    parts = kind_of(question).show(question, value, locale, survey.languages)
    text = _COMMA.get(base_of(locale), ", ").join(words for words, _ in parts)
    # One foreign part makes the whole line foreign: screen readers are told of the departure.
    language = next((code for _, code in parts if code != locale), locale)
    return ReviewLine(question, text, language, page_code, parts)
