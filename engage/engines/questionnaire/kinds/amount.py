"""An amount of money in the survey's currency. The value is the number."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds.number import Number
from engage.engines.questionnaire.model import Question, Value

PLACES = 2


class Amount(Number):
    """An amount of money, with two decimals at most; the currency's sign may be typed along."""

    name = "amount"
    properties: ClassVar[Mapping[str, Any]] = {
        "currency": {
            "type": "string",
            "pattern": "^[A-Z]{3}$",
            "description": "the three capital letters of ISO 4217, for example EUR",
        },
        "minimum": {"type": "number"},
        "maximum": {"type": "number"},
        "integer": {"type": "boolean"},
    }
    needed = ("currency",)
    # 1.200 is a thousand and two hundred: no amount has three decimals.
    may_have_three_places = False

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        return super().settings(document) | {"extra": {"currency": document["currency"]}}

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        text = " ".join(raw).replace(question.extra["currency"], "")
        return super().read(question, ["".join(char for char in text if not _is_sign(char))])

    def check(self, question: Question, value: object) -> Message | None:
        problem = super().check(question, value)
        if problem is None and isinstance(value, float) and round(value, PLACES) != value:
            return self.wanted(question)
        return problem

    def wanted(self, question: Question) -> Message:
        if question.is_integer:
            return message("answer", "Write an amount without decimals, like 12")
        return message("answer", "Write an amount, like 12 or 7.50")


def _is_sign(char: str) -> bool:
    return unicodedata.category(char) == "Sc"
