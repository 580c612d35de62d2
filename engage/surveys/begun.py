"""Who has begun to answer and not sent: counted by those who keep what was begun, above surveys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engage.surveys.queries import list_versions

Counter = Callable[[Sequence[int]], Mapping[int, int]]
_count: list[Counter] = [lambda _versions: {}]


@dataclass(frozen=True)
class Begun:
    """How many people have begun a version and not sent it."""

    version: int
    people: int


def use_begun_counter(count: Counter) -> None:
    """Take what counts the unsent answers to versions, by their numbers in the database."""
    _count[:] = [count]


def begun_answers(consultation_id: int, survey_id: int) -> tuple[Begun, ...]:
    """The versions of a survey that somebody has begun and not sent, the newest first."""
    versions = [each for each in list_versions(consultation_id) if each.survey_id == survey_id]
    counted = _count[0]([each.id for each in versions])
    found = (Begun(each.number, counted.get(each.id, 0)) for each in reversed(versions))
    return tuple(each for each in found if each.people)
