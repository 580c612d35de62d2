"""A walk through a survey whose answers go along from page to page and are stored nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engage.engines.questionnaire import (
    Page,
    Section,
    Survey,
    at_kiosk,
    brings_up_more,
    entries_in,
    is_listed,
    next_page,
    previous_page,
    read_form,
    route,
    unfinished_entries,
    validate,
    with_entry,
    without_entry,
    write_form,
)
from engage.kernel.errors import Message, message
from engage.kernel.numbers import number_or_none

AS_SHOWN = "-was-"  # before the code of a question: its answer when the page was drawn
START, CHECK, END, WHOLE = "", "-check", "-end", "-whole"  # no page has such a code

Form = Mapping[str, list[str]]


@dataclass(frozen=True)
class Stop:
    """Where the walk stands: a page or one of the steps around them, and what was answered.

    ``raw`` is what the fields of the page hold, ``problems`` what is wrong with them. ``removing``
    is the entry of a repeated section that is asked about whether it is to go.
    """

    at: str = START
    answers: Mapping[str, Any] = field(default_factory=dict)
    raw: Form = field(default_factory=dict)
    problems: Mapping[str, Message] = field(default_factory=dict)
    is_change: bool = False
    removing: int = 0


@dataclass(frozen=True)
class Posted:
    """What a page of the walk brought: where it stood, the codes of what it asked, its fields.

    ``go`` is ``on``, ``back``, ``here``, or the code of the page to change; beside the entries of a
    repeated section also ``remove-2`` to be asked, and ``removed-2``.
    """

    at: str
    shown: tuple[str, ...]
    form: Form
    go: str = "on"
    is_change: bool = False


def survey_to_walk(survey: Survey, skin: str) -> Survey:
    """The survey as a channel asks it; files are asked for, but nobody has to give one."""
    if skin == "paper":
        return survey
    asked = at_kiosk(survey) if skin == "kiosk" else survey
    return replace(
        asked,
        pages=tuple(
            replace(
                page,
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
    here = frozenset(page.codes) if page and not section_listed(survey, stop.at) else frozenset()
    written = write_form(survey, stop.answers)
    return {code: words for code, words in written.items() if code not in here}


def carried_as_shown(survey: Survey, stop: Stop) -> Form:
    """The answers of the page itself that the options on it were offered by."""
    page = page_at(survey, stop)
    if page is None or not any(each.has_filtered_options for each in page.questions):
        return {}
    written = write_form(survey, stop.answers)
    return {f"{AS_SHOWN}{code}": written[code] for code in page.codes if code in written}


def first_stop(survey: Survey) -> Stop:
    """Where people begin: before the first question, or with all of them on one page."""
    return Stop(WHOLE if survey.layout == "single_page" else START)


def section_listed(survey: Survey, at: str) -> Section | None:
    """The repeated section whose entries people add, where its list stands."""
    section = survey.sections.get(at)
    return section if section is not None and section.is_added_to else None


def step(survey: Survey, posted: Posted) -> Stop:
    """Where a button leads from a page."""
    is_whole = posted.at == WHOLE  # where nobody is asked how many there are, they are counted
    known = read_form(survey, posted.form, None if is_whole else survey.question_by_code).answers
    codes = tuple(code for code in posted.shown if code in survey.question_by_code)
    read = read_form(survey, posted.form, codes)
    before = Stop(posted.at, known, read.raw, is_change=posted.is_change)
    if posted.go == "here":  # the same again, in another language or on another channel
        return before
    section = section_listed(survey, posted.at)
    if section is not None and posted.go != "back":
        return _from_list(survey, before, section, posted)
    with_new = with_entry(survey, known, posted.at)
    problems = validate(survey, with_new, codes) | read.problems
    if posted.go == "on" and problems:
        return replace(before, problems=problems)
    counted = with_new if posted.go == "on" or read.answers else known
    answers = {code: value for code, value in counted.items() if code not in problems}
    if posted.go == "back":
        return _shown(survey, _before(survey, before, answers), answers)
    if posted.go != "on":
        return _shown(survey, posted.go, answers, is_change=True)
    shown = _as_it_was_shown(survey, before, codes, posted)
    is_more = shown is not None and brings_up_more(survey, answers, shown)
    here = _shown(survey, posted.at, answers, is_change=posted.is_change)
    return here if is_more else _onward(survey, before, codes, answers)


def _as_it_was_shown(
    survey: Survey, before: Stop, codes: tuple[str, ...], posted: Posted
) -> Page | None:
    """The page with what it offered by the answers from before it."""
    was = {code: posted.form.get(f"{AS_SHOWN}{code}", []) for code in codes}
    elsewhere = {code: value for code, value in before.answers.items() if code not in codes}
    answers = elsewhere | dict(read_form(survey, was, codes).answers)
    return page_at(survey, replace(before, answers=answers))


def _from_list(survey: Survey, before: Stop, section: Section, posted: Posted) -> Stop:
    """From the list of entries: add one, change or remove one, or go on."""
    answers, count = before.answers, entries_in(section, before.answers)
    act, _, written = posted.go.partition("-")
    number = number_or_none(written) or 0
    is_one = 1 <= number <= count and count > section.minimum
    another = posted.form.get("another", [""])[0] if count < section.maximum else "no"
    if act == "remove" and is_one:
        return replace(before, removing=number)
    if posted.go == "on" and another not in ("yes", "no"):
        told = message("repeated section", "Choose yes to add one, or no to go on")
        return replace(before, problems={"another": told})
    if act == "removed" and is_one:
        at, answers = section.code, without_entry(section, answers, number)
    elif posted.go != "on":
        at = posted.go if posted.go in survey.page_codes else section.code
    elif another == "yes":
        at = section.page_code(count + 1)
    elif unfinished := unfinished_entries(survey, section, answers):
        at = section.page_code(unfinished[0])
    else:
        return _onward(survey, before, (section.code,), {**answers, section.code: count})
    return _shown(survey, at, answers, is_change=before.is_change)


def _onward(
    survey: Survey, before: Stop, shown: tuple[str, ...], answers: Mapping[str, Any]
) -> Stop:
    if before.at in (CHECK, WHOLE):
        return _shown(survey, END, answers)
    now = page_at(survey, replace(before, answers=answers))
    if now is not None and not set(now.codes) <= set(shown):
        return _shown(survey, before.at, answers, is_change=before.is_change)
    if before.is_change:
        listed_on = _listed_on(survey, before, answers)
        at = listed_on or _first_unanswered(survey, answers)
        return _shown(survey, at, answers, is_change=bool(listed_on))
    found = next_page(survey, answers, before.at if before.at in survey.page_codes else None)
    return _shown(survey, found.code if found else CHECK, answers)


def _listed_on(survey: Survey, before: Stop, answers: Mapping[str, Any]) -> str:
    """The list that a new entry leads to; "" after anything else."""
    page = survey.page(before.at) if before.at in survey.page_codes else None
    listed_on = page.listed_on if page is not None else ""
    return listed_on if before.answers.get(listed_on) != answers.get(listed_on) else ""


def _shown(survey: Survey, at: str, answers: Mapping[str, Any], is_change: bool = False) -> Stop:
    if at == CHECK and validate(survey, answers):
        at = _first_unanswered(survey, answers)
    section = section_listed(survey, at)
    if section is not None and not is_listed(section, answers):  # there have to be more of them
        at = section.page_code(entries_in(section, answers) + 1)
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
    answers = with_entry(survey, stop.answers, stop.at)
    return next((page for page in route(survey, answers) if page.code == stop.at), None)
