"""One answer out of those listed. The value is the code of an option."""

from collections.abc import Sequence

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds.kind import Entry, Unreadable
from engage.engines.questionnaire.kinds.options import OptionsKind, keyed_codes
from engage.engines.questionnaire.model import Question, Value


class SingleChoice(OptionsKind):
    """One answer out of those listed."""

    name = "single_choice"
    sort = "choice"
    operators = frozenset({"is", "is_not"})

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        codes = list(dict.fromkeys(filter(None, raw)))
        if len(codes) > 1:
            raise Unreadable(message("answer", "Choose one answer only"))
        return codes[0] if codes else None

    def write(self, question: Question, value: Value) -> list[str]:
        return [str(value)]

    def check(self, question: Question, value: object) -> Message | None:
        if isinstance(value, str) and value in question.option_by_code:
            return None
        return message("answer", "Choose one of the answers listed")

    def key(self, question: Question, text: str) -> Entry:
        codes = keyed_codes(question, text)
        if len(codes) > 1:
            return Entry(None, "multiple_marked")
        return Entry(codes[0] if codes else None)
