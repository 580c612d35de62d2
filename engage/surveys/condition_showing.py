"""Conditions in words, in every language of the public: staff read them, and paper says them."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import format_decimal, pgettext

from engage.engines.questionnaire import (
    DONT_KNOW,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Expressed,
    LocaleText,
    Question,
    Survey,
    expressions,
)
from engage.kernel.languages import in_language
from engage.surveys.expression_showing import ExpressionWords


@dataclass(frozen=True)
class ConditionLine:
    """A condition in words; one that is made of others has them below it."""

    text: str
    parts: tuple["ConditionLine", ...] = ()


def condition_line(condition: Condition, survey: Survey, locale: str) -> ConditionLine:
    """A condition in words, in a language; ``survey`` knows what it asks about."""
    return ConditionWords(questions_named(survey), locale).line(condition)


def only_if() -> str:
    """What paper says before a condition, where nothing can be passed over by itself."""
    return pgettext("condition", "Answer this only if:")


def questions_named(survey: Survey) -> dict[str, Question]:
    """Whatever a condition may name, by its code."""
    asked = {question.code: question for question in survey.parts}
    for question in survey.parts:
        for option in question.options:
            if option.please_say is not None:
                asked[option.please_say.code] = option.please_say
    return asked


def quoted(text: LocaleText, locale: str) -> str:
    """Words to stand within a sentence, kept apart from its direction."""
    return f"\u2068{in_language(text, locale)[0]}\u2069"


class ConditionWords:
    """Says conditions; ``asked`` are the questions that they may name."""

    def __init__(self, asked: Mapping[str, Question], locale: str) -> None:
        self._asked = asked
        self._locale = locale

    def line(self, condition: Condition) -> ConditionLine:
        """A condition, those it is made of below it."""
        if isinstance(condition, Comparison):
            return ConditionLine(self._comparison(condition))
        if isinstance(condition, AllOf):
            text = pgettext("condition", "all of this holds:")
            return ConditionLine(text, tuple(map(self.line, condition.parts)))
        if isinstance(condition, AnyOf):
            text = pgettext("condition", "any of this holds:")
            return ConditionLine(text, tuple(map(self.line, condition.parts)))
        if isinstance(condition, Expressed):
            return self._expressed(condition.expression)
        text = pgettext("condition", "this does not hold:")
        return ConditionLine(text, (self.line(condition.part),))

    def _expressed(self, found: expressions.Expression) -> ConditionLine:
        if isinstance(found, expressions.Joined):
            text = (
                pgettext("condition", "all of this holds:")
                if found.operator == "and"
                else pgettext("condition", "any of this holds:")
            )
            return ConditionLine(text, tuple(map(self._expressed, found.parts)))
        return ConditionLine(ExpressionWords(self._asked, self._locale).of(found))

    def _comparison(self, comparison: Comparison) -> str:
        asked = self._asked.get(comparison.question)
        question = quoted(asked.label, self._locale) if asked else comparison.question
        answer = self._answer(asked, comparison.value)
        if comparison.operator == "answered" and not comparison.value:
            return pgettext("condition", "“%(question)s” has no answer", question=question)
        said = {"question": question, "answer": answer}
        texts = {
            "is": pgettext("condition", "the answer to “%(question)s” is “%(answer)s”", **said),
            "is_not": pgettext(
                "condition", "the answer to “%(question)s” is not “%(answer)s”", **said
            ),
            "includes": pgettext(
                "condition", "“%(answer)s” is among the answers to “%(question)s”", **said
            ),
            "first": pgettext("condition", "“%(answer)s” comes first in “%(question)s”", **said),
            "at_least": pgettext(
                "condition", "the answer to “%(question)s” is %(answer)s or more", **said
            ),
            "at_most": pgettext(
                "condition", "the answer to “%(question)s” is %(answer)s or less", **said
            ),
            "answered": pgettext("condition", "“%(question)s” has an answer", **said),
        }
        return texts[comparison.operator]

    def _answer(self, asked: Question | None, value: object) -> str:
        if asked is not None and value in asked.option_by_code:
            return quoted(asked.option_by_code[str(value)].label, self._locale)
        if asked is not None and value == DONT_KNOW and any(asked.dont_know_label.values()):
            return quoted(asked.dont_know_label, self._locale)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(format_decimal(value))
        return f"\u2068{value}\u2069"
