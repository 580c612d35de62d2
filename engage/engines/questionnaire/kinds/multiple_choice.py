"""Any number of the answers listed. The value is the list of their codes, in their order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from engage.engines.messages import Message, message, plural_message
from engage.engines.questionnaire.kinds.kind import PICTURE, Entry
from engage.engines.questionnaire.kinds.options import (
    FILTERED,
    PLEASE_SAY_SCHEMA,
    OptionsKind,
    keyed_codes,
    options_schema,
)
from engage.engines.questionnaire.model import Question, Value
from engage.engines.questionnaire.problems import Problem

_COUNT = {"type": "integer", "minimum": 1}


class MultipleChoice(OptionsKind):
    """Any number of the answers listed."""

    name = "multiple_choice"
    sort = "choices"
    operators = frozenset({"includes"})
    chosen_by = "includes"
    properties: ClassVar[Mapping[str, Any]] = {
        **OptionsKind.properties,
        "options": options_schema(
            exclusive={"type": "boolean"},
            please_say=PLEASE_SAY_SCHEMA,
            picture=PICTURE,
            **FILTERED,
        ),
        "min_choices": _COUNT,
        "max_choices": _COUNT,
    }

    def problems(self, document: Mapping[str, Any], place: str) -> Iterator[Problem]:
        yield from super().problems(document, place)
        open_to_all = sum(not option.get("exclusive") for option in document["options"])
        least, most = document.get("min_choices", 1), document.get("max_choices")
        if least > max(open_to_all, 1):
            yield Problem(
                f"{place}/min_choices",
                message(
                    "survey document",
                    "Ask for %(most)s or fewer: no more options can be chosen together.",
                    most=max(open_to_all, 1),
                ),
            )
        if most is not None and least > most:
            yield Problem(
                f"{place}/max_choices",
                message(
                    "survey document",
                    "Write %(least)s or more, so that it is not below “min_choices”.",
                    least=least,
                ),
            )

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        limits = {name: document.get(name) for name in ("min_choices", "max_choices")}
        return super().settings(document) | limits

    def accepts_comparison(self, question: Question, operator: str, value: Any) -> bool:
        return operator in self.operators and value in question.option_by_code

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        given = set(filter(None, raw))
        known = [code for code in question.option_by_code if code in given]
        return (known + sorted(given - set(known))) or None

    def write(self, question: Question, value: Value) -> list[str]:
        return [str(code) for code in value] if isinstance(value, list) else [str(value)]

    def settle(self, question: Question, value: Value) -> Value:
        assert isinstance(value, list)
        return [code for code in question.option_by_code if code in value]

    def check(self, question: Question, value: object) -> Message | None:
        options = question.option_by_code
        if not isinstance(value, list) or not all(
            isinstance(code, str) and code in options for code in value
        ):
            return message("answer", "Choose only answers from the list")
        chosen = set(value)
        if len(chosen) > 1 and any(options[code].is_exclusive for code in chosen):
            return message(
                "answer",
                "Choose either the answer that stands alone or any of the others, not both",
            )
        least, most = question.min_choices, question.max_choices
        if least and len(chosen) < least and not any(options[c].is_exclusive for c in chosen):
            return plural_message(
                "answer", "Choose at least %(num)s answer", "Choose at least %(num)s answers", least
            )
        if most and len(chosen) > most:
            return plural_message(
                "answer",
                "Choose no more than %(num)s answer",
                "Choose no more than %(num)s answers",
                most,
            )
        return None

    def missing(self, question: Question) -> Message:
        return plural_message(
            "answer",
            "Choose at least %(num)s answer",
            "Choose at least %(num)s answers",
            question.min_choices or 1,
        )

    def key(self, question: Question, text: str) -> Entry:
        codes = keyed_codes(question, text)
        if not codes or self.check(question, codes) is None:
            return Entry(codes or None)
        too_few = len(codes) < (question.min_choices or 1)
        return Entry(None, "out_of_range" if too_few else "multiple_marked")
