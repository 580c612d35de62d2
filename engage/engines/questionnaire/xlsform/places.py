"""Answers that the texts of a form repeat, ``${name}``, under their codes."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engage.engines.questionnaire.expressions.trees import Asked
from engage.engines.questionnaire.library import from_library
from engage.engines.questionnaire.xlsform.expressing import subject_asked

Document = dict[str, Any]

_PLACE = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")
_TEXTS = frozenset({"title", "label", "hint", "text", "constraint_message"})
_TEXTS |= {"required_message", "interviewer_note", "interviewer_script"}
_PARTS = frozenset({"options", "rows", "please_say", "labels"})


def settle_places(
    pages: list[Document], asked: Mapping[str, Asked], told: Callable[[Document], None]
) -> None:
    """Name the answers by their codes; those that are not given before become plain words.

    ``told`` learns of each page and question in which some do.
    """
    settle = _Settling(pages, asked)
    for page in pages:
        repeat = page.get("repeat", {})
        if settle.part({"title": page.get("title"), "label": repeat.get("label")}):
            told(page)
        before = set(settle.seen)
        for question in page["questions"]:
            if settle.part(question):
                told(question)
            settle.seen.update(_codes(question))
        if repeat:
            settle.seen = before | {page["code"]}


class _Settling:
    def __init__(self, pages: list[Document], asked: Mapping[str, Asked]) -> None:
        opaque = {each.code for each in asked.values() if subject_asked(each).sort == "opaque"}
        self._codes = {name: each.code for name, each in asked.items() if each.code not in opaque}
        self._all = {code for page in pages for each in page["questions"] for code in _codes(each)}
        self._all |= {page["code"] for page in pages if "repeat" in page}
        self._named = set(self._codes.values())
        self.seen: set[str] = set()

    def part(self, part: Document) -> bool:
        """Settle the texts of a part; whether one repeats what is not given before."""
        is_plain = False
        for text in _texts(part):
            for locale, words in text.items():
                if isinstance(words, str) and "${" in words:
                    text[locale] = _PLACE.sub(self._settled, words)
                    is_plain = is_plain or self._is_open(text[locale])
        return is_plain

    def _settled(self, place: re.Match[str]) -> str:
        name = place[1]
        code = self._codes.get(name, name)
        if code in self.seen and code in self._named:
            return f"${{{code}}}"
        return place[0].replace("${", "$ {") if name in self._all else place[0]

    def _is_open(self, words: str) -> bool:
        named = set(_PLACE.findall(words))
        return not named <= self.seen or "$ {" in words


def _codes(question: Document) -> Iterator[str]:
    code = question["code"]
    yield code
    for name in ("rows", "options"):
        parts = from_library(question).get(name)
        # Settings that somebody wrote into a form may be anything.
        for each in parts if isinstance(parts, list) else ():
            if isinstance(each, dict) and (name == "rows" or "please_say" in each):
                yield f"{code}_{each.get('code')}"


def _texts(part: Any) -> Iterator[dict[str, str]]:
    steps = part.items() if isinstance(part, dict) else enumerate(part)
    for key, value in steps:
        if key in _TEXTS and isinstance(value, dict):
            yield value
        elif key == "labels" and isinstance(value, dict):
            yield from (text for text in value.values() if isinstance(text, dict))
        elif (key in _PARTS or isinstance(key, int)) and isinstance(value, dict | list):
            yield from _texts(value)
