"""As many words as it takes, in paragraphs; a comment unless the survey says otherwise."""

from collections.abc import Sequence

from engage.engines.questionnaire.kinds.text import TextKind
from engage.engines.questionnaire.model import Question, Value
from engage.engines.questionnaire.plain_text import clean_text


class LongText(TextKind):
    """As many words as it takes."""

    name = "long_text"
    has_comments = True
    ceiling = 20_000

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        return clean_text("\n".join(raw)) or None

    def settle(self, question: Question, value: Value) -> Value:
        return clean_text(str(value))
