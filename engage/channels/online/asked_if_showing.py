"""When the questions of a survey on one page are asked, in words and for the script."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from engage.channels.online.answering import Field
from engage.engines.questionnaire import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Not,
    Page,
    Question,
    Survey,
)
from engage.surveys import ConditionLine, condition_line
from engage.web.locale import current_locale

# What the boxes and circles of these say is what their conditions compare.
_TICKED = {
    **dict.fromkeys(("single_choice", "yes_no"), frozenset({"is", "is_not", "answered"})),
    "multiple_choice": frozenset({"includes", "answered"}),
    "scale": frozenset({"is", "is_not", "at_least", "at_most", "answered"}),
}


@dataclass(frozen=True)
class Block:
    """Questions that are asked together; ``only_if`` says when, where that is not always.

    ``rule`` is the same for the script, "" for what only the server can tell.
    """

    fields: tuple[Field, ...]
    only_if: ConditionLine | None = None
    rule: str = ""


def blocks_of(survey: Survey, fields: Iterable[Field]) -> tuple[Block, ...]:
    """The fields of all questions of a survey, in order, those together that are asked together."""
    conditions = {
        question.code: _condition(survey, page, question)
        for page in survey.pages
        for question in page.questions
    }
    found = groupby(fields, lambda field: conditions[field.name])
    return tuple(_block(survey, condition, tuple(inner)) for condition, inner in found)


def _block(survey: Survey, condition: Condition | None, fields: tuple[Field, ...]) -> Block:
    if condition is None:
        return Block(fields)
    rule = _rule(condition, survey.question_by_code)
    line = condition_line(condition, survey, current_locale())
    return Block(fields, line, json.dumps(rule) if rule else "")


def _condition(survey: Survey, page: Page, question: Question) -> Condition | None:
    """Of the entries of a repeated section, how many there are is left out: all stand here."""
    section = survey.section_of(page)
    of_page = section.page.condition if section and page.entry else page.condition
    if of_page is None or question.condition is None:
        return of_page or question.condition
    return AllOf((of_page, question.condition))


def _rule(condition: Condition, asked: Mapping[str, Question]) -> list[Any] | None:
    """The condition as ``["all", rule, …]`` or ``["is", code, value]``."""
    if isinstance(condition, Comparison):
        known = asked.get(condition.question)
        if known is None or condition.operator not in _TICKED.get(known.kind, ()):
            return None
        return [condition.operator, condition.question, condition.value]
    if isinstance(condition, AllOf | AnyOf):
        parts = [_rule(part, asked) for part in condition.parts]
        return None if None in parts else ["all" if isinstance(condition, AllOf) else "any", *parts]
    if isinstance(condition, Not):
        part = _rule(condition.part, asked)
        return ["not", part] if part else None
    return None
