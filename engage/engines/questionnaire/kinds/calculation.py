"""A value that is calculated from earlier answers; nobody is asked for it.

It is kept beside the answers of a response, and may be named in conditions, limits, other
calculations and texts like an answer.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from engage.engines.questionnaire.expressions.parsing import read_expression
from engage.engines.questionnaire.kinds.kind import EXPRESSION, TEXT, Part, condition_of
from engage.engines.questionnaire.model import Question


class Calculation(Part):
    """A calculated value; ``label`` is what it is called in exports."""

    name = "calculation"
    properties: ClassVar[Mapping[str, Any]] = {"expression": EXPRESSION}
    needed = ("expression",)
    wording: ClassVar[Mapping[str, Any]] = {"label": TEXT}
    needed_wording = ()

    def build(self, document: Mapping[str, Any], numbers: Iterator[int]) -> tuple[Question, ...]:
        return (
            Question(
                code=document["code"],
                number=0,
                kind=self.name,
                label=dict(document.get("label", {})),
                condition=condition_of(document),
                takes_answer=False,
                calculation=read_expression(document["expression"]),
            ),
        )
