"""What a schema cannot say: codes used once, wording in every language, conditions that can hold.

Parts with a broken structure are passed over, so that one slip does not hide the other problems.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.building import build_questions
from engage.engines.questionnaire.comparison_checks import comparison_problems
from engage.engines.questionnaire.expression_checks import (
    Before,
    condition_problems,
    repetition_problems,
    rule_problems,
    unreadable_expressions,
)
from engage.engines.questionnaire.kinds import PARTS
from engage.engines.questionnaire.library import (
    LIBRARY,
    from_library,
    lists_own_options,
    unspoken,
)
from engage.engines.questionnaire.model import Question
from engage.engines.questionnaire.problems import Problem, below
from engage.engines.questionnaire.section_checks import after_section, section_problems

LONGEST_CODE = 40
Located = tuple[str, Mapping[str, Any]]


def soundness_problems(document: Mapping[str, Any], broken: Sequence[Problem]) -> Iterator[Problem]:
    """Problems in the parts of the document that have none of the ``broken`` places in them."""
    check = _Soundness(document, [problem.place for problem in broken])
    yield from check.wording()
    yield from check.codes()
    yield from check.questions()


class _Soundness:
    def __init__(self, document: Mapping[str, Any], broken: Sequence[str]) -> None:
        self.document = document
        self.broken = broken
        self.pages = _objects(document.get("pages"), "/pages")

    def wording(self) -> Iterator[Problem]:
        if self._is_sound("/languages") and "languages" in self.document:
            yield from self._wording_below(self.document, "")

    def _wording_below(self, part: Any, place: str) -> Iterator[Problem]:
        steps = part.items() if isinstance(part, Mapping) else enumerate(part)
        for key, value in steps:
            there = below(place, key)
            if isinstance(key, int) and isinstance(value, Mapping):
                yield from self._wording_below(value, there)
            elif key in _WORDING and isinstance(value, Mapping):
                if self._is_sound(there):
                    yield from self._translations(value, there, key in _NEEDED_WORDING)
            elif key in _PARTS and isinstance(value, Mapping | list | tuple):
                yield from self._wording_below(value, there)

    def _translations(
        self, text: Mapping[str, str], place: str, is_needed: bool
    ) -> Iterator[Problem]:
        if not is_needed and not any(text.values()):
            return
        languages = self.document["languages"]
        for locale in languages:
            if not text.get(locale, "").strip():
                words = message("survey document", "Write this in “%(locale)s”.", locale=locale)
                yield Problem(below(place, locale), words)
        for locale in text:
            if locale not in languages:
                told = message(
                    "survey document",
                    "List “%(locale)s” among the languages, or nobody will see this.",
                    locale=locale,
                )
                yield Problem(below(place, locale), told, "warning")

    def codes(self) -> Iterator[Problem]:
        yield from _repeated(self.pages)
        yield from _repeated(self._questions())

    def _questions(self) -> list[Located]:
        return [
            located
            for place, page in self.pages
            for located in _objects(page.get("questions"), f"{place}/questions")
        ]

    def questions(self) -> Iterator[Problem]:
        """Each question on its own, and conditions in the light of what was asked before."""
        places = {each.get("code"): place for place, each in reversed(self._questions())}
        before = Before({}, places)
        for page_place, page in self.pages:
            yield from self._of_page(page, page_place, before)
            yield from self._condition(page, page_place, before)
            outside = before
            for place, each in _objects(page.get("questions"), f"{page_place}/questions"):
                yield from self._condition(each, place, before)
                for at, option in _objects(each.get("options"), f"{place}/options"):
                    yield from self._condition(option, at, before)
                if isinstance(each.get("code"), str):
                    before = before.and_then({each["code"]: None})
                if self._is_sound(place):
                    problems = tuple(self._part(each, place))
                    yield from problems
                    if not problems:
                        built = build_questions(each, count(1))
                        yield from self._built(each, place, before, built)
                        before = before.and_then({found.code: found for found in built})
            if "repeat" in page:
                yield from self._repeated(page, page_place, outside, before)
                before = after_section(page, outside, before)

    def _built(
        self, part: Mapping[str, Any], place: str, before: Before, built: tuple[Question, ...]
    ) -> Iterator[Problem]:
        taken = {*before.asked, *before.several, *before.places}
        yield from (_made(place, code, taken) for code in _made_codes(built, taken))
        earlier = before.without(part["code"])
        yield from rule_problems(part, place, earlier, built)
        yield from repetition_problems(part, place, earlier)

    def _repeated(
        self, page: Mapping[str, Any], place: str, outside: Before, inside: Before
    ) -> Iterator[Problem]:
        if self._is_sound(f"{place}/repeat") and self._is_sound(f"{place}/code"):
            yield from section_problems(page, place, outside, inside)

    def _part(self, part: Mapping[str, Any], place: str) -> Iterator[Problem]:
        if "library" in part:
            problems = tuple(_library_problems(part, place, self.document.get("languages", ())))
            yield from problems
            if problems:
                return
        written = from_library(part)
        yield from unreadable_expressions(written, place)
        yield from PARTS[written["kind"]].problems(written, place)

    def _of_page(self, page: Mapping[str, Any], place: str, before: Before) -> Iterator[Problem]:
        if self._is_sound(f"{place}/show_if"):
            yield from unreadable_expressions({"show_if": page.get("show_if", {})}, place)
        if self._is_sound(f"{place}/title"):
            yield from repetition_problems({"title": page.get("title")}, place, before)

    def _condition(
        self,
        part: Mapping[str, Any],
        place: str,
        before: Before,
    ) -> Iterator[Problem]:
        place = f"{place}/show_if"
        if "show_if" not in part or not self._is_sound(place):
            return
        yield from condition_problems(part["show_if"], place, before)
        yield from comparison_problems(
            part["show_if"], place, before.asked, before.places, before.several
        )

    def _is_sound(self, place: str) -> bool:
        return not any(each == place or each.startswith(f"{place}/") for each in self.broken)


_PARTS = frozenset({"pages", "questions", "repeat", "options", "rows", "labels", "please_say"})
_PARTS |= {"picture"}
_NEEDED_WORDING = frozenset({"title", "label", "text"})
_WORDING = _NEEDED_WORDING | {"intro", "hint", "low", "high", "dont_know", "yes", "no"}
_WORDING |= {"constraint_message", "required_message", "interviewer_note", "interviewer_script"}


def _objects(value: Any, place: str) -> list[Located]:
    found = enumerate(value if isinstance(value, list | tuple) else ())
    return [(f"{place}/{index}", each) for index, each in found if isinstance(each, Mapping)]


def _repeated(parts: Sequence[Located]) -> Iterator[Problem]:
    seen = set()
    for place, part in parts:
        code = part.get("code")
        if isinstance(code, str) and code in seen:
            yield Problem(
                f"{place}/code",
                message(
                    "survey document",
                    "Give this another code: “%(code)s” is taken in this survey.",
                    code=code,
                ),
            )
        elif isinstance(code, str):
            seen.add(code)


def _library_problems(
    part: Mapping[str, Any], place: str, languages: Sequence[str]
) -> Iterator[Problem]:
    """What a question from the library lacks, or brings along without need."""
    wants_options = lists_own_options(part["library"])
    if wants_options and "options" not in part:
        yield Problem(place, message("survey document", "Add “%(name)s” here.", name="options"))
    if not wants_options and "options" in part and not _are_of_library(part):
        text = message(
            "survey document", "Remove “%(name)s”: the library has its own.", name="options"
        )
        yield Problem(f"{place}/options", text)
    if "label" in part and (wants_options or "options" in part):
        return  # what they lack is told where it stands
    for locale in unspoken(languages):
        text = message(
            "survey document",
            "The library does not speak “%(locale)s”: write the question and its answers in it.",
            locale=locale,
        )
        yield Problem(f"{place}/library", text)


def _are_of_library(part: Mapping[str, Any]) -> bool:
    """Whether options only say in other languages what those of the library say."""
    codes = [each["code"] for each in LIBRARY[part["library"]]["options"]]
    return [each["code"] for each in part["options"]] == codes


def _made_codes(built: Sequence[Question], taken: set[Any]) -> Iterator[str]:
    """Codes made for what belongs to a question that are taken already, or too long to be one."""
    for question in built:
        if question.within and (question.code in taken or len(question.code) > LONGEST_CODE):
            yield question.code


def _made(place: str, code: str, taken: set[Any]) -> Problem:
    if code in taken:
        text = message(
            "survey document",
            "Give this another code: from it “%(code)s” is made, which is taken in this survey.",
            code=code,
        )
    else:
        text = message(
            "survey document",
            "Give this a shorter code: from it “%(code)s” is made, which is too long.",
            code=code,
        )
    return Problem(f"{place}/code", text)
