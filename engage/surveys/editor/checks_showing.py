"""What a draft still lacks, in words that name the question, and hints to ask better."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import format_decimal, npgettext, pgettext

from engage.engines.questionnaire import (
    LIBRARY,
    Problem,
    SurveyProblems,
    check_survey,
    read_survey,
    unreachable,
    with_gaps,
)
from engage.kernel.languages import in_language, language, public_locale
from engage.surveys.editor.length_showing import hard_to_read, length_of, reading_of
from engage.web.locale import translate
from engage.web.markdown import markdown

_PLACE = re.compile(r"/pages/(\d+)(?:/questions/(\d+))?(.*)")
_WRITE_IN = re.compile(r"/(?:\w+/)*?(title|label|text|intro|hint|\w+)/([a-z]{2,3}(?:[_-]\w+)*)")
_TWO_THINGS = {
    "en": re.compile(r"\b(?:and|or)\b", re.I),
    "es": re.compile(r"\b(?:y|o)\b", re.I),
    "ar": re.compile(r"\sأو\s"),
}
_OPINIONS = frozenset({"scale", "yes_no", "matrix"})
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """Something to do at a part of the survey (its code, "" for the survey itself), or a hint."""

    part: str
    name: str
    text: str
    is_translation: bool = False


@dataclass(frozen=True)
class Untranslated:
    """What all parts of the survey lack in a language."""

    language: str
    text: str


@dataclass(frozen=True)
class Checks:
    """All that is to do before the survey can be published, and what would make it better.

    ``todo`` is said at each part; what is to be translated is one thing to do for each language.
    """

    todo: tuple[Check, ...]
    hints: tuple[Check, ...]
    length: str
    reading: tuple[str, ...] = ()
    untranslated: tuple[Untranslated, ...] = ()

    @property
    def others(self) -> tuple[Check, ...]:
        """What is to do beside translating."""
        return tuple(check for check in self.todo if not check.is_translation)

    @property
    def number(self) -> int:
        """How many things are to do."""
        return len(self.others) + len(self.untranslated)

    def about(self, code: str) -> tuple[Check, ...]:
        """What is to do at one part."""
        return tuple(check for check in self.todo if check.part == code)


def checks_of(document: Document, locale: str) -> Checks:
    """The checks of a draft in words."""
    found = _Found(document, locale)
    for problem in check_survey(document):
        found.take(problem)
    return Checks(
        tuple(found.todo()),
        tuple(found.hints()),
        length_of(document),
        reading_of(document),
        tuple(found.untranslated()),
    )


def name_of_part(document: Document, code: str, locale: str) -> str:
    """How a page or question is called: by its words, else by its number."""
    number = 0
    for at, page in enumerate(document["pages"], start=1):
        if page["code"] == code:
            words = in_language(page.get("title", {}), locale)[0]
            return words or pgettext("survey editor", "Page %(num)s", num=format_decimal(at))
        for part in page["questions"]:
            number += 1
            if part["code"] == code:
                return words_of_part(part, locale) or pgettext(
                    "survey editor", "Question %(num)s", num=format_decimal(number)
                )
    return pgettext("survey editor", "The survey")


def words_of_part(part: Document, locale: str) -> str:
    """What a question asks, or how a text begins, in a language."""
    words = in_language(part.get("label", {}), locale)[0]
    if not words and "library" in part:
        words = in_language(LIBRARY[part["library"]]["label"], locale)[0]
    if not words:
        words = markdown(in_language(part.get("text", {}), locale)[0]).striptags()[:80]
    return with_gaps(words) or part.get("expression", "")


class _Found:
    def __init__(self, document: Document, locale: str) -> None:
        self._document = document
        self._locale = locale
        self._missing: Counter[tuple[str, str]] = Counter()
        self._unseen: set[str] = set()
        self._others: dict[tuple[str, str], None] = {}

    def take(self, problem: Problem) -> None:
        code, rest = self._part_at(problem.place)
        words = _WRITE_IN.fullmatch(rest)
        if problem.severity == "warning" and words:
            self._unseen.add(words[2])
        elif words and words[2] in self._document["languages"]:
            self._missing[code, words[2]] += 1
        else:
            self._others[code, _said(problem, rest)] = None

    def _part_at(self, place: str) -> tuple[str, str]:
        found = _PLACE.fullmatch(place)
        if found is None:
            return "", place
        page = self._document["pages"][int(found[1])]
        if found[2] is None:
            return page["code"], found[3]
        return page["questions"][int(found[2])]["code"], found[3]

    def todo(self) -> Iterator[Check]:
        languages = list(self._document["languages"])
        checks = [self._check(code, text) for code, text in self._others]
        for (code, locale), count in self._missing.items():
            if languages[:1] == [locale]:
                text = npgettext(
                    "survey editor",
                    "%(num)s text has no words yet.",
                    "%(num)s texts have no words yet.",
                    count,
                )
                checks.append(self._check(code, text))
            else:
                told = self._check(code, _not_translated(locale, count))
                checks.append(replace(told, is_translation=True))
        order = {"": -1} | {code: at for at, code in enumerate(_codes(self._document))}
        yield from sorted(checks, key=lambda check: order.get(check.part, 0))

    def untranslated(self) -> Iterator[Untranslated]:
        for locale in self._document["languages"][1:]:
            count = sum(n for (_, code), n in self._missing.items() if code == locale)
            if count:
                yield Untranslated(locale, _not_translated(locale, count))

    def hints(self) -> Iterator[Check]:
        for locale in sorted(self._unseen):
            text = pgettext(
                "survey editor",
                "Words in %(language)s are kept, but it is not a language of the survey.",
                language=language(locale).name,
            )
            yield self._check("", text)
        yield from self._unspoken()
        for code in _unreachable(self._document):
            text = pgettext(
                "survey editor",
                "Nobody is ever asked this: no answers make its condition hold.",
            )
            yield self._check(code, text)
        for page in self._document["pages"]:
            for part in page["questions"]:
                if self._asks_two_things(part):
                    text = pgettext(
                        "survey editor",
                        "Does this ask two things at once? People may agree to one only.",
                    )
                    yield self._check(part["code"], text)
                languages = tuple(self._document["languages"])
                if languages and (text := hard_to_read(part, languages[0], languages)):
                    yield self._check(part["code"], text)

    def _unspoken(self) -> Iterator[Check]:
        """Languages that no page of residents speaks."""
        for code in self._document["languages"]:
            if not public_locale(code):
                text = pgettext(
                    "survey editor",
                    "Residents cannot choose %(language)s on the site: it is for paper and calls.",
                    language=f"\u2068{language(code).name}\u2069",
                )
                yield self._check("", text)

    def _asks_two_things(self, part: Document) -> bool:
        source = next(iter(self._document["languages"]), "")
        pattern = _TWO_THINGS.get(source)
        words = part.get("label", {}).get(source, "")
        return bool(part.get("kind") in _OPINIONS and pattern and pattern.search(words))

    def _check(self, code: str, text: str) -> Check:
        return Check(code, name_of_part(self._document, code, self._locale), text)


def _not_translated(locale: str, count: int) -> str:
    return npgettext(
        "survey editor",
        "%(num)s text is not in %(language)s yet.",
        "%(num)s texts are not in %(language)s yet.",
        count,
        language=language(locale).name,
    )


def _unreachable(document: Document) -> tuple[str, ...]:
    try:
        return unreachable(read_survey(document))
    except SurveyProblems:
        return ()


def _codes(document: Document) -> Iterator[str]:
    for page in document["pages"]:
        yield page["code"]
        yield from (part["code"] for part in page["questions"])


def _said(problem: Problem, rest: str) -> str:
    if "/show_if" in rest and "place" not in problem.message.params:
        return pgettext(
            "survey editor",
            "The condition asks about something that is not asked before, "
            "or for an answer that is not there any more.",
        )
    texts = {
        "/options": pgettext("survey editor", "There is nothing to choose from yet."),
        "/rows": pgettext("survey editor", "The table has no rows yet."),
        "/questions": pgettext("survey editor", "The page has no questions yet."),
        "/languages": pgettext("survey editor", "Choose at least one language."),
    }
    if rest in texts:
        return texts[rest]
    lacking = problem.message.params.get("name")
    if not rest and lacking == "options":
        return texts["/options"]
    if not rest and lacking == "title":
        return pgettext("survey editor", "A page that is asked several times needs a title.")
    return translate(problem.message)
