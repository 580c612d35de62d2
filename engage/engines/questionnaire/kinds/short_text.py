"""A few words on one line."""

from collections.abc import Sequence

from engage.engines.questionnaire.kinds.text import TextKind
from engage.engines.questionnaire.model import Question, Value
from engage.engines.questionnaire.plain_text import clean_line


class ShortText(TextKind):
    """A few words on one line."""

    name = "short_text"
    ceiling = 1_000

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        return clean_line(" ".join(raw)) or None

    def settle(self, question: Question, value: Value) -> Value:
        return clean_line(str(value))
