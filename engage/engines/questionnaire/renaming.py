"""The questions of a repeated section under the codes that they have in one entry.

Conditions, expressions and texts are renamed along.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engage.engines.questionnaire.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Expressed,
    Not,
)
from engage.engines.questionnaire.expressions.nodes import (
    Expression,
    Reference,
    parts_of,
    with_parts,
)
from engage.engines.questionnaire.model import LocaleText, Question
from engage.engines.questionnaire.pipes import PLACE

_TEXTS = (
    *("label", "hint", "text", "short_label", "low_label", "high_label", "dont_know_label"),
    *("constraint_message", "required_message", "interviewer_note", "interviewer_script"),
)


@dataclass(frozen=True)
class Renaming:
    """New codes by what they were."""

    codes: Mapping[str, str]

    def question(self, question: Question) -> Question:
        """The question under its new code, with what belongs to it."""
        options = tuple(
            replace(
                each,
                label=self._text(each.label),
                please_say=self.question(each.please_say) if each.please_say else None,
                condition=self.condition(each.condition),
            )
            for each in question.options
        )
        texts: dict[str, Any] = {name: self._text(getattr(question, name)) for name in _TEXTS}
        return replace(
            question,
            **texts,
            code=self._code(question.code),
            within=self._code(question.within),
            options=options,
            condition=self.condition(question.condition),
            constraint=self._expression(question.constraint),
            calculation=self._expression(question.calculation),
        )

    def condition(self, condition: Condition | None) -> Condition | None:
        """The condition about the renamed questions."""
        return None if condition is None else self._condition(condition)

    def _condition(self, found: Condition) -> Condition:
        if isinstance(found, Comparison):
            return replace(found, question=self._code(found.question))
        if isinstance(found, Expressed):
            return Expressed(self._rewritten(found.expression))
        if isinstance(found, Not):
            return Not(self._condition(found.part))
        parts = tuple(map(self._condition, found.parts))
        return AllOf(parts) if isinstance(found, AllOf) else AnyOf(parts)

    def _expression(self, found: Expression | None) -> Expression | None:
        return None if found is None else self._rewritten(found)

    def _rewritten(self, found: Expression) -> Expression:
        if isinstance(found, Reference):
            return replace(found, name=self._code(found.name))
        return with_parts(found, tuple(map(self._rewritten, parts_of(found))))

    def _text(self, text: LocaleText) -> LocaleText:
        return {
            locale: PLACE.sub(lambda place: f"${{{self._code(place[1])}}}", words)
            for locale, words in text.items()
        }

    def _code(self, code: str) -> str:
        return self.codes.get(code, code)
