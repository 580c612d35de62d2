"""Counting comments by theme, stance and the groups of their people, with a weight or without."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from engage.kernel.db import session
from engage.responses import StoredAnswers, stream_answers
from engage.themes.placed import assigned_comments
from engage.themes.stances.sides import UNREAD

MOST_GROUPS = 12
NO_ANSWER, OTHERS = "", "other answers"
STREAMED = 2_000
BY_COMMENT = ("channel", "language")
READ = ("id", "response_id", "theme_id", "stance", "is_further", *BY_COMMENT)
Wanted = Sequence[tuple[int | None, str | None]]


@dataclass(frozen=True)
class Counted:
    """So many comments of people in these groups (several where an answer ticks several options).

    A comment in several themes comes once for each; but for one of them ``is_further``. ``stratum``
    are the answers by which its people are weighed; ``number`` is no whole one once they are.
    """

    theme_id: int | None
    stance: str | None
    is_further: bool
    groups: tuple[str, ...]
    stratum: tuple[str, ...]
    number: float


@dataclass(frozen=True)
class Sums:
    """Comments by row and group, of rows, of groups, and of all; groups and all count each once."""

    cells: tuple[tuple[float, ...], ...]
    rows: tuple[float, ...]
    groups: tuple[float, ...]
    whole: float


def count_comments(
    consultation_id: int, code: str, variable: str, weighed_by: Sequence[str] = ()
) -> tuple[Counted, ...]:
    """All comments on a question by ``channel``, ``language`` or the answer to a closed question.

    With ``weighed_by``, codes of other closed questions, their answers are the stratum.
    """
    if variable in BY_COMMENT and not weighed_by:
        return tuple(_by_comment(consultation_id, code, variable))
    return tuple(_by_answer(consultation_id, code, variable, weighed_by))


def weighted(
    counted: Iterable[Counted], weight_of: Callable[[tuple[str, ...]], float]
) -> tuple[Counted, ...]:
    """The same with each number times the weight of its stratum."""
    return tuple(replace(one, number=one.number * weight_of(one.stratum)) for one in counted)


def strata(counted: Iterable[Counted]) -> dict[tuple[str, ...], int]:
    """How many comments each stratum has, each once."""
    sizes: Counter[tuple[str, ...]] = Counter()
    for one in counted:
        sizes[one.stratum] += 0 if one.is_further else round(one.number)
    return dict(sizes)


def sum_up(counted: Iterable[Counted], wanted: Wanted, codes: Sequence[str]) -> Sums:
    """Add up by rows (theme and stance, the last for what has no row) and by groups."""
    places = {row: at for at, row in enumerate(wanted)}
    cells = [[0.0] * len(codes) for _ in wanted]
    rows, groups, whole = [0.0] * len(wanted), [0.0] * len(codes), 0.0
    for one in counted:
        by_stance = places.get((one.theme_id, one.stance or UNREAD))
        row = places.get((one.theme_id, None), len(wanted) - 1) if by_stance is None else by_stance
        columns = {codes.index(group if group in codes else OTHERS) for group in one.groups}
        once = 0 if one.is_further else one.number
        rows[row] += one.number
        whole += once
        for column in columns:
            cells[row][column] += one.number
            groups[column] += once
    return Sums(tuple(map(tuple, cells)), tuple(rows), tuple(groups), whole)


def stream_comments_with_answers(
    consultation_id: int, code: str, weighed_by: Sequence[str]
) -> Iterator[tuple[frozenset[int], tuple[str, ...]]]:
    """Each comment on a question once: the themes it stands in, and its stratum."""
    rows = _with_answers(consultation_id, code)
    for _number, same in groupby(rows, key=lambda pair: pair[0]["id"]):
        together = list(same)
        themes = frozenset(row["theme_id"] for row, _ in together if row["theme_id"] is not None)
        yield themes, _stratum(together[0][1], weighed_by)


def largest_groups(counted: Iterable[Counted]) -> list[str]:
    """The codes of the largest groups; the rest together are one, those without an answer last."""
    sizes: Counter[str] = Counter()
    for one in counted:
        for group in set(one.groups):
            sizes[group] += 0 if one.is_further else round(one.number)
    has_silent = sizes.pop(NO_ANSWER, 0)
    kept = [code for code, _size in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))]
    if len(kept) > MOST_GROUPS:
        kept = [*kept[: MOST_GROUPS - 1], OTHERS]
    return [*kept, NO_ANSWER] if has_silent else kept


def _by_comment(consultation_id: int, code: str, variable: str) -> Iterator[Counted]:
    assigned = assigned_comments(consultation_id, code)
    parts = (
        assigned.c.theme_id,
        assigned.c.stance,
        assigned.c.is_further,
        assigned.c[variable],
    )
    for theme_id, stance, is_further, value, number in session().execute(
        select(*parts, func.count()).group_by(*parts)
    ):
        yield Counted(theme_id, stance, bool(is_further), (value,), (), number)


def _by_answer(
    consultation_id: int, code: str, variable: str, weighed_by: Sequence[str]
) -> Iterator[Counted]:
    counts: Counter[Counted] = Counter()
    for row, answers in _with_answers(consultation_id, code):
        own = row[variable] if variable in BY_COMMENT else answers.get(variable)
        stratum = _stratum(answers, weighed_by)
        is_further = bool(row["is_further"])
        counts[
            Counted(row["theme_id"], row["stance"], is_further, _groups_of(own), stratum, 1)
        ] += 1
    for one, number in counts.items():
        yield replace(one, number=number)


def _with_answers(
    consultation_id: int, code: str
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Assigned comments with what else their people answered, in the order of responses."""
    assigned = assigned_comments(consultation_id, code)
    rows = session().execute(
        select(*(assigned.c[name] for name in READ))
        .order_by(assigned.c.response_id, assigned.c.id)
        .execution_options(yield_per=STREAMED)
    )
    answers = stream_answers(consultation_id)
    stored: StoredAnswers | None = None
    for row in rows.mappings():
        while stored is None or stored.response_id < row["response_id"]:
            stored = next(answers)
        yield dict(row), stored.answers


def _stratum(answers: Mapping[str, Any], codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(_groups_of(answers.get(code))[0] for code in codes)


def _groups_of(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(each) for each in value) or (NO_ANSWER,)
    return (NO_ANSWER if value is None else str(value),)
