"""Which options of a question are offered under the answers before it, as in a list of districts.

What is not offered is not asked: it cannot be chosen, and where it was chosen before an earlier
answer changed, it is no answer any more.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engage.engines.questionnaire.conditions import holds
from engage.engines.questionnaire.model import Question


def offered(question: Question, live: Mapping[str, Any]) -> Question:
    """The question with those options only that are offered; the very same where all are.

    ``live`` are the answers before it. Nobody has to choose more than there is.
    """
    if not question.has_filtered_options:
        return question
    options = tuple(
        each for each in question.options if each.condition is None or holds(each.condition, live)
    )
    if len(options) == len(question.options):
        return question
    together = max(1, sum(not each.is_exclusive for each in options))
    least, most = question.min_choices, question.max_choices
    return replace(
        question,
        options=options,
        min_choices=None if least is None else min(least, together),
        max_choices=None if most is None else max(1, min(most, len(options))),
    )


def still_offered(question: Question, shown: Question, value: Any) -> Any:
    """What is left of an answer to the whole question where only ``shown`` of it is offered."""
    if shown.options == question.options:
        return value
    gone = question.option_by_code.keys() - shown.option_by_code.keys()
    if isinstance(value, list):
        return [each for each in value if not (isinstance(each, str) and each in gone)]
    return None if isinstance(value, str) and value in gone else value
