"""A second person codes a sample blind; then agreement is measured and differences are settled."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from engage.audit import record
from engage.engines.disclosure import Interval
from engage.engines.statistics import (
    Agreement,
    Kappa,
    draw_random,
    draw_stratified,
    measure_agreement,
    sample_size,
)
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, message
from engage.responses import get_comment
from engage.themes.acting import acting
from engage.themes.coding_models import CodedAgain, SecondCoding
from engage.themes.models import Placement, Theme
from engage.themes.placed import UNPLACED, placed_comments
from engage.themes.queries import list_themes
from engage.themes.settling import settle_responses

NONE = 0  # the label of comments without a theme


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
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class BlindComment:
    """A comment to place: its words, and nothing of where it stands."""

    position: int
    text: str
    language: str
    chosen: str


@dataclass(frozen=True)
class Difference:
    """A comment that two people placed differently; a theme is None for none."""

    position: int
    comment_id: int
    text: str
    language: str
    first: int | None
    second: int | None
    is_unclear: bool
    settled_as: str
    settled_by: str


def start_coding(
    actor: Actor, consultation_id: int, question_code: str, strategy: str, seed: int = 0
) -> int:
    """Draw a sample for this person to code; an unfinished one is taken up again.

    Comments that the same person placed are never in it. Raises ``Conflict`` without themes or
    comments, ``InvalidInput`` for an unknown strategy.
    """
    actor.require(Permission.REVIEW_THEMES)
    draws = {"random": draw_random, "stratified": draw_stratified}
    if strategy not in draws:
        text = message("coding", "Choose how the sample is drawn.")
        raise InvalidInput(text, {"strategy": text})
    with transaction() as current:
        for row in current.scalars(_codings(consultation_id, question_code)):
            if row.finished_at is None and row.coder_id == actor.id:
                return row.id
        standing = _standing(actor, consultation_id, question_code)
        themes = list_themes(consultation_id, question_code)
        if not themes or not standing:
            raise Conflict(message("coding", "There is nothing to code yet."))
        row = SecondCoding(
            consultation_id=consultation_id,
            question_code=question_code,
            coder_id=actor.id,
            coder_name=actor.name,
            strategy=strategy,
            seed=seed,
            theme_ids=sorted(theme.id for theme in themes),
        )
        current.add(row)
        current.flush()
        drawn = draws[strategy](standing, sample_size(len(standing)), seed)
        for position, comment_id in enumerate(drawn, start=1):
            first = standing[comment_id][0]
            current.add(
                CodedAgain(
                    coding_id=row.id,
                    position=position,
                    comment_id=comment_id,
                    first_theme_id=first,
                )
            )
        details = {"strategy": strategy, "seed": seed, "comments": len(drawn)}
        record(actor, "coding.start", ("second_coding", row.id), details=details)
        return row.id


def code_comment(actor: Actor, coding_id: int, position: int, choice: str) -> None:
    """Place a comment: the number of a theme, ``none`` or ``unclear``.

    The last one finishes the coding; from then on it stands. Raises ``Forbidden`` for anybody but
    the coder, ``Conflict`` once finished, ``InvalidInput`` for what is not offered.
    """
    actor.require(Permission.REVIEW_THEMES)
    with transaction() as current:
        coding = _get(coding_id)
        if coding.coder_id != actor.id:
            raise Forbidden(message("coding", "This sample is for somebody else to code."))
        if coding.finished_at is not None:
            raise Conflict(message("coding", "This sample has been coded; its figures stand."))
        row = current.get(CodedAgain, (coding_id, position))
        theme_id = int(choice) if choice.isdecimal() else None
        if row is None or (choice not in ("none", "unclear") and theme_id not in coding.theme_ids):
            text = message("coding", "Choose a theme, that there is none, or that it is unclear.")
            raise InvalidInput(text, {"choice": text})
        row.theme_id = theme_id
        row.choice = "theme" if theme_id is not None else choice
        row.coded_at = now()
        current.flush()
        if _count(coding_id, is_coded=False) == 0:
            _finish(actor, coding)


def settle_difference(actor: Actor, coding_id: int, position: int, settled_as: str) -> None:
    """Say which of two people was right: the comment is placed there; one act, can be undone."""
    coding = _get(coding_id)
    row = session().get(CodedAgain, (coding_id, position))
    if coding.finished_at is None or row is None or not _is_difference(row):
        raise NotFound(message("coding", "There is nothing to settle."))
    if settled_as not in ("first", "second"):
        raise NotFound(message("coding", "There is nothing to settle."))
    if row.settled_as is not None:
        raise Conflict(message("coding", "Somebody has settled this already."))
    theme_id = row.first_theme_id if settled_as == "first" else row.theme_id
    theme = session().get(Theme, theme_id) if theme_id is not None else None
    about = theme or Theme(
        consultation_id=coding.consultation_id, question_code=coding.question_code
    )
    with acting(actor, "settle", about) as act:
        act.change(row, settled_as=settled_as, settled_by=actor.name, settled_at=now())
        act.place(row.comment_id, theme_id)
        response_id = get_comment(row.comment_id).response_id
        settle_responses(actor, coding.consultation_id, [response_id])


def list_codings(consultation_id: int, question_code: str) -> tuple[CodingSummary, ...]:
    """The second readings of a question, the newest first."""
    rows = session().scalars(_codings(consultation_id, question_code))
    return tuple(_summary(row) for row in rows.all())


def get_coding(coding_id: int) -> CodingSummary:
    """A second reading; raises ``NotFound``."""
    return _summary(_get(coding_id))


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
    chosen = str(row.theme_id) if row.theme_id is not None else row.choice or ""
    return BlindComment(row.position, comment.text, comment.language, chosen)


def list_differences(coding_id: int) -> tuple[Difference, ...]:
    """What two people placed differently, in the order of the sample; nothing before the end."""
    if _get(coding_id).finished_at is None:
        return ()
    rows = session().scalars(
        select(CodedAgain).where(CodedAgain.coding_id == coding_id).order_by(CodedAgain.position)
    )
    found = []
    for row in [row for row in rows.all() if _is_difference(row)]:
        comment = get_comment(row.comment_id)
        found.append(
            Difference(
                row.position,
                row.comment_id,
                comment.text,
                comment.language,
                row.first_theme_id,
                row.theme_id,
                row.choice == "unclear",
                row.settled_as or "",
                row.settled_by,
            )
        )
    return tuple(found)


def _is_difference(row: CodedAgain) -> bool:
    return row.choice == "unclear" or row.theme_id != row.first_theme_id


def _standing(
    actor: Actor, consultation_id: int, question_code: str
) -> dict[int, tuple[int | None, str]]:
    """Comment to (theme, language) for all that stand somewhere, but for what this person placed.

    What nobody has placed yet stands nowhere, so there is no first reading to compare with.
    """
    placed = placed_comments(consultation_id, question_code)
    own = select(Placement.comment_id).where(Placement.actor_id == actor.id)
    rows = session().execute(
        select(placed.c.id, placed.c.theme_id, placed.c.language).where(
            placed.c.id.not_in(own), placed.c.standing != UNPLACED
        )
    )
    return {int(number): (theme_id, language) for number, theme_id, language in rows}


def _finish(actor: Actor, coding: SecondCoding) -> None:
    rows = session().scalars(select(CodedAgain).where(CodedAgain.coding_id == coding.id))
    pairs = [
        (row.first_theme_id or NONE, row.theme_id or NONE)
        for row in rows.all()
        if row.choice != "unclear"
    ]
    coding.finished_at = now()
    coding.figures = asdict(measure_agreement(pairs, seed=coding.seed)) if pairs else None
    details = {"comments": _count(coding.id, is_coded=True), "unclear": _unclear(coding.id)}
    record(actor, "coding.finish", ("second_coding", coding.id), details=details)


def _codings(consultation_id: int, question_code: str) -> Select[SecondCoding]:
    return (
        select(SecondCoding)
        .where(
            SecondCoding.consultation_id == consultation_id,
            SecondCoding.question_code == question_code,
        )
        .order_by(SecondCoding.id.desc())
    )


def _get(coding_id: int) -> SecondCoding:
    row = session().get(SecondCoding, coding_id)
    if row is None:
        raise NotFound(message("coding", "There is no such sample."))
    return row


def _count(coding_id: int, *, is_coded: bool) -> int:
    wanted = CodedAgain.choice.is_not(None) if is_coded else CodedAgain.choice.is_(None)
    query = select(func.count()).where(CodedAgain.coding_id == coding_id, wanted)
    return session().scalar(query) or 0


def _unclear(coding_id: int) -> int:
    query = select(func.count()).where(
        CodedAgain.coding_id == coding_id, CodedAgain.choice == "unclear"
    )
    return session().scalar(query) or 0


def _summary(row: SecondCoding) -> CodingSummary:
    coded = _count(row.id, is_coded=True)
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
        size=coded + _count(row.id, is_coded=False),
        unclear=_unclear(row.id) if row.finished_at else 0,
        agreement=_agreement(row.figures) if row.figures else None,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def _agreement(figures: Mapping[str, Any]) -> Agreement:
    by_label = {int(label): _kappa(each) for label, each in figures["by_label"].items()}
    return Agreement(_kappa(figures["overall"]), by_label)


def _kappa(figures: Mapping[str, Any]) -> Kappa:
    interval = figures["interval"]
    return Kappa(**{**figures, "interval": Interval(*interval) if interval else None})
