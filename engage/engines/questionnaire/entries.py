"""The entries of a repeated section in answers: opened, taken out, and counted where nobody did."""

from collections.abc import Collection, Iterator

from engage.engines.questionnaire.model import Answers, Page, Section, Survey, Value, is_blank
from engage.engines.questionnaire.routing import route
from engage.engines.questionnaire.validation import validate


def entries_in(section: Section, answers: Answers) -> int:
    """How many entries there are."""
    count = answers.get(section.code)
    if isinstance(count, bool) or not isinstance(count, int | float):
        return 0
    return max(0, min(section.maximum, int(count)))


def pages_of_entries(survey: Survey, section: Section, answers: Answers) -> tuple[Page, ...]:
    """The pages of the entries asked under these answers, in order."""
    return tuple(
        page for page in route(survey, answers) if page.section == section.code and page.entry
    )


def with_entry(survey: Survey, answers: Answers, page_code: str) -> Answers:
    """The answers with the next entry in them, where its page is the named one; else as they are.

    Looking at the page of an entry that is still to be added does not add it.
    """
    page = next((page for page in survey.pages if page.code == page_code), None)
    section = survey.section_of(page) if page is not None and page.listed_on else None
    if page is None or section is None or page.entry != entries_in(section, answers) + 1:
        return answers
    return {**answers, section.code: page.entry}


def with_next_entries(survey: Survey, answers: Answers) -> Answers:
    """The answers with one more entry in every section that has room for it."""
    more = {
        section.code: entries_in(section, answers) + 1
        for section in survey.sections.values()
        if section.is_added_to and entries_in(section, answers) < section.maximum
    }
    return {**answers, **more} if more else answers


def without_entry(section: Section, answers: Answers, entry: int) -> dict[str, Value]:
    """The answers without an entry; those behind it move up by one."""
    codes = [question.code for question in section.page.questions]
    count = entries_in(section, answers)
    left = dict(answers)
    for number in range(entry, section.maximum + 1):
        for code in codes:
            left.pop(section.question_code(number, code), None)
            after = answers.get(section.question_code(number + 1, code))
            if number < count and after is not None:
                left[section.question_code(number, code)] = after
    left[section.code] = count - 1
    return left


def unfinished_entries(survey: Survey, section: Section, answers: Answers) -> tuple[int, ...]:
    """The entries in which something has to be answered or corrected, in order."""
    problems = validate(survey, answers)
    return tuple(
        page.entry
        for page in pages_of_entries(survey, section, answers)
        if any(code in problems for code in page.codes)
    )


def count_entries(
    survey: Survey, answers: Answers, filled: Collection[str]
) -> Iterator[tuple[str, int]]:
    """(code, number) for each section that was filled in without saying how often.

    On paper, and with all questions on one page, nobody is asked. ``filled`` are the codes of the
    questions with something in them. What is not asked at all is passed over.
    """
    for section in survey.sections.values():
        if not section.is_added_to or not is_blank(answers.get(section.code)):
            continue
        asked = [each for each in survey.pages if each.section == section.code and each.entry]
        last = max(
            (page.entry for page in asked if any(map(filled.__contains__, page.codes))), default=0
        )
        if last or any(page.code == section.code for page in route(survey, answers)):
            yield section.code, max(last, section.minimum)
