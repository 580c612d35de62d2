"""An e-mail address, kept apart from the answers. The value is the address.

What it is for is read before it is given. It never stands among the answers of a response: whoever
stores responses takes it out (``Question.is_kept_apart``).
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from email_validator import EmailNotValidError, validate_email

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds.kind import TEXT, Entry, Kind, Shown, Unreadable
from engage.engines.questionnaire.model import Question, Value

KEPT_DAYS = 90
LONGEST = 254


class Email(Kind):
    """An e-mail address, with what it is for and how long it is kept after the close."""

    name = "email"
    properties: ClassVar[Mapping[str, Any]] = {
        "text": TEXT,
        "keep_days": {"type": "integer", "minimum": 1, "maximum": 730},
        "kiosk": {"type": "boolean"},
    }
    needed = ("text",)

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "text": dict(document["text"]),
            "extra": {"keep_days": int(document.get("keep_days", KEPT_DAYS))},
            "is_kept_apart": True,
            "is_asked_at_kiosks": document.get("kiosk", False),
        }

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        typed = " ".join(raw).strip()
        return (_normal(typed) or typed) if typed else None

    def write(self, question: Question, value: Value) -> list[str]:
        return [str(value)]

    def check(self, question: Question, value: object) -> Message | None:
        is_one = isinstance(value, str) and _normal(value) is not None
        return None if is_one else self.missing(question)

    def missing(self, question: Question) -> Message:
        return message("answer", "Enter an e-mail address, like name@example.org")

    def settle(self, question: Question, value: Value) -> Value:
        return _normal(str(value)) or value

    def show(
        self, question: Question, value: Value, locale: str, languages: Sequence[str]
    ) -> Shown:
        return ((str(value), ""),)

    def key(self, question: Question, text: str) -> Entry:
        """What is no address is typed again or keyed as illegible: nothing of it is kept."""
        value = self.read(question, [text])
        if self.check(question, value) is not None:
            raise Unreadable(self.missing(question))
        return Entry(value)


def _normal(typed: str) -> str | None:
    """The address with its domain in small letters; no network is asked."""
    if len(typed) > LONGEST:
        return None
    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        return None
