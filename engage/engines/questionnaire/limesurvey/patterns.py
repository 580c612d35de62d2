"""What LimeSurvey has an answer look like, a regular expression of PHP, as a constraint."""

import re

from engage.engines.questionnaire.expressions.evaluating import pattern_of
from engage.engines.questionnaire.expressions.nodes import Call, Here, Text
from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.expressions.writing import write_expression

_PHP = re.compile(r"(?P<edge>[/#~%!])(?P<inside>.+)(?P=edge)(?P<ways>[iu]*)")
_WHOLE = re.compile(r"\^(?P<inside>[^|]*[^|\\])\$")
_ANYTHING = r"[\s\S]*"


def constraint_of(pattern: str) -> str:
    """The constraint that says the same; empty where it cannot be said."""
    found = _PHP.fullmatch(pattern.strip())
    if found is None:
        return ""
    inside = found["inside"].replace(f"\\{found['edge']}", found["edge"])
    whole = _WHOLE.fullmatch(inside)
    # Elsewhere it may stand anywhere in the answer; here it is the whole of it.
    wanted = whole["inside"] if whole else f"{_ANYTHING}(?:{inside}){_ANYTHING}"
    if "i" in found["ways"]:
        wanted = f"(?i){wanted}"
    text = write_expression(Call("regex", (Here(), Text(wanted))))
    try:
        is_same = pattern_of(wanted) is not None and write_expression(read_expression(text)) == text
    except UnreadableExpression:  # it holds both sorts of quotation marks
        return ""
    return text if is_same else ""
