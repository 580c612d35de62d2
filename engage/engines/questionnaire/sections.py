"""Repeated sections: a page that is asked once for each entry, such as a person of a household.

When a survey is read, every entry that there can be becomes a page with questions of its own
(``p_home_2_q_age``), asked where the count of entries reaches it. The count is a question too,
under the code of the section, or calculated from an earlier one. So nothing after the reading knows
of repetition unless it wants to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engage.engines.languages import nearest
from engage.engines.questionnaire.building import build_page
from engage.engines.questionnaire.conditions import AllOf, Comparison, Condition
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Compared,
    Expression,
    Number,
    Reference,
)
from engage.engines.questionnaire.kinds.words import HOW_MANY
from engage.engines.questionnaire.model import LocaleText, Page, Question, Section, Survey
from engage.engines.questionnaire.renaming import Renaming

MOST_ENTRIES = 20


def build_pages(
    documents: Sequence[Mapping[str, Any]], numbers: Iterator[int]
) -> tuple[tuple[Page, ...], dict[str, Section]]:
    """The pages of a document of sound structure, every entry among them, and the sections."""
    pages: list[Page] = []
    sections: dict[str, Section] = {}
    for document in documents:
        page = build_page(document, numbers)
        if "repeat" not in document:
            pages.append(page)
            continue
        section = build_section(page, document["repeat"])
        pages += _pages_of(section)
        sections[section.code] = section
    return tuple(pages), sections


def build_section(page: Page, repeat: Mapping[str, Any]) -> Section:
    """The section that a page and what the document says of its repetition stand for."""
    return Section(
        code=page.code,
        label=dict(repeat["label"]),
        minimum=int(repeat.get("minimum", 0)),
        maximum=int(repeat["maximum"]),
        count_from=repeat.get("count", ""),
        page=page,
    )


def as_in_document(survey: Survey) -> Survey:
    """The survey as its document has it: a repeated section once, under the codes of the document.

    For those who read or compare surveys; nobody answers it. The very same where nothing is
    repeated.
    """
    if not survey.sections:
        return survey
    pages = []
    for page in survey.pages:
        section = survey.section_of(page)
        if section is None:
            pages.append(page)
        elif page.entry == 0:
            questions = (*page.questions, *section.page.questions)
            pages.append(replace(page, questions=questions, section=""))
    return replace(survey, pages=tuple(pages))


def count_question(section: Section) -> Question:
    """What says how many entries there are, under the code of the section."""
    named = section.page.title or section.label
    label = {code: _words(HOW_MANY, code).format(name=words) for code, words in named.items()}
    if section.is_added_to:
        return Question(
            code=section.code,
            number=0,
            kind="number",
            label=label,
            short_label=section.label,
            required=True,
            is_counted=True,
            minimum=section.minimum,
            maximum=section.maximum,
            is_integer=True,
            counts=section.code,
        )
    return Question(
        code=section.code,
        number=0,
        kind="calculation",
        label=label,
        short_label=section.label,
        takes_answer=False,
        calculation=_counted(section),
        counts=section.code,
    )


def _pages_of(section: Section) -> Iterator[Page]:
    """Where entries are counted or listed, and a page for each of them."""
    yield replace(section.page, questions=(count_question(section),), section=section.code)
    for entry in range(1, section.maximum + 1):
        name = {code: f"{words} {entry}" for code, words in section.label.items()}
        yield Page(
            section.page_code(entry),
            name,
            _from(section, entry),
            _questions_of(section, entry, name),
            section=section.code,
            entry=entry,
            listed_on=section.code if section.is_added_to else "",
        )


def _questions_of(section: Section, entry: int, name: LocaleText) -> tuple[Question, ...]:
    written = section.page.questions
    renaming = Renaming({each.code: section.question_code(entry, each.code) for each in written})
    made = {
        each.code: replace(
            _of_entry(renaming.question(each), name), written_as=each.code, section=section.code
        )
        for each in written
    }
    return tuple(
        replace(
            question,
            options=tuple(
                replace(option, please_say=made[before.please_say.code])
                if before.please_say
                else option
                for option, before in zip(question.options, each.options, strict=True)
            ),
        )
        for each, question in zip(written, made.values(), strict=True)
    )


def _of_entry(question: Question, name: LocaleText) -> Question:
    """The question with the name of its entry before its label, which stands short on its page."""
    label = {code: f"{_in(name, code)}: {words}" for code, words in question.label.items() if words}
    return replace(
        question,
        label=label,
        short_label=question.short_label or question.label,
        about="",
        entry=name,
    )


def _from(section: Section, entry: int) -> Condition | None:
    """When an entry is asked: where the section is, and has as many."""
    if entry <= section.minimum:
        return section.page.condition
    reached = Comparison(section.code, "at_least", entry)
    if section.page.condition is None:
        return reached
    return AllOf((section.page.condition, reached))


def _counted(section: Section) -> Expression:
    """What the counting question says, within the limits of the section."""
    given = Reference(section.count_from)
    low, high = Number(section.minimum), Number(section.maximum)
    most = Call("if", (Compared(">", given, high), high, given))
    least = Call("if", (Compared("<", given, low), low, most))
    return Call("coalesce", (least, low))


def _in(text: LocaleText, code: str) -> str:
    said = nearest(code, text) or next(iter(text), "")
    return text.get(said, "")


def _words(texts: Mapping[str, str], code: str) -> str:
    return texts[nearest(code, texts) or "en"]
