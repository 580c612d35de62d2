"""Reading second codings: how far each is, what to place next, what two people placed apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from engage.engines.disclosure import Interval
from engage.engines.statistics import (
    Agreement,
    Alpha,
    Kappa,
)
from engage.kernel.db import session
from engage.kernel.errors import NotFound, message
from engage.responses import get_comment
from engage.themes.coding.models import CodedAgain, SecondCoding


@dataclass(frozen=True)
class CodingSummary:
    """A second reading and how far it is; ``agreement`` is there once it is finished."""

    id: int
    consultation_id: int
    question_code: str
    coder_id: int | None
    coder_name: str
    strategy: str
    seed: int
    theme_ids: tuple[int, ...]
    coded: int
    size: int
    unclear: int
    agreement: Agreement | None
    alpha: Alpha | None
    has_several: bool
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class BlindComment:
    """A comment to place: its words, and nothing of where it stands."""

    position: int
    text: str
    language: str
    choice: str
    themes: tuple[int, ...]


@dataclass(frozen=True)
class Difference:
    """A comment that two people placed differently; without themes: in none."""

    position: int
    comment_id: int
    text: str
    language: str
    first: tuple[int, ...]
    second: tuple[int, ...]
    is_unclear: bool
    settled_as: str
    settled_by: str


def list_codings(consultation_id: int, question_code: str) -> tuple[CodingSummary, ...]:
    """The second readings of a question, the newest first."""
    rows = session().scalars(codings(consultation_id, question_code))
    return tuple(_summary(row) for row in rows.all())


def get_coding(coding_id: int) -> CodingSummary:
    """A second reading; raises ``NotFound``."""
    return _summary(coding_row(coding_id))


def find_comment_to_code(coding_id: int, position: int | None = None) -> BlindComment | None:
    """The comment at a place, or the first that was not coded yet; None when all are."""
    query = select(CodedAgain).where(CodedAgain.coding_id == coding_id)
    if position is not None:
        query = query.where(CodedAgain.position == position)
    else:
        query = query.where(CodedAgain.choice.is_(None))
    row = session().scalar(query.order_by(CodedAgain.position).limit(1))
    if row is None:
        return None
    comment = get_comment(row.comment_id)
    themes = readings_of(row)[1]
    return BlindComment(row.position, comment.text, comment.language, row.choice or "", themes)


def list_differences(coding_id: int) -> tuple[Difference, ...]:
    """What two people placed differently, in the order of the sample; nothing before the end."""
    if coding_row(coding_id).finished_at is None:
        return ()
    rows = session().scalars(
        select(CodedAgain).where(CodedAgain.coding_id == coding_id).order_by(CodedAgain.position)
    )
    found = []
    for row in [row for row in rows.all() if is_difference(row)]:
        comment = get_comment(row.comment_id)
        found.append(
            Difference(
                row.position,
                row.comment_id,
                comment.text,
                comment.language,
                *readings_of(row),
                row.choice == "unclear",
                row.settled_as or "",
                row.settled_by,
            )
        )
    return tuple(found)


def is_difference(row: CodedAgain) -> bool:
    """Whether two people placed a comment apart, in part or altogether."""
    first, second = readings_of(row)
    return row.choice == "unclear" or set(first) != set(second)


def readings_of(row: CodedAgain) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The themes where a comment stood, and those where the second person put it."""
    first = () if row.first_theme_id is None else (row.first_theme_id, *row.first_further)
    second = () if row.theme_id is None else (row.theme_id, *row.further)
    return first, second


def codings(consultation_id: int, question_code: str) -> Select[SecondCoding]:
    """The second codings of a question, the newest first."""
    return (
        select(SecondCoding)
        .where(
            SecondCoding.consultation_id == consultation_id,
            SecondCoding.question_code == question_code,
        )
        .order_by(SecondCoding.id.desc())
    )


def coding_row(coding_id: int) -> SecondCoding:
    """The stored coding; raises ``NotFound``."""
    row = session().get(SecondCoding, coding_id)
    if row is None:
        raise NotFound(message("coding", "There is no such sample."))
    return row


def count_coded(coding_id: int, *, is_coded: bool) -> int:
    """How many comments of the sample have (or have not) been coded."""
    wanted = CodedAgain.choice.is_not(None) if is_coded else CodedAgain.choice.is_(None)
    query = select(func.count()).where(CodedAgain.coding_id == coding_id, wanted)
    return session().scalar(query) or 0


def count_unclear(coding_id: int) -> int:
    """How many comments the coder found unclear."""
    query = select(func.count()).where(
        CodedAgain.coding_id == coding_id, CodedAgain.choice == "unclear"
    )
    return session().scalar(query) or 0


def _summary(row: SecondCoding) -> CodingSummary:
    coded = count_coded(row.id, is_coded=True)
    return CodingSummary(
        id=row.id,
        consultation_id=row.consultation_id,
        question_code=row.question_code,
        coder_id=row.coder_id,
        coder_name=row.coder_name,
        strategy=row.strategy,
        seed=row.seed,
        theme_ids=tuple(row.theme_ids),
        coded=coded,
        size=coded + count_coded(row.id, is_coded=False),
        unclear=count_unclear(row.id) if row.finished_at else 0,
        agreement=_agreement(row.figures) if row.figures else None,
        alpha=_alpha(row.figures.get("alpha")) if row.figures else None,
        has_several=_has_several(row.id) if row.finished_at else False,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def _agreement(figures: Mapping[str, Any]) -> Agreement:
    by_label = {int(label): _kappa(each) for label, each in figures["by_label"].items()}
    return Agreement(_kappa(figures["overall"]), by_label)


def _alpha(figures: Mapping[str, Any] | None) -> Alpha | None:
    """None for what was coded before comments could have several themes here."""
    if figures is None:
        return None
    interval = figures["interval"]
    return Alpha(**{**figures, "interval": Interval(*interval) if interval else None})


def _has_several(coding_id: int) -> bool:
    """Whether either person gave any comment several themes."""
    rows = session().scalars(select(CodedAgain).where(CodedAgain.coding_id == coding_id))
    return any(row.first_further or row.further for row in rows)


def _kappa(figures: Mapping[str, Any]) -> Kappa:
    interval = figures["interval"]
    return Kappa(**{**figures, "interval": Interval(*interval) if interval else None})
