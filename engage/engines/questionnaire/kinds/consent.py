"""Consent to something that is read first. The value is ``yes`` or ``no``.

Where it must be given there is one box to tick and no ``no``; elsewhere one may decline. The words
that were consented to are those of the version that the response belongs to.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds.kind import TEXT
from engage.engines.questionnaire.kinds.words import I_AGREE, I_DO_NOT_AGREE
from engage.engines.questionnaire.kinds.yes_no import YesNo
from engage.engines.questionnaire.model import LocaleText, Question


class Consent(YesNo):
    """Consent, given or declined."""

    name = "consent"
    # Who may not decline is no finding: results say nothing of consent.
    is_closed = False
    is_counted = False
    words: ClassVar[Mapping[str, LocaleText]] = {"yes": I_AGREE, "no": I_DO_NOT_AGREE}
    properties: ClassVar[Mapping[str, Any]] = {
        "text": TEXT,
        "must_be_given": {"type": "boolean"},
        "labels": {
            "type": "object",
            "properties": {"yes": TEXT, "no": TEXT},
            "additionalProperties": False,
        },
    }

    def offered(self, document: Mapping[str, Any]) -> tuple[str, ...]:
        return ("yes",) if document.get("must_be_given") else ("yes", "no")

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        must_be_given = document.get("must_be_given", False)
        return {
            **super().settings(document),
            "text": dict(document.get("text", {})),
            "required": must_be_given or document.get("required", False),
        }

    def missing(self, question: Question) -> Message:
        if len(question.options) > 1:
            return super().missing(question)
        return message("answer", "Tick the box if you agree. Without it you cannot go on.")
