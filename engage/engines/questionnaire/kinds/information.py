"""Something to read between the questions; nobody answers it."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from engage.engines.questionnaire.kinds.kind import PICTURE, TEXT, Part, condition_of, picture_of
from engage.engines.questionnaire.model import Question


class Information(Part):
    """A text with or without a heading."""

    name = "information"
    properties: ClassVar[Mapping[str, Any]] = {"text": TEXT}
    needed = ("text",)
    wording: ClassVar[Mapping[str, Any]] = {"label": TEXT, "picture": PICTURE}
    needed_wording = ()

    def build(self, document: Mapping[str, Any], numbers: Iterator[int]) -> tuple[Question, ...]:
        return (
            Question(
                code=document["code"],
                number=0,
                kind=self.name,
                label=dict(document.get("label", {})),
                text=dict(document["text"]),
                picture=picture_of(document),
                condition=condition_of(document),
                takes_answer=False,
            ),
        )
