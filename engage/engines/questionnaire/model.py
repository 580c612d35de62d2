"""What a survey is once it has been read: pages, questions, options, and the values of answers.

Everything is frozen. Codes are stable and independent of language; numbers count from 1 as people
see them on paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engage.engines.languages import nearest
from engage.engines.questionnaire.conditions import Condition
from engage.engines.questionnaire.expressions.nodes import Expression

LocaleText = Mapping[str, str]
Value = str | int | float | list[str]
Answers = Mapping[str, Value]

DONT_KNOW = "dont_know"


def in_locale(text: LocaleText, locale: str, fallbacks: Sequence[str]) -> tuple[str, str]:
    """The text and the locale it is really in: the wanted one, the fallbacks, then any there is."""
    found = (nearest(code, text) for code in (locale, *fallbacks))
    code = next(filter(None, found), "") or next((each for each in text if text[each]), "")
    return (text[code], code) if code else ("", locale)


def is_blank(value: object) -> bool:
    """Whether a value says nothing: absent, an empty list, or only white space."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


@dataclass(frozen=True)
class OwnPicture:
    """A picture that a survey brings along: the SHA-256 of its content, and what it shows."""

    file: str
    label: LocaleText


@dataclass(frozen=True)
class Option:
    """One of the answers that a choice question offers; an exclusive one stands alone.

    ``please_say`` is the question that opens with the option, as in "other, please say";
    ``picture`` the one that stands beside it in Easy Read, by name or the survey's own. It is
    offered where the ``condition`` holds.
    """

    code: str
    label: LocaleText
    number: int
    is_exclusive: bool = False
    please_say: "Question | None" = None
    picture: str | OwnPicture = ""
    condition: Condition | None = None


@dataclass(frozen=True)
class Question:
    """A question with what limits its answers; a limit that its kind does not have is ``None``.

    ``number`` counts through the whole survey. ``about`` says what a demographic question asks
    (``age``, ``area``) so that groups can be compared. ``text`` is what is read before answering; a
    block of information has nothing else and ``takes_answer`` is false. ``within`` is the code of
    the matrix or question that this one belongs to, and ``short_label`` what it is called there.
    ``order`` is that of the options for each respondent: ``listed``, ``shuffled`` or ``rotated``.
    ``is_counted`` says that answers are counted for results, ``is_kept_apart`` that they never
    stand among those of a response, ``is_shown_blank`` that a review has it also without an answer.
    ``accepts`` are the forms of file, ``photo`` and ``pdf``, that are taken as answers.
    ``constraint`` has to hold for an answer, or else ``constraint_message`` says why not;
    ``required_message`` is what is said where an answer is missing. ``interviewer_note`` is for who
    asks in a call or in person, and never read out; ``interviewer_script`` is what they read out in
    place of the label and the hint.
    ``calculation`` is what a calculated value comes to; nobody is asked for it. Where the words
    repeat earlier answers, ``template`` is the question with the places for them, and its own words
    say instead whose answer belongs there. A question of a repeated section is there once for each
    ``entry``, with its name in front of the label; ``written_as`` is its code in the document, and
    ``section`` that of the section. How many entries there are is a question too, which ``counts``
    the section. ``extra`` is for settings
    of one kind.
    """

    code: str
    number: int
    kind: str
    label: LocaleText
    hint: LocaleText = field(default_factory=dict)
    picture: str | OwnPicture = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    condition: Condition | None = None
    is_closed: bool = False
    is_counted: bool = False
    is_kept_apart: bool = False
    is_asked_at_kiosks: bool = True
    accepts: tuple[str, ...] = ()
    is_shown_blank: bool = True
    takes_answer: bool = True
    text: LocaleText = field(default_factory=dict)
    within: str = ""
    order: str = "listed"
    short_label: LocaleText = field(default_factory=dict)
    is_comment: bool = False
    about: str = ""
    minimum: int | float | None = None
    maximum: int | float | None = None
    is_integer: bool = False
    min_length: int | None = None
    max_length: int | None = None
    min_choices: int | None = None
    max_choices: int | None = None
    low_label: LocaleText = field(default_factory=dict)
    high_label: LocaleText = field(default_factory=dict)
    has_dont_know: bool = False
    dont_know_label: LocaleText = field(default_factory=dict)
    constraint: Expression | None = None
    constraint_message: LocaleText = field(default_factory=dict)
    required_message: LocaleText = field(default_factory=dict)
    interviewer_note: LocaleText = field(default_factory=dict)
    interviewer_script: LocaleText = field(default_factory=dict)
    calculation: Expression | None = None
    template: "Question | None" = None
    entry: LocaleText = field(default_factory=dict)
    written_as: str = ""
    section: str = ""
    counts: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def option_by_code(self) -> dict[str, Option]:
        """The options by their codes, in their order."""
        return {option.code: option for option in self.options}

    @cached_property
    def has_filtered_options(self) -> bool:
        """Whether earlier answers decide which options are offered."""
        return any(option.condition is not None for option in self.options)


@dataclass(frozen=True)
class Page:
    """What stands on one screen, questions and information; asked where the condition holds.

    ``template`` is the title with places for earlier answers, empty where it repeats none. A page
    of a repeated section has its code in ``section``: one for each ``entry``, counted from 1, and
    before them, as entry 0, the one that counts or lists them. ``listed_on`` is the code of the
    latter where people add entry by entry.
    """

    code: str
    title: LocaleText
    condition: Condition | None
    questions: tuple[Question, ...]
    template: LocaleText = field(default_factory=dict)
    section: str = ""
    entry: int = 0
    listed_on: str = ""

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the answers that a form of this page can bring, in order."""
        found: dict[str, None] = {}
        for question in self.questions:
            if question.takes_answer:
                found[question.code] = None
            for option in question.options:
                if option.please_say is not None:
                    found[option.please_say.code] = None
        return tuple(found)


@dataclass(frozen=True)
class Section:
    """A page that is asked several times, once for each entry such as a person of a household.

    ``label`` is what one entry is called, ``page`` the page as the document has it. ``count_from``
    is the earlier question that says how many there are; where it is empty, people add them.
    """

    code: str
    label: LocaleText
    minimum: int
    maximum: int
    count_from: str
    page: Page

    @property
    def is_added_to(self) -> bool:
        """Whether people add entry by entry."""
        return not self.count_from

    def page_code(self, entry: int) -> str:
        """The code of the page of an entry, counted from 1."""
        return f"{self.code}_{entry}"

    def question_code(self, entry: int, code: str) -> str:
        """The code that a question of the document has in an entry."""
        return f"{self.code}_{entry}_{code}"


@dataclass(frozen=True)
class Survey:
    """A survey as it is asked. ``layout`` is ``one_per_page`` or ``single_page``.

    ``sections`` are the repeated ones by their codes; every entry that there can be is among the
    pages.
    """

    code: str
    title: LocaleText
    intro: LocaleText
    languages: tuple[str, ...]
    layout: str
    check_answers: bool
    pages: tuple[Page, ...]
    sections: Mapping[str, Section] = field(default_factory=dict)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question that takes an answer, in order."""
        return tuple(question for question in self.parts if question.takes_answer)

    @cached_property
    def parts(self) -> tuple[Question, ...]:
        """Every question and every block of information, in order."""
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def question_by_code(self) -> dict[str, Question]:
        """Every question by its code, in order."""
        return {question.code: question for question in self.questions}

    @cached_property
    def named(self) -> dict[str, Question]:
        """Whatever expressions and texts may name: what takes answers and what is calculated."""
        return {
            question.code: question
            for question in self.parts
            if question.takes_answer or question.calculation is not None
        }

    @cached_property
    def calculations(self) -> tuple[Question, ...]:
        """Every value that is calculated, in order."""
        return tuple(question for question in self.parts if question.calculation is not None)

    @property
    def question_count(self) -> int:
        """How many questions there are as people count them, by their numbers."""
        return max((question.number for question in self.questions), default=0)

    @property
    def asks_after_answers(self) -> bool:
        """Whether some of what is asked depends on what was answered before."""
        return any(page.condition is not None for page in self.pages) or any(
            question.condition is not None for question in self.questions
        )

    @cached_property
    def is_alike_for_all(self) -> bool:
        """Whether every respondent sees the options in the same order."""
        return all(question.order == "listed" for question in self.parts)

    @cached_property
    def page_codes(self) -> tuple[str, ...]:
        """The codes of all pages in order."""
        return tuple(page.code for page in self.pages)

    def question(self, code: str) -> Question:
        """The question with a code; raises ``KeyError``."""
        return self.question_by_code[code]

    def page(self, code: str) -> Page:
        """The page with a code; raises ``KeyError``."""
        for page in self.pages:
            if page.code == code:
                return page
        raise KeyError(code)

    def section_of(self, page: Page) -> Section | None:
        """The repeated section that a page belongs to."""
        return self.sections.get(page.section) if page.section else None
