"""The walk through a survey with one thing per page, the same on the web and at a kiosk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, request

from engage.channels.online.answering import Field, fields_of, problems_of
from engage.channels.online.drafts import OpenDraft, save_answers
from engage.channels.online.reviewing import CheckRow, check_rows, dropped_rows
from engage.channels.online.upload_forms import posted_form
from engage.consultations import ConsultationSummary
from engage.engines.questionnaire import (
    Page,
    Survey,
    finish,
    next_page,
    previous_page,
    progress,
    read_form,
    route,
    validate,
    write_form,
)
from engage.kernel.errors import Message
from engage.kernel.languages import LocaleText
from engage.web.rendering import offer_variants, render, see_other


@dataclass(frozen=True)
class Way:
    """Where the pages of a channel are, and what its layout needs."""

    page_href: Callable[[str, int], str]
    check_href: str
    start_href: str
    chrome: Mapping[str, Any] = field(default_factory=dict)
    can_save: bool = False
    keep: str = ""


@dataclass(frozen=True)
class FormPage:
    """One page of questions, or all of them at once.

    ``keep`` names what is typed here for the script that keeps it in the tab; empty on kiosks.
    """

    consultation: ConsultationSummary
    title: LocaleText
    fields: tuple[Field, ...]
    problems: tuple[tuple[str, str], ...]
    receipt: str
    position: int
    total: int
    back_href: str
    is_change: bool
    can_save: bool = False
    refusal: str = ""
    keep: str = ""


@dataclass(frozen=True)
class CheckPage:
    """Everything that was asked and answered, before it is sent."""

    consultation: ConsultationSummary
    rows: tuple[CheckRow, ...]
    dropped: tuple[CheckRow, ...]
    back_href: str


def show_or_save_page(
    way: Way, consultation: ConsultationSummary, draft: OpenDraft, page_code: str
) -> Response:
    """GET shows the page; POST saves it and goes on, or shows what to correct."""
    survey = draft.version.content
    offer_variants(survey.languages)
    here = next((p for p in route(survey, draft.answers) if p.code == page_code), None)
    if here is None:
        return see_other(first_unanswered(way, draft))
    if request.method == "GET":
        return _one_page(way, consultation, draft, here, write_form(survey, draft.answers), {})
    codes = here.codes
    form, refused = posted_form(survey, codes, consultation.id, draft.receipt)
    read = read_form(survey, form, codes)
    kept = {code: value for code, value in draft.answers.items() if code not in codes}
    problems = validate(survey, kept | read.answers, codes) | read.problems | refused
    if problems:
        return _one_page(way, consultation, draft, here, read.raw, problems)
    saved = save_answers(draft, codes, dict(read.answers))
    if _asks_more(survey, saved.answers, here):
        return see_other(way.page_href(page_code, int(request.form.get("change") == "1")))
    if request.form.get("change") == "1":
        return see_other(first_unanswered(way, saved))
    onward = next_page(survey, saved.answers, page_code)
    return see_other(way.page_href(onward.code, 0) if onward else way.check_href)


def keep_what_is_there(
    way: Way, consultation: ConsultationSummary, draft: OpenDraft, page_code: str
) -> Response | None:
    """Save what was answered on a page, finished or not; or the page, to correct what is wrong."""
    survey = draft.version.content
    here = next((p for p in route(survey, draft.answers) if p.code == page_code), None)
    if here is None:
        return None
    form, refused = posted_form(survey, here.codes, consultation.id, draft.receipt)
    read = read_form(survey, form, here.codes)
    kept = {code: value for code, value in draft.answers.items() if code not in here.codes}
    problems = validate(survey, kept | read.answers, here.codes) | read.problems
    typed = {code for code, words in read.raw.items() if any(map(str.strip, words))}
    wrong = {code: told for code, told in problems.items() if code in typed} | refused
    if wrong:
        return _one_page(way, consultation, draft, here, read.raw, wrong)
    save_answers(draft, here.codes, dict(read.answers))
    return None


def _asks_more(survey: Survey, answers: Mapping[str, Any], shown: Page) -> bool:
    """Whether what was just answered brings up questions on the same page."""
    now = next((page for page in route(survey, answers) if page.code == shown.code), None)
    return now is not None and not set(now.codes) <= set(shown.codes)


def show_check(way: Way, consultation: ConsultationSummary, draft: OpenDraft) -> Response:
    """The answers to look over, or the first page on which one is missing."""
    survey = draft.version.content
    offer_variants(survey.languages)
    if validate(survey, draft.answers):
        return see_other(first_unanswered(way, draft))
    last = previous_page(survey, draft.answers, None)
    assert last is not None
    page = CheckPage(
        consultation,
        check_rows(survey, draft.answers, lambda code: way.page_href(code, 1)),
        dropped_rows(survey, draft.answers, finish(survey, draft.answers).dropped),
        way.page_href(last.code, 0),
    )
    return render("online/check.html", page, **way.chrome)


def first_page_href(way: Way, draft: OpenDraft) -> str:
    """Where the walk begins."""
    first = next_page(draft.version.content, {}, None)
    assert first is not None
    return way.page_href(first.code, 0)


def first_unanswered(way: Way, draft: OpenDraft) -> str:
    """Where to go on: the first page with something missing, else the check."""
    survey = draft.version.content
    problems = validate(survey, draft.answers)
    for candidate in route(survey, draft.answers):
        if any(code in problems for code in candidate.codes):
            return way.page_href(candidate.code, 0)
    return way.check_href


def _one_page(
    way: Way,
    consultation: ConsultationSummary,
    draft: OpenDraft,
    here: Page,
    raw: Mapping[str, list[str]],
    problems: Mapping[str, Message],
) -> Response:
    survey = draft.version.content
    fields = fields_of(here.questions, raw, problems, are_headings=True, seed=draft.receipt)
    position, total = progress(survey, draft.answers, here.code)
    before = previous_page(survey, draft.answers, here.code)
    is_change = request.values.get("change") == "1"
    if is_change:
        back = way.check_href
    else:
        back = way.page_href(before.code, 0) if before else way.start_href
    page = FormPage(
        consultation,
        here.title,
        fields,
        problems_of(fields),
        "",
        position,
        total,
        back,
        is_change,
        way.can_save,
        keep=f"{way.keep} {here.code}" if way.keep else "",
    )
    return render("online/page.html", page, 422 if problems else 200, **way.chrome)
