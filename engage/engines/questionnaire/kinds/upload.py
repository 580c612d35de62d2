"""What answers with a file have in common. The value is a reference to a file kept elsewhere.

A channel that takes files keeps them and puts the reference into the form; only who sent the file
has one that the door accepts.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds.kind import Entry, Kind, Shown, Unreadable
from engage.engines.questionnaire.model import Question, Value

MOST_MEGABYTES = 10
_REFERENCE = re.compile("[0-9a-f]{32}")


class Upload(Kind):
    """A file of a limited size."""

    properties: ClassVar[Mapping[str, Any]] = {
        "max_megabytes": {"type": "integer", "minimum": 1, "maximum": 25},
        "kiosk": {"type": "boolean"},
    }

    def accepted(self, document: Mapping[str, Any]) -> tuple[str, ...]:
        """What is taken: ``photo``, ``pdf`` or both."""
        return ("photo",)

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "accepts": self.accepted(document),
            "extra": {"max_megabytes": int(document.get("max_megabytes", MOST_MEGABYTES))},
            "is_asked_at_kiosks": document.get("kiosk", False),
        }

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        return next((text.strip() for text in raw if text.strip()), None)

    def write(self, question: Question, value: Value) -> list[str]:
        return [str(value)]

    def check(self, question: Question, value: object) -> Message | None:
        is_one = isinstance(value, str) and _REFERENCE.fullmatch(value) is not None
        return None if is_one else self.missing(question)

    def missing(self, question: Question) -> Message:
        return message("answer", "Choose a file")

    def show(
        self, question: Question, value: Value, locale: str, languages: Sequence[str]
    ) -> Shown:
        return ((str(value), ""),)

    def key(self, question: Question, text: str) -> Entry:
        if self.check(question, text) is not None:
            raise Unreadable(self.missing(question))
        return Entry(text)
