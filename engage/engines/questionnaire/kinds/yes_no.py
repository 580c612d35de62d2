"""Yes or no, in words that come along. The value is ``yes``, ``no`` or ``dont_know``."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from engage.engines.questionnaire.kinds.kind import CODE, TEXT
from engage.engines.questionnaire.kinds.single_choice import SingleChoice
from engage.engines.questionnaire.kinds.words import I_DONT_KNOW, NO, YES, own_or
from engage.engines.questionnaire.model import DONT_KNOW, LocaleText
from engage.engines.questionnaire.problems import Problem


class YesNo(SingleChoice):
    """Yes or no."""

    name = "yes_no"
    words: ClassVar[Mapping[str, LocaleText]] = {"yes": YES, "no": NO, DONT_KNOW: I_DONT_KNOW}
    pictures: ClassVar[Mapping[str, str]] = {"yes": "yes", "no": "no", DONT_KNOW: "question"}
    properties: ClassVar[Mapping[str, Any]] = {
        "labels": {
            "type": "object",
            "properties": {"yes": TEXT, "no": TEXT, DONT_KNOW: TEXT},
            "additionalProperties": False,
        },
        "dont_know": {"type": "boolean"},
        "about": CODE,
    }
    needed = ()

    def problems(self, document: Mapping[str, Any], place: str) -> Iterator[Problem]:
        yield from ()

    def option_documents(self, document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        own = document.get("labels", {})
        return [
            {
                "code": code,
                "label": own_or(self.words[code], own.get(code, {})),
                "picture": self.pictures.get(code, ""),
            }
            for code in self.offered(document)
        ]

    def offered(self, document: Mapping[str, Any]) -> tuple[str, ...]:
        """The codes of the answers that the document offers."""
        return ("yes", "no", DONT_KNOW) if document.get(DONT_KNOW) else ("yes", "no")
