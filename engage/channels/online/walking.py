"""The walk through a survey with one thing per page, the same on the web and at a kiosk."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, request

from engage.channels.online.answering import Field, fields_of
from engage.channels.online.asked_if_showing import Block
from engage.channels.online.drafts import OpenDraft
from engage.channels.online.entries_views import (
    after_change,
    save_page,
    show_or_change_entries,
)
from engage.channels.online.problem_showing import problems_of
from engage.channels.online.reviewing import CheckGroup, CheckRow, check_groups, dropped_rows
from engage.channels.online.upload_forms import allow_for_files, posted_form
from engage.channels.online.ways import Way, first_unanswered
from engage.consultations import ConsultationSummary
from engage.engines.questionnaire import (
    Page,
    as_asked_now,
    brings_up_more,
    finish,
    next_page,
    previous_page,
    progress,
    read_form,
    route,
    validate,
    with_entry,
    write_form,
)
from engage.kernel.errors import Message
from engage.kernel.languages import LocaleText
from engage.web.rendering import offer_variants, render, see_other


@dataclass(frozen=True)
class FormPage:
    """One page of questions, or all of them at once.

    ``keep`` names what is typed here for the script that keeps it in the tab; empty on kiosks.
    ``version`` is the number of the one that all questions at once were shown on, ``blocks`` says
    which of them are asked together.
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
    version: int = 0
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class CheckPage:
    """Everything that was asked and answered, before it is sent."""

    consultation: ConsultationSummary
    groups: tuple[CheckGroup, ...]
    dropped: tuple[CheckRow, ...]
    back_href: str


def show_or_save_page(
    way: Way, consultation: ConsultationSummary, draft: OpenDraft, page_code: str
) -> Response:
    """GET shows the page; POST saves it and goes on, or shows what to correct."""
    survey = draft.version.content
    allow_for_files(survey)
    offer_variants(survey.languages)
    known = with_entry(survey, draft.answers, page_code)
    here = next((p for p in route(survey, known) if p.code == page_code), None)
    if here is None:
        return see_other(first_unanswered(way, draft))
    if here.section and not here.entry:
        return show_or_change_entries(way, consultation, draft, here)
    if request.method == "GET":
        return _one_page(way, consultation, draft, here, write_form(survey, draft.answers), {})
    codes = here.codes
    form, refused = posted_form(survey, codes, consultation.id, draft.receipt)
    read = read_form(survey, form, codes)
    kept = {code: value for code, value in known.items() if code not in codes}
    problems = validate(survey, kept | read.answers, codes) | read.problems | refused
    if problems:
        here = as_asked_now(survey, kept | read.answers, here)
        return _one_page(way, consultation, draft, here, read.raw, problems)
    saved = save_page(draft, here, known, read.answers)
    return see_other(_onward(way, draft, saved, here))


def _onward(way: Way, before: OpenDraft, saved: OpenDraft, here: Page) -> str:
    """Where to go from a page that was saved."""
    survey = saved.version.content
    is_change = request.form.get("change") == "1"
    if brings_up_more(survey, saved.answers, here):
        return way.page_href(here.code, int(is_change))
    if is_change:
        return after_change(way, before, saved, here)
    onward = next_page(survey, saved.answers, here.code)
    return way.page_href(onward.code, 0) if onward else way.check_href


def keep_what_is_there(
    way: Way, consultation: ConsultationSummary, draft: OpenDraft, page_code: str
) -> Response | None:
    """Save what was answered on a page, finished or not; or the page, to correct what is wrong."""
    survey = draft.version.content
    known = with_entry(survey, draft.answers, page_code)
    here = next((p for p in route(survey, known) if p.code == page_code), None)
    if here is None or (here.section and not here.entry):
        return None
    form, refused = posted_form(survey, here.codes, consultation.id, draft.receipt)
    read = read_form(survey, form, here.codes)
    kept = {code: value for code, value in known.items() if code not in here.codes}
    problems = validate(survey, kept | read.answers, here.codes) | read.problems
    typed = {code for code, words in read.raw.items() if any(map(str.strip, words))}
    wrong = {code: told for code, told in problems.items() if code in typed} | refused
    if wrong:
        return _one_page(way, consultation, draft, here, read.raw, wrong)
    save_page(draft, here, known if read.answers else draft.answers, read.answers)
    return None


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
        check_groups(survey, draft.answers, lambda code: way.page_href(code, 1)),
        dropped_rows(survey, draft.answers, finish(survey, draft.answers).dropped),
        way.page_href(last.code, 0),
    )
    return render("online/check.html", page, **way.chrome)


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
