"""The way through a survey: which pages and questions are asked under which answers.

Conditions see only answers to questions that are themselves asked, so what was answered on a way
that has since been left decides nothing. Values are calculated where they stand, and words that
repeat an answer have it in its place. Of the options those are there that are offered; a question
without any is not asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engage.engines.questionnaire.conditions import Condition, holds, named_in
from engage.engines.questionnaire.expressions.evaluating import evaluate
from engage.engines.questionnaire.expressions.nodes import references_in
from engage.engines.questionnaire.model import (
    Answers,
    Page,
    Question,
    Section,
    Survey,
    Value,
    is_blank,
)
from engage.engines.questionnaire.offering import offered, still_offered
from engage.engines.questionnaire.pipes import filled, filled_title


@dataclass(frozen=True)
class Walk:
    """The way under some answers: its pages, and the answers that count on it.

    ``live`` holds the answers to what is asked, and the calculated values among them; of the
    entries of repeated sections also the sums, under the codes of the document.
    """

    pages: tuple[Page, ...]
    live: Mapping[str, Value]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in order."""
        return tuple(
            question for page in self.pages for question in page.questions if question.takes_answer
        )


def walk(survey: Survey, answers: Answers) -> Walk:
    """The way through the survey under these answers."""
    live: dict[str, Value] = {}
    pages = [_shown(page, survey, answers, live) for page in survey.pages]
    return Walk(tuple(page for page in pages if page is not None), live)


def route(survey: Survey, answers: Answers) -> tuple[Page, ...]:
    """The pages asked under these answers, each with only the questions asked."""
    return walk(survey, answers).pages


def at_kiosk(survey: Survey) -> Survey:
    """The survey as shared devices ask it: without what is nothing for them, pages included."""
    if all(question.is_asked_at_kiosks for question in survey.parts):
        return survey
    pages = []
    for page in survey.pages:
        asked = tuple(question for question in page.questions if question.is_asked_at_kiosks)
        if asked:
            pages.append(replace(page, questions=asked))
    with_entries = {page.section for page in pages if page.entry}
    kept = (page for page in pages if not page.section or page.section in with_entries)
    return replace(survey, pages=tuple(kept))


def asked_questions(survey: Survey, answers: Answers) -> tuple[Question, ...]:
    """The questions asked under these answers, in order."""
    return walk(survey, answers).questions


def gates_of(survey: Survey) -> dict[str, frozenset[str]]:
    """For each question those whose answers decide, by calculation too, whether it is asked."""
    behind: dict[str, frozenset[str]] = {}
    gates = {}
    for page in survey.pages:
        for question in page.questions:
            filters = (each.condition for each in question.options)
            named = named_in(page.condition).union(*map(named_in, (question.condition, *filters)))
            gates[question.code] = _resolved(named, behind)
            if question.calculation is not None:
                used = frozenset(each.name for each in references_in(question.calculation))
                behind[question.code] = gates[question.code] | _resolved(used, behind)
    return gates


def _resolved(codes: frozenset[str], behind: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The questions themselves, in place of what is calculated from them."""
    return frozenset().union(*(behind.get(code, frozenset((code,))) for code in codes))


def brings_up_more(survey: Survey, answers: Answers, shown: Page) -> bool:
    """Whether what was just answered brings up questions or options on the page that was shown."""
    now = next((page for page in route(survey, answers) if page.code == shown.code), None)
    return now is not None and not _offers_of(now) <= _offers_of(shown)


def _offers_of(page: Page) -> set[tuple[str, str]]:
    offers = {(code, "") for code in page.codes}
    return offers | {
        (question.code, option.code)
        for question in page.questions
        if question.has_filtered_options
        for option in question.options
    }


def as_asked_now(survey: Survey, answers: Answers, shown: Page) -> Page:
    """The page that was shown, its questions with the options that are offered by now."""
    asked = {each.code: each for each in asked_parts(survey, answers, shown.code)}
    questions = tuple(asked.get(each.code, each) for each in shown.questions)
    return replace(shown, questions=questions)


def asked_parts(survey: Survey, answers: Answers, page_code: str) -> tuple[Question, ...]:
    """What stands on one page under these answers; nothing where the page is not asked."""
    pages = (page.questions for page in route(survey, answers) if page.code == page_code)
    return next(pages, ())


def next_page(survey: Survey, answers: Answers, after: str | None) -> Page | None:
    """The first page on the way after the page with a code (``None``: from the beginning).

    The named page itself need not be on the way any more. Raises ``KeyError`` where the survey has
    no such page. After an entry that people add comes the list of entries, and none after that.
    """
    position = -1 if after is None else _position(survey, after)
    pages = route(survey, answers)
    if after is not None and (listed_on := survey.pages[position].listed_on):
        listed = next((page for page in pages if page.code == listed_on), None)
        if listed is not None:
            return listed
    later = survey.page_codes[position + 1 :]
    return next((page for page in pages if page.code in later and not page.listed_on), None)


def previous_page(survey: Survey, answers: Answers, before: str | None) -> Page | None:
    """The last page on the way before the page with a code (``None``: from the end).

    Before an entry that people add stands the list of entries, or while there are too few for a
    list, the entry before it.
    """
    earlier = survey.page_codes[: None if before is None else _position(survey, before)]
    here = None if before is None else survey.page(before)
    pages = [page for page in reversed(route(survey, answers)) if page.code in earlier]
    section = survey.section_of(here) if here is not None and here.listed_on else None
    if section is None:
        return next((page for page in pages if not page.listed_on), None)
    if is_listed(section, answers):
        return next((page for page in pages if page.code == section.code), None)
    others = (page for page in pages if page.section == section.code and page.entry)
    return next(others, None) or previous_page(survey, answers, section.code)


def is_listed(section: Section, answers: Answers) -> bool:
    """Whether there are as many entries as there have to be, so that they can be listed."""
    count = answers.get(section.code, 0)
    return isinstance(count, int | float) and count >= section.minimum


def progress(survey: Survey, answers: Answers, page_code: str) -> tuple[int, int]:
    """The position of a page (from 1) and the number of pages, on the way as known now.

    Entries that people add stand with their list as one: one more of them is no step back.
    """
    here = survey.pages[_position(survey, page_code)].listed_on or page_code
    up_to = survey.page_codes[: _position(survey, here) + 1]
    pages = [page for page in route(survey, answers) if not page.listed_on]
    return max(1, sum(page.code in up_to for page in pages)), max(1, len(pages))


def _position(survey: Survey, page_code: str) -> int:
    if page_code not in survey.page_codes:
        raise KeyError(page_code)
    return survey.page_codes.index(page_code)


def _shown(page: Page, survey: Survey, answers: Answers, live: dict[str, Value]) -> Page | None:
    if not _is_asked(page.condition, live):
        return None
    title = filled_title(page, survey, live) if page.template else page.title
    questions = []
    is_whole = True
    for question in page.questions:
        shown = _asked(question, survey, live)
        is_whole = is_whole and shown is question
        if shown is None:
            continue
        if question.calculation is not None:
            is_whole = False
            value = evaluate(question.calculation, live)
        else:
            questions.append(shown)
            value = still_offered(question, shown, answers.get(question.code))
        if value is not None and not is_blank(value):
            live[question.code] = value
            if question.entry and isinstance(value, int | float):
                _add_up(question, value, live)
    if is_whole and title is page.title:
        return page
    return replace(page, title=title, questions=tuple(questions)) if questions else None


def _add_up(question: Question, value: float, live: dict[str, Value]) -> None:
    """Keep the sum over entries under the code of the document: only ``sum`` can name it."""
    before = live.get(question.written_as, 0)
    assert isinstance(before, int | float)
    live[question.written_as] = before + value


def _asked(question: Question, survey: Survey, live: Mapping[str, Value]) -> Question | None:
    """The question as it is asked; ``None`` where it is not, or nothing could be answered."""
    if not _is_asked(question.condition, live):
        return None
    shown = question if question.template is None else filled(question, survey, live)
    shown = offered(shown, live)
    return shown if shown.options or not question.options else None


def _is_asked(condition: Condition | None, live: Mapping[str, Value]) -> bool:
    return condition is None or holds(condition, live)
