"""What the kinds with options share: the options in the document, their numbers on paper."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from engage.engines.languages import nearest
from engage.engines.messages import message
from engage.engines.questionnaire.conditions import Comparison
from engage.engines.questionnaire.kinds.kind import (
    CODE,
    CONDITION,
    PICTURE,
    TEXT,
    Cell,
    Kind,
    Shown,
    Tally,
    Unreadable,
    condition_of,
    picture_of,
)
from engage.engines.questionnaire.kinds.words import PLEASE_SAY, own_or
from engage.engines.questionnaire.model import Option, Question, Value, in_locale
from engage.engines.questionnaire.numerals import read_number
from engage.engines.questionnaire.problems import Problem

ORDERS = ("listed", "shuffled", "rotated")
MOST_WORDS = 200
FILTERED = {"show_if": CONDITION}  # an option that is offered after some answers only
PLEASE_SAY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "label": TEXT,
        "required": {"type": "boolean"},
        "comments": {"type": "boolean"},
        "max_length": {"type": "integer", "minimum": 1, "maximum": 1000},
    },
    "additionalProperties": False,
}


def options_schema(**more: Any) -> dict[str, Any]:
    """The schema of a list of options; ``more`` are further properties of an option."""
    return {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "properties": {"code": CODE, "label": TEXT, **more},
            "required": ["code", "label"],
            "additionalProperties": False,
        },
    }


def repeated_codes(parts: Sequence[Mapping[str, Any]], place: str) -> Iterator[Problem]:
    """A problem for each option or row whose code an earlier one has."""
    seen = set()
    for index, part in enumerate(parts):
        if part["code"] in seen:
            text = message(
                "survey document",
                "Give this another code: “%(code)s” is taken in this question.",
                code=part["code"],
            )
            yield Problem(f"{place}/{index}/code", text)
        seen.add(part["code"])


class OptionsKind(Kind):
    """A question answered with the codes of its options."""

    is_closed = True
    is_counted = True
    properties: ClassVar[Mapping[str, Any]] = {
        "options": options_schema(please_say=PLEASE_SAY_SCHEMA, picture=PICTURE, **FILTERED),
        "order": {"enum": list(ORDERS)},
        "about": CODE,
    }
    # How a condition asks whether an option was chosen.
    chosen_by: ClassVar[str] = "is"
    needed: ClassVar[tuple[str, ...]] = ("options",)

    def problems(self, document: Mapping[str, Any], place: str) -> Iterator[Problem]:
        yield from repeated_codes(document["options"], f"{place}/options")

    def build(self, document: Mapping[str, Any], numbers: Iterator[int]) -> tuple[Question, ...]:
        (plain,) = super().build(document, numbers)
        wanted = {
            each["code"]: each["please_say"]
            for each in self.option_documents(document)
            if "please_say" in each
        }
        options = tuple(
            replace(each, please_say=self._please_say(plain, each, wanted[each.code]))
            if each.code in wanted
            else each
            for each in plain.options
        )
        question = replace(plain, options=options)
        return (question, *(each.please_say for each in options if each.please_say))

    def _please_say(
        self, question: Question, option: Option, document: Mapping[str, Any]
    ) -> Question:
        """The question that opens with an option; it has the number of the one it belongs to."""
        words = own_or(PLEASE_SAY, document.get("label", {}))
        return Question(
            code=f"{question.code}_{option.code}",
            number=question.number,
            kind="short_text",
            label={
                locale: f"{label} – {words[said]}" if (said := nearest(locale, words)) else label
                for locale, label in option.label.items()
            },
            short_label=words,
            within=question.code,
            required=document.get("required", False),
            condition=Comparison(question.code, self.chosen_by, option.code),
            is_comment=document.get("comments", False),
            max_length=int(document.get("max_length", MOST_WORDS)),
        )

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        options = tuple(
            Option(
                each["code"],
                dict(each["label"]),
                number,
                each.get("exclusive", False),
                picture=picture_of(each),
                condition=condition_of(each),
            )
            for number, each in enumerate(self.option_documents(document), start=1)
        )
        return {
            "options": options,
            "order": document.get("order", "listed"),
            "about": document.get("about", ""),
        }

    def option_documents(self, document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The options as the document or the kind itself lists them."""
        return list(document["options"])

    def show(
        self, question: Question, value: Value, locale: str, languages: Sequence[str]
    ) -> Shown:
        codes = value if isinstance(value, list) else [value]
        return tuple(
            in_locale(question.option_by_code[str(code)].label, locale, languages) for code in codes
        )

    def tally(self, question: Question, values: Iterable[Value]) -> Tally:
        counts: Counter[str] = Counter()
        answered = 0
        for value in values:
            codes = value if isinstance(value, list) else [value]
            known = {code for code in codes if code in question.option_by_code}
            counts.update(map(str, known))
            answered += bool(known)
        cells = (Cell(each.code, each.label, counts[each.code]) for each in question.options)
        return Tally(tuple(cells), answered)


def keyed_codes(question: Question, text: str) -> list[str]:
    """The codes of the options whose numbers (or codes) an operator typed, in their order.

    Raises ``Unreadable`` for a word that is neither.
    """
    found = [_option_keyed(question, word).code for word in re.split(r"[\s,;+،]+", text) if word]
    return [code for code in question.option_by_code if code in found]


def _option_keyed(question: Question, word: str) -> Option:
    if word in question.option_by_code:
        return question.option_by_code[word]
    try:
        number = read_number(word)
    except ValueError:
        number = 0
    for option in question.options:
        if option.number == number:
            return option
    raise Unreadable(
        message(
            "keyed entry",
            "Type the number of an answer, from 1 to %(last)s; “%(word)s” is not one of them.",
            last=len(question.options),
            word=word,
        )
    )
