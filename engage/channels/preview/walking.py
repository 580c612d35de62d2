"""A walk through a survey whose answers go along from page to page and are stored nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engage.engines.questionnaire import (
    Page,
    Survey,
    at_kiosk,
    next_page,
    previous_page,
    read_form,
    route,
    validate,
    write_form,
)
from engage.kernel.errors import Message

START, CHECK, END, WHOLE = "", "-check", "-end", "-whole"  # no page has such a code

Form = Mapping[str, list[str]]


@dataclass(frozen=True)
class Stop:
    """Where the walk stands: a page or one of the steps around them, and what was answered.

    ``raw`` is what the fields of the page hold, ``problems`` what is wrong with them.
    """

    at: str = START
    answers: Mapping[str, Any] = field(default_factory=dict)
    raw: Form = field(default_factory=dict)
    problems: Mapping[str, Message] = field(default_factory=dict)
    is_change: bool = False


@dataclass(frozen=True)
class Posted:
    """What a page of the walk brought: where it stood, the codes of what it asked, its fields.

    ``go`` is ``on``, ``back``, ``here``, or the code of the page to change.
    """

    at: str
    shown: tuple[str, ...]
    form: Form
    go: str = "on"
    is_change: bool = False


def survey_to_walk(survey: Survey, skin: str) -> Survey:
    """The survey as a channel asks it; files are asked for, but nobody has to give one."""
    asked = at_kiosk(survey) if skin == "kiosk" else survey
    return replace(
        asked,
        pages=tuple(
            replace(
                page,
                listed_on="",  # the walk asks for the count and goes on from entry to entry
                questions=tuple(
                    replace(each, required=False) if each.accepts else each
                    for each in page.questions
                ),
            )
            for page in asked.pages
        ),
    )


def carried(survey: Survey, stop: Stop) -> Form:
    """The answers that do not stand on the page itself, as fields to go along with it."""
    page = page_at(survey, stop)
    here = frozenset(page.codes) if page else frozenset()
    written = write_form(survey, stop.answers)
    return {code: words for code, words in written.items() if code not in here}


def first_stop(survey: Survey) -> Stop:
    """Where people begin: before the first question, or with all of them on one page."""
    return Stop(WHOLE if survey.layout == "single_page" else START)


def step(survey: Survey, posted: Posted) -> Stop:
    """Where a button leads from a page."""
    known = read_form(survey, posted.form).answers
    codes = tuple(code for code in posted.shown if code in survey.question_by_code)
    read = read_form(survey, posted.form, codes)
    before = Stop(posted.at, known, read.raw, is_change=posted.is_change)
    if posted.go == "here":  # the same again, in another language or on another channel
        return before
    problems = validate(survey, known, codes) | read.problems
    if posted.go == "on" and problems:
        return replace(before, problems=problems)
    answers = {code: value for code, value in known.items() if code not in problems}
    if posted.go == "back":
        return _shown(survey, _before(survey, before, answers), answers)
    if posted.go != "on":
        return _shown(survey, posted.go, answers, is_change=True)
    return _onward(survey, before, codes, answers)


def _onward(
    survey: Survey, before: Stop, shown: tuple[str, ...], answers: Mapping[str, Any]
) -> Stop:
    if before.at in (CHECK, WHOLE):
        return _shown(survey, END, answers)
    now = page_at(survey, replace(before, answers=answers))
    if now is not None and not set(now.codes) <= set(shown):
        return _shown(survey, before.at, answers, is_change=before.is_change)
    if before.is_change:
        return _shown(survey, _first_unanswered(survey, answers), answers)
    found = next_page(survey, answers, before.at if before.at in survey.page_codes else None)
    return _shown(survey, found.code if found else CHECK, answers)


def _shown(survey: Survey, at: str, answers: Mapping[str, Any], is_change: bool = False) -> Stop:
    if at == CHECK and validate(survey, answers):
        at = _first_unanswered(survey, answers)
    return Stop(at, answers, write_form(survey, answers), is_change=is_change)


def _before(survey: Survey, before: Stop, answers: Mapping[str, Any]) -> str:
    if before.is_change:
        return CHECK
    known = before.at if before.at in survey.page_codes else None
    found = previous_page(survey, answers, known)
    return found.code if found else START


def _first_unanswered(survey: Survey, answers: Mapping[str, Any]) -> str:
    problems = validate(survey, answers)
    for page in route(survey, answers):
        if any(code in problems for code in page.codes):
            return page.code
    return CHECK


def page_at(survey: Survey, stop: Stop) -> Page | None:
    """The page that stands there, all questions where they stand on one; None for other steps."""
    if stop.at == WHOLE:
        return Page(WHOLE, survey.title, None, survey.parts)
    return next((page for page in route(survey, stop.answers) if page.code == stop.at), None)
