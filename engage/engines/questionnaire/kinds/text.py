"""What the two kinds of text share. The value is the person's own words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from engage.engines.messages import Message, message, plural_message
from engage.engines.questionnaire.kinds.kind import Entry, Kind, Shown
from engage.engines.questionnaire.model import Question, Value
from engage.engines.questionnaire.problems import Problem


class TextKind(Kind):
    """A question answered in one's own words. ``ceiling`` holds where the survey sets no limit."""

    takes_words = True
    sort = "text"
    ceiling: ClassVar[int]
    properties: ClassVar[Mapping[str, Any]] = {
        "min_length": {"type": "integer", "minimum": 1},
        "max_length": {"type": "integer", "minimum": 1},
        "comments": {"type": "boolean"},
    }

    def problems(self, document: Mapping[str, Any], place: str) -> Iterator[Problem]:
        least, most = document.get("min_length", 0), document.get("max_length", self.ceiling)
        if most > self.ceiling:
            yield Problem(
                f"{place}/max_length",
                message("survey document", "Write %(most)s or less.", most=self.ceiling),
            )
        if least > most:
            yield Problem(
                f"{place}/min_length",
                message(
                    "survey document",
                    "Write %(most)s or less, so that an answer can fit.",
                    most=most,
                ),
            )

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        least = document.get("min_length")
        return {
            "min_length": None if least is None else int(least),
            "max_length": int(document.get("max_length", self.ceiling)),
            "is_comment": document.get("comments", self.has_comments),
        }

    def write(self, question: Question, value: Value) -> list[str]:
        return [str(value)]

    def check(self, question: Question, value: object) -> Message | None:
        if not isinstance(value, str):
            return message("answer", "Write your answer in words")
        length = len(value)
        if question.max_length is not None and length > question.max_length:
            return plural_message(
                "answer",
                "Write your answer in %(max)s characters or fewer; you have written %(num)s",
                "Write your answer in %(max)s characters or fewer; you have written %(num)s",
                length,
                max=question.max_length,
            )
        if question.min_length is not None and length < question.min_length:
            return plural_message(
                "answer",
                "Write your answer in %(min)s characters or more; you have written %(num)s",
                "Write your answer in %(min)s characters or more; you have written %(num)s",
                length,
                min=question.min_length,
            )
        return None

    def missing(self, question: Question) -> Message:
        return message("answer", "Write an answer")

    def show(
        self, question: Question, value: Value, locale: str, languages: Sequence[str]
    ) -> Shown:
        return ((str(value), ""),)

    def key(self, question: Question, text: str) -> Entry:
        value = self.read(question, [text])
        if value is None or self.check(question, value) is None:
            return Entry(value)
        too_long = len(str(value)) > (question.max_length or self.ceiling)
        # Words are kept as an answer even so, or they would be missing from the themes.
        return Entry(value, "too_long" if too_long else "out_of_range")
