"""The entries of a repeated section on the web and at kiosks: listed, added, changed, removed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask_babel import pgettext
from markupsafe import Markup

from engage.channels.online.drafts import OpenDraft, save_answers
from engage.channels.online.reviewing import check_rows
from engage.channels.online.ways import Way, first_unanswered
from engage.consultations import ConsultationSummary
from engage.engines.questionnaire import (
    Page,
    Section,
    Survey,
    entries_in,
    is_listed,
    next_page,
    pages_of_entries,
    previous_page,
    progress,
    unfinished_entries,
    without_entry,
)
from engage.kernel.languages import LocaleText
from engage.responses import move_uploads
from engage.web.locale import in_locale
from engage.web.rendering import render, see_other

MOST_TOLD = 3


@dataclass(frozen=True)
class EntryLine:
    """An entry with the first of its answers; ``remove_href`` is empty where it has to be there."""

    title: Markup
    said: tuple[str, ...]
    change_href: str
    remove_href: str


@dataclass(frozen=True)
class EntriesPage:
    """The entries there are, and whether there is another one."""

    consultation: ConsultationSummary
    title: LocaleText
    entries: tuple[EntryLine, ...]
    problems: tuple[tuple[str, str], ...]
    position: int
    total: int
    back_href: str
    is_change: bool
    is_full: bool
    is_removed: bool
    can_save: bool


@dataclass(frozen=True)
class RemovePage:
    """Whether an entry is really to go."""

    consultation: ConsultationSummary
    entry: EntryLine
    number: int
    is_change: bool
    back_href: str


def show_or_change_entries(
    way: Way, consultation: ConsultationSummary, draft: OpenDraft, here: Page
) -> Response:
    """The list of entries; POST adds one, removes one, or goes on."""
    section = draft.version.content.sections[here.section]
    count = entries_in(section, draft.answers)
    is_change = request.values.get("change") == "1"
    if not is_listed(section, draft.answers):
        return see_other(way.page_href(section.page_code(count + 1), int(is_change)))
    removed = request.values.get("remove", 0, type=int)
    if 1 <= removed <= count and count > section.minimum:
        if request.method == "GET":
            return _ask_to_remove(way, consultation, draft, section, removed)
        _remove(draft, section, removed)
        href = way.page_href(here.code, int(is_change))
        return see_other(f"{href}{'&' if '?' in href else '?'}removed=1")
    if request.method == "GET":
        return _list(way, consultation, draft, here, ())
    if request.form.get("another") == "yes" and count < section.maximum:
        return see_other(way.page_href(section.page_code(count + 1), int(is_change)))
    return _go_on(way, consultation, draft, here, is_change=is_change)


def save_page(
    draft: OpenDraft, page: Page, known: Mapping[str, Any], answers: Mapping[str, Any]
) -> OpenDraft:
    """Save what was answered on a page; that of a new entry makes it count.

    ``known`` are the answers under which the page was asked.
    """
    section = draft.version.content.section_of(page)
    if section is None or not page.listed_on:
        return save_answers(draft, page.codes, dict(answers))
    count = max(entries_in(section, known), entries_in(section, draft.answers))
    if known is not draft.answers or answers:
        count = max(count, page.entry)
    counted = {section.code: count} if count else {}
    return save_answers(draft, (*page.codes, section.code), {**answers, **counted})


def after_change(way: Way, before: OpenDraft, saved: OpenDraft, page: Page) -> str:
    """Where to go from a page that was changed: from a new entry to the list, else to the check."""
    section = saved.version.content.section_of(page)
    if section is None or not page.listed_on:
        return first_unanswered(way, saved)
    if entries_in(section, saved.answers) != entries_in(section, before.answers):
        return way.page_href(section.code, 1)
    return first_unanswered(way, saved)


def _go_on(
    way: Way, consultation: ConsultationSummary, draft: OpenDraft, here: Page, *, is_change: bool
) -> Response:
    survey = draft.version.content
    section = survey.sections[here.section]
    count = entries_in(section, draft.answers)
    if request.form.get("another") != "no" and count < section.maximum:
        told = pgettext("repeated section", "Choose yes to add one, or no to go on")
        return _list(way, consultation, draft, here, (("f_another", told),))
    unfinished = unfinished_entries(survey, section, draft.answers)
    if unfinished:
        return see_other(way.page_href(section.page_code(unfinished[0]), int(is_change)))
    saved = save_answers(draft, (section.code,), {section.code: count})
    if is_change:
        return see_other(first_unanswered(way, saved))
    onward = next_page(survey, saved.answers, here.code)
    return see_other(way.page_href(onward.code, 0) if onward else way.check_href)


def _remove(draft: OpenDraft, section: Section, entry: int) -> None:
    entries = range(1, section.maximum + 1)
    questions = [question.code for question in section.page.questions]
    codes = [section.question_code(number, code) for number in entries for code in questions]
    left = without_entry(section, draft.answers, entry)
    kept = {code: left[code] for code in (*codes, section.code) if code in left}
    saved = save_answers(draft, (*codes, section.code), kept)
    move_uploads(draft.version.content, saved.answers, draft.receipt)


def _list(
    way: Way,
    consultation: ConsultationSummary,
    draft: OpenDraft,
    here: Page,
    problems: tuple[tuple[str, str], ...],
) -> Response:
    survey = draft.version.content
    section = survey.sections[here.section]
    is_change = request.values.get("change") == "1"
    before = previous_page(survey, draft.answers, here.code)
    back = way.page_href(before.code, 0) if before else way.start_href
    position, total = progress(survey, draft.answers, here.code)
    page = EntriesPage(
        consultation,
        here.title,
        _lines(way, draft, section, is_change=is_change),
        problems,
        position,
        total,
        way.check_href if is_change else back,
        is_change,
        entries_in(section, draft.answers) >= section.maximum,
        "removed" in request.args,
        way.can_save,
    )
    return render("online/entries.html", page, 422 if problems else 200, **way.chrome)


def _ask_to_remove(
    way: Way, consultation: ConsultationSummary, draft: OpenDraft, section: Section, entry: int
) -> Response:
    is_change = request.values.get("change") == "1"
    lines = _lines(way, draft, section, is_change=is_change)
    back = way.page_href(section.code, int(is_change))
    page = RemovePage(consultation, lines[entry - 1], entry, is_change, back)
    return render("online/remove_entry.html", page, **way.chrome)


def _lines(
    way: Way, draft: OpenDraft, section: Section, *, is_change: bool
) -> tuple[EntryLine, ...]:
    href = way.page_href(section.code, int(is_change))
    joint = "&" if "?" in href else "?"
    return entry_lines(
        draft.version.content,
        section,
        draft.answers,
        lambda code: way.page_href(code, int(is_change)),
        lambda entry: f"{href}{joint}remove={entry}",
    )


def entry_lines(
    survey: Survey,
    section: Section,
    answers: Mapping[str, Any],
    change_href: Callable[[str], str],
    remove_href: Callable[[int], str],
) -> tuple[EntryLine, ...]:
    """The entries there are; where each page is changed, and each entry is removed."""
    rows = check_rows(survey, answers, lambda code: code)
    entries = pages_of_entries(survey, section, answers)
    can_go = len(entries) > section.minimum
    return tuple(
        EntryLine(
            in_locale(page.title),
            tuple(
                row.value if isinstance(row.value, str) else ", ".join(row.value)
                for row in rows
                if row.entry_page == page.code and row.value
            )[:MOST_TOLD],
            change_href(page.code),
            remove_href(page.entry) if can_go else "",
        )
        for page in entries
    )
