"""A second person codes a sample blind; then agreement is measured and differences are settled."""

from dataclasses import asdict

from sqlalchemy import select

from engage.audit import record
from engage.engines.statistics import (
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
from engage.themes.coding_queries import (
    coding_row,
    codings,
    count_coded,
    count_unclear,
    is_difference,
)
from engage.themes.models import Placement, Theme
from engage.themes.placed import UNPLACED, placed_comments
from engage.themes.queries import list_themes
from engage.themes.settling import settle_responses

NONE = 0  # the label of comments without a theme


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
        for row in current.scalars(codings(consultation_id, question_code)):
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
        coding = coding_row(coding_id)
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
        if count_coded(coding_id, is_coded=False) == 0:
            _finish(actor, coding)


def settle_difference(actor: Actor, coding_id: int, position: int, settled_as: str) -> None:
    """Say which of two people was right: the comment is placed there; one act, can be undone."""
    coding = coding_row(coding_id)
    row = session().get(CodedAgain, (coding_id, position))
    if coding.finished_at is None or row is None or not is_difference(row):
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
    details = {
        "comments": count_coded(coding.id, is_coded=True),
        "unclear": count_unclear(coding.id),
    }
    record(actor, "coding.finish", ("second_coding", coding.id), details=details)
