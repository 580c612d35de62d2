"""A second person codes a sample blind; then agreement is measured and differences are settled."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select

from engage.audit import record
from engage.engines.statistics import (
    draw_random,
    draw_stratified,
    measure_agreement,
    measure_alpha,
    sample_size,
)
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, message
from engage.responses import get_comment
from engage.themes.coding.models import CodedAgain, SecondCoding
from engage.themes.coding.queries import (
    coding_row,
    codings,
    count_coded,
    count_unclear,
    is_difference,
    readings_of,
)
from engage.themes.models import Placement, Theme
from engage.themes.placed import UNPLACED, assigned_comments
from engage.themes.queries import list_themes
from engage.themes.review.acting import acting
from engage.themes.review.assigning import place_in
from engage.themes.review.settling import settle_responses

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
        strata = {number: one.stratum for number, one in standing.items()}
        drawn = draws[strategy](strata, sample_size(len(standing)), seed)
        current.add_all(
            _to_code(row.id, position, comment_id, standing[comment_id].themes)
            for position, comment_id in enumerate(drawn, start=1)
        )
        details = {"strategy": strategy, "seed": seed, "comments": len(drawn)}
        record(actor, "coding.start", ("second_coding", row.id), details=details)
        return row.id


def _to_code(coding_id: int, position: int, comment_id: int, themes: Sequence[int]) -> CodedAgain:
    first, *further = themes or (None,)
    return CodedAgain(
        coding_id=coding_id,
        position=position,
        comment_id=comment_id,
        first_theme_id=first,
        first_further=further,
    )


def code_comment(actor: Actor, coding_id: int, position: int, choice: str | Sequence[int]) -> None:
    """Place a comment: in one theme or several by their numbers, or ``none`` or ``unclear``.

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
        themes = () if isinstance(choice, str) else tuple(dict.fromkeys(choice))
        is_offered = choice in ("none", "unclear") or bool(themes)
        if row is None or not is_offered or not set(themes) <= set(coding.theme_ids):
            text = message("coding", "Choose a theme, that there is none, or that it is unclear.")
            raise InvalidInput(text, {"choice": text})
        row.theme_id, row.further = (themes[0], list(themes[1:])) if themes else (None, [])
        row.choice = choice if isinstance(choice, str) else "theme"
        row.coded_at = now()
        current.flush()
        if count_coded(coding_id, is_coded=False) == 0:
            _finish(actor, coding)


def settle_difference(actor: Actor, coding_id: int, position: int, settled_as: str) -> None:
    """Say which of two people was right, or both: the comment is placed so; one act, can be undone.

    Raises ``NotFound`` for what is no difference or can't be settled so, ``Conflict`` where it is.
    """
    coding = coding_row(coding_id)
    row = session().get(CodedAgain, (coding_id, position))
    if coding.finished_at is None or row is None or not is_difference(row):
        raise NotFound(message("coding", "There is nothing to settle."))
    first, second = readings_of(row)
    right = {"first": first, "second": second}
    if first and second:
        right["both"] = tuple(dict.fromkeys((*first, *second)))
    if settled_as not in right:
        raise NotFound(message("coding", "There is nothing to settle."))
    if row.settled_as is not None:
        raise Conflict(message("coding", "Somebody has settled this already."))
    themes = right[settled_as]
    theme = session().get(Theme, themes[0]) if themes else None
    about = theme or Theme(
        consultation_id=coding.consultation_id, question_code=coding.question_code
    )
    with acting(actor, "settle", about) as act:
        act.change(row, settled_as=settled_as, settled_by=actor.name, settled_at=now())
        place_in(act, row.comment_id, themes)
        response_id = get_comment(row.comment_id).response_id
        settle_responses(actor, coding.consultation_id, [response_id])


@dataclass(frozen=True)
class _Standing:
    """The themes of a comment, the first one first, and its language."""

    themes: tuple[int, ...]
    language: str

    @property
    def stratum(self) -> tuple[int | None, str]:
        return (self.themes[0] if self.themes else None, self.language)


def _standing(actor: Actor, consultation_id: int, question_code: str) -> dict[int, _Standing]:
    """Where all comments stand that stand somewhere, but for those that this person placed.

    What nobody has placed yet stands nowhere, so there is no first reading to compare with.
    """
    assigned = assigned_comments(consultation_id, question_code)
    own = select(Placement.comment_id).where(Placement.actor_id == actor.id)
    rows = session().execute(
        select(assigned.c.id, assigned.c.theme_id, assigned.c.language)
        .where(assigned.c.id.not_in(own), assigned.c.standing != UNPLACED)
        .order_by(assigned.c.is_further, assigned.c.theme_id)
    )
    found: dict[int, _Standing] = {}
    for number, theme_id, language in rows:
        known = found.get(number, _Standing((), language)).themes
        themes = known if theme_id is None else (*known, theme_id)
        found[number] = _Standing(themes, language)
    return found


def _finish(actor: Actor, coding: SecondCoding) -> None:
    rows = session().scalars(select(CodedAgain).where(CodedAgain.coding_id == coding.id))
    readings = [_labels(row) for row in rows.all() if row.choice != "unclear"]
    coding.finished_at = now()
    if readings:
        found = measure_agreement(readings, seed=coding.seed)
        alpha = measure_alpha(readings, seed=coding.seed)
        coding.figures = asdict(found) | {"alpha": asdict(alpha)}
    details = {
        "comments": count_coded(coding.id, is_coded=True),
        "unclear": count_unclear(coding.id),
    }
    record(actor, "coding.finish", ("second_coding", coding.id), details=details)


def _labels(row: CodedAgain) -> tuple[frozenset[int], frozenset[int]]:
    """What both people said, where no theme is a label, too."""
    first, second = readings_of(row)
    return frozenset(first or (NONE,)), frozenset(second or (NONE,))
