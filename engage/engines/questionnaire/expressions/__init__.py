"""The expression language: text, its tree, and what it comes to; never evaluated as code.

Text is read by ``read_expression`` and written by ``write_expression``; ``check_expression`` holds
it against the questions that it may name, ``evaluate`` gives its value under some answers. The
trees that documents write conditions in (``{"question": …, "is": …}``) say a part of the same:
``trees`` turns one into the other. Those who say expressions in words find here what they are
made of.
"""

from engage.engines.questionnaire.expressions.evaluating import as_day
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Compared,
    Computed,
    Expression,
    Here,
    Joined,
    Number,
    Reference,
    Text,
)

__all__ = [
    "Call",
    "Compared",
    "Computed",
    "Expression",
    "Here",
    "Joined",
    "Number",
    "Reference",
    "Text",
    "as_day",
]
