"""Earlier answers repeated in wording: ``${q_home}`` in a text is the place of one.

The answer stands in the language of the text, kept apart from its direction, and where the text is
Markdown every sign of it is plain. Where an answer is not known (on paper, or all on one page) the
text says instead whose answer is meant; where none was given, an ellipsis.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal

from engage.engines.languages import base_of, written_as
from engage.engines.questionnaire.expressions.evaluating import as_day
from engage.engines.questionnaire.kinds import kind_of
from engage.engines.questionnaire.kinds.words import ANSWER_TO
from engage.engines.questionnaire.model import (
    LocaleText,
    Option,
    Page,
    Question,
    Survey,
    Value,
    is_blank,
)

PLACE = re.compile(r"\$\{([a-z][a-z0-9_]{0,39})\}")
LONGEST = 120
NOTHING = "…"
_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
# An answer must not end its own isolation.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_COMMAS = {"ar": "، ", "fa": "، ", "ur": "، ", "zh": "、"}
_TEXTS = (
    *("label", "hint", "short_label", "low_label", "high_label"),
    *("constraint_message", "required_message", "interviewer_note", "interviewer_script"),
)

Said = Callable[[str, str], str]


def codes_in(text: Mapping[str, Any]) -> Iterator[str]:
    """The codes of the answers that a text in several languages repeats."""
    for words in text.values():
        if isinstance(words, str):
            yield from PLACE.findall(words)


def with_gaps(words: str) -> str:
    """One text with an ellipsis in each place of an answer, where only its drift is wanted."""
    return PLACE.sub(NOTHING, words)


def with_places(survey: Survey) -> Survey:
    """The survey with templates where its words repeat answers; the very same where none do."""
    named, meant = survey.named, _meaning(survey)
    pages = tuple(_page_with_places(page, named, meant) for page in survey.pages)
    is_same = all(one is other for one, other in zip(pages, survey.pages, strict=True))
    return survey if is_same else replace(survey, pages=pages)


def filled(question: Question, survey: Survey, live: Mapping[str, Any]) -> Question:
    """The question with answers in the places for them."""
    template = question.template
    assert template is not None
    return replace(_filled(template, _saying(survey, live)), template=template)


def told(question: Question, survey: Survey, live: Mapping[str, Any]) -> Question:
    """The question with the answers that there are; of others it says whose are meant."""
    if question.template is None:
        return question
    there, meant = _saying(survey, live), _known(survey.named, _meaning(survey))

    def said(code: str, locale: str) -> str:
        return meant(code, locale) if is_blank(live.get(code)) else there(code, locale)

    return replace(_filled(question.template, said), template=question.template)


def filled_title(page: Page, survey: Survey, live: Mapping[str, Any]) -> LocaleText:
    """The title of a page with answers in the places for them."""
    return _fill(page.template, _saying(survey, live), is_markdown=False)


def _meaning(survey: Survey) -> Said:
    """Says whose answer is meant, by the number of its question."""

    def meant(code: str, locale: str) -> str:
        question = survey.named[code]
        if not question.number:
            return NOTHING
        text = ANSWER_TO.get(base_of(locale), "({number} …)")
        return _apart(text.format(number=_decimal(question.number, locale)))

    return meant


def _page_with_places(page: Page, named: Mapping[str, Question], meant: Said) -> Page:
    questions = tuple(_with_places(each, named, meant) for each in page.questions)
    has_title = any(code in named for code in codes_in(page.title))
    is_same = all(one is other for one, other in zip(questions, page.questions, strict=True))
    if is_same and not has_title:
        return page
    title = _fill(page.title, _known(named, meant), is_markdown=False)
    return replace(page, questions=questions, title=title, template=page.title if has_title else {})


def _with_places(question: Question, named: Mapping[str, Question], meant: Said) -> Question:
    if not any(code in named for text in _texts_of(question) for code in codes_in(text)):
        return question
    return replace(_filled(question, _known(named, meant)), template=question)


def _texts_of(question: Question) -> Iterator[LocaleText]:
    yield from (getattr(question, name) for name in (*_TEXTS, "text"))
    for option in question.options:
        yield option.label
        if option.please_say is not None:
            yield from _texts_of(option.please_say)


def _known(named: Mapping[str, Question], said: Said) -> Said:
    """Places of what is no question of the survey stay as they are written."""
    return lambda code, locale: said(code, locale) if code in named else f"${{{code}}}"


def _filled(question: Question, said: Said) -> Question:
    texts: dict[str, Any] = {
        name: _fill(getattr(question, name), said, is_markdown=False) for name in _TEXTS
    }
    options = tuple(_filled_option(each, said) for each in question.options)
    text = _fill(question.text, said, is_markdown=True)
    return replace(question, **texts, options=options, text=text)


def _filled_option(option: Option, said: Said) -> Option:
    opened = None if option.please_say is None else _filled(option.please_say, said)
    label = _fill(option.label, said, is_markdown=False)
    return replace(option, label=label, please_say=opened)


def _fill(text: LocaleText, said: Said, *, is_markdown: bool) -> LocaleText:
    if not any("${" in words for words in text.values()):
        return text

    def put(code: str, locale: str) -> str:
        words = said(code, locale)
        return _MARKDOWN.sub(r"\\\1", words) if is_markdown else words

    return {
        locale: PLACE.sub(lambda place: put(place[1], locale), words)  # noqa: B023
        for locale, words in text.items()
    }


def _saying(survey: Survey, live: Mapping[str, Any]) -> Said:
    known = survey.named

    def said(code: str, locale: str) -> str:
        if code not in known:
            return f"${{{code}}}"
        value = live.get(code)
        if is_blank(value):
            return NOTHING
        words = _in_words(known[code], value, locale, survey.languages)
        tidy = " ".join(_DIRECTIONS.sub("", words).split())
        return _apart(tidy if len(tidy) <= LONGEST else f"{tidy[:LONGEST]}{NOTHING}")

    return said


def _apart(words: str) -> str:
    return f"\u2068{words}\u2069"


def _in_words(question: Question, value: Any, locale: str, languages: tuple[str, ...]) -> str:
    day = as_day(value)
    if day is not None and question.kind in ("date", "calculation"):
        return _day(day, locale)
    if question.kind == "time" and kind_of(question).check(question, value) is None:
        return str(format_time(time.fromisoformat(value), "short", locale=_locale(locale)))
    if question.kind == "amount" and isinstance(value, int | float):
        return _money(value, question.extra["currency"], locale)
    if isinstance(value, int | float):
        return _decimal(value, locale)
    if question.calculation is not None or kind_of(question).check(question, value) is not None:
        return str(value)
    parts = kind_of(question).show(question, value, locale, languages)
    return _COMMAS.get(base_of(locale), ", ").join(words for words, _ in parts)


def _locale(code: str) -> Locale:
    try:
        return Locale.parse(written_as(code))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(written_as("en"))


def _day(day: date, locale: str) -> str:
    return str(format_date(day, "long", locale=_locale(locale)))


def _decimal(number: Value, locale: str) -> str:
    return str(format_decimal(Decimal(str(number)), locale=_locale(locale)))


def _money(number: float, currency: str, locale: str) -> str:
    return str(format_currency(Decimal(str(number)), currency, locale=_locale(locale)))
