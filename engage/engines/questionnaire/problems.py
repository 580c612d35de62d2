"""What is wrong with a survey document, and where."""

from dataclasses import dataclass
from typing import Literal

from engage.engines.messages import Message


@dataclass(frozen=True)
class Problem:
    """A thing to correct: a JSON pointer into the document and what to do there."""

    place: str
    message: Message
    severity: Literal["error", "warning"] = "error"


class SurveyProblems(Exception):
    """The document is not a survey yet; ``problems`` lists every place to correct."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{each.place}: {each.message}" for each in problems))
        self.problems = problems


def below(place: str, key: str | int) -> str:
    """The JSON pointer one step further down (RFC 6901)."""
    return f"{place}/{str(key).replace('~', '~0').replace('/', '~1')}"
