"""What somebody who writes a survey may name at one place of it, and what is wrong with a text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engage.engines.messages import Message, message
from engage.engines.questionnaire.expressions.checking import (
    TRUTH,
    VALUES,
    Known,
    Subject,
    check_expression,
)
from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.expressions.trees import Asked, CannotSay, read_condition
from engage.engines.questionnaire.model import Question
from engage.engines.questionnaire.subjects import is_named, subject_of


@dataclass(frozen=True)
class Scope:
    """What is asked or calculated before a part, and the question that the part is.

    ``several`` are the questions of earlier repeated sections, which only sums may name.
    """

    before: Mapping[str, Question]
    own: Question | None = None
    later: frozenset[str] = field(default_factory=frozenset)
    several: Mapping[str, Question] = field(default_factory=dict)

    def known(self) -> Known:
        """The same for expressions."""
        subjects: dict[str, Subject] = {}
        for code, question in self.before.items():
            if is_named(question) and not question.is_kept_apart:
                subjects[code] = subject_of(question, subjects)
        entries = dict(subjects)
        for code, question in self.several.items():
            if is_named(question):
                entries[code] = subject_of(question, entries)
                subjects[code] = replace(entries[code], is_each=True)
        own = self.own if self.own is not None and self.own.takes_answer else None
        return Known(subjects, None if own is None else subject_of(own, subjects), self.later)

    def repeatable(self) -> tuple[Question, ...]:
        """The questions and calculated values whose answers a text may repeat, in order."""
        known = self.known().subjects
        return tuple(
            question
            for code, question in self.before.items()
            if code in known and known[code].sort != "opaque"
        )

    def is_alike(self, question: Question) -> bool:
        """Whether an earlier answer is a number or a day like the question's own."""
        known = self.known()
        if known.here is None or question.code not in known.subjects:
            return False
        sort = known.subjects[question.code].sort
        return sort == known.here.sort and sort in ("number", "day")

    def condition_problem(self, text: str) -> Message | None:
        """What is wrong with an expression that has to hold; ``None`` for nothing."""
        return self._problem(text, is_condition=True)

    def value_problem(self, text: str) -> Message | None:
        """What is wrong with an expression that has to give a value; ``None`` for nothing."""
        return self._problem(text, is_condition=False)

    def _problem(self, text: str, *, is_condition: bool) -> Message | None:
        try:
            found = read_expression(text)
        except UnreadableExpression as wrong:
            return wrong.message
        fault = check_expression(found, self.known(), TRUTH if is_condition else VALUES)
        return None if fault is None else located(fault.at, fault.message)

    def as_tree(self, text: str) -> dict[str, Any] | str:
        """The tree that says the same as a condition, for the editor's lines; else the text."""
        asked = {
            code: Asked(code, each.kind, each.is_integer or each.kind == "scale", _codes(each))
            for code, each in self.before.items()
            if each.takes_answer and not each.is_kept_apart
        }
        try:
            return read_condition(text, asked)
        except CannotSay:
            return text


def located(at: int, why: Message) -> Message:
    """What is wrong, with the place in the text, which is counted from 0."""
    return message("survey document", "At character %(place)s: %(why)s", place=at + 1, why=why)


def _codes(question: Question) -> dict[str, str]:
    return {code: code for code in question.option_by_code}
