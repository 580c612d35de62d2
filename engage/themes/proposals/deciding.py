"""What a run over the codebook proposes, as people read it, accept it and reject it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.kernel.languages import LocaleText
from engage.themes.models import Theme
from engage.themes.placed import current_run_id, placed_comments
from engage.themes.proposals.models import Proposal, ProposedPart
from engage.themes.review.acting import Act, acting
from engage.themes.review.moving import move_suggestions
from engage.themes.review.nesting import may_stand_under, parents_of
from engage.themes.review.settling import settle_responses
from engage.themes.workbench_models import ThemeNesting

QUOTES = 3
ORDER = ("new", "part", "family", "move", "dissolve")  # what stands before what goes


@dataclass(frozen=True)
class ShownPart:
    """A proposed change; ``movable`` comments still stand where they stood, by no person's hand."""

    id: int
    kind: str
    theme_id: int | None
    theme_ids: tuple[int, ...]
    label: LocaleText
    keywords: tuple[str, ...]
    stability: float | None
    fell_apart: int | None
    size: int
    movable: int
    sources: tuple[tuple[int | None, int], ...]
    quotes: tuple[tuple[str, str], ...]
    state: str
    decided_by: str


@dataclass(frozen=True)
class ShownProposal:
    """A proposal with its parts; ``is_stale`` once themes were found anew."""

    id: int
    consultation_id: int
    question_code: str
    kind: str
    parameters: Mapping[str, Any]
    figures: Mapping[str, Any]
    engine_version: str
    comment_count: int
    proposed_at: datetime
    is_stale: bool
    parts: tuple[ShownPart, ...]


def find_proposal(consultation_id: int, question_code: str, kind: str) -> ShownProposal | None:
    """The newest proposal of a kind for a question, with what it proposes."""
    row = session().scalar(
        select(Proposal)
        .where(
            Proposal.consultation_id == consultation_id,
            Proposal.question_code == question_code,
            Proposal.kind == kind,
            Proposal.state == "open",
        )
        .order_by(Proposal.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    parts = session().scalars(
        select(ProposedPart).where(ProposedPart.proposal_id == row.id).order_by(ProposedPart.id)
    )
    standing = _standing(consultation_id, question_code)
    shown = [_shown(part, standing) for part in parts]
    return ShownProposal(
        row.id,
        consultation_id,
        question_code,
        row.kind,
        row.parameters,
        row.figures,
        row.engine_version,
        row.comment_count,
        row.proposed_at,
        current_run_id(consultation_id, question_code) != row.base_run_id,
        tuple(sorted(shown, key=lambda one: (ORDER.index(one.kind), -one.size, one.id))),
    )


def get_question_of_proposal(proposal_id: int) -> tuple[int, str, str]:
    """Consultation, question and kind of a proposal; raises ``NotFound``."""
    row = _get(proposal_id)
    return row.consultation_id, row.question_code, row.kind


def accept_parts(actor: Actor, proposal_id: int, part_ids: Iterable[int]) -> int:
    """Do what these parts propose, as one act; gives how many comments moved.

    What a person has placed since stays where the person put it. Raises ``InvalidInput`` where no
    part was chosen, ``Conflict`` where one is decided already or no longer fits.
    """
    actor.require(Permission.APPROVE_THEMES)
    row, parts = _chosen(proposal_id, part_ids)
    question = (row.consultation_id, row.question_code)
    if current_run_id(*question) != row.base_run_id:
        raise Conflict(message("themes", "Themes were found anew since. Ask for a new proposal."))
    standing = _standing(*question)
    about = Theme(consultation_id=question[0], question_code=question[1])
    moved: set[int] = set()
    with acting(actor, "accept_part", about, permission=Permission.APPROVE_THEMES) as act:
        for part in parts:
            moved |= _accept(act, row, part, standing)
            act.change(part, state="accepted", decided_by=actor.name, decided_at=now())
        touched = {standing[n].response_id for part in parts for n, *_ in part.comments}
        settle_responses(actor, question[0], touched & {s.response_id for s in standing.values()})
    return len(moved)


def reject_parts(actor: Actor, proposal_id: int, part_ids: Iterable[int]) -> int:
    """Say no to these parts, as one act; gives how many. Everything stays as it is.

    Raises ``NotFound``, ``InvalidInput`` where none is chosen, ``Conflict`` where one was decided
    before.
    """
    actor.require(Permission.APPROVE_THEMES)
    row, parts = _chosen(proposal_id, part_ids)
    about = Theme(consultation_id=row.consultation_id, question_code=row.question_code)
    with acting(actor, "reject_part", about, permission=Permission.APPROVE_THEMES) as act:
        for part in parts:
            act.change(part, state="rejected", decided_by=actor.name, decided_at=now())
    return len(parts)


def _accept(act: Act, row: Proposal, part: ProposedPart, standing: Mapping[int, Any]) -> set[int]:
    """Do what one part proposes; gives the comments that moved."""
    if part.kind == "dissolve":
        act.change(_draft(part), state="archived")
        return set()
    if part.kind == "family":
        _make_family(act, row, part)
        return set()
    target = _standing_theme(part.theme_id) if part.kind == "move" else _make(act, row, part)
    if part.kind == "part":
        _nest(act, target.id, _standing_theme(part.theme_id))
    moved = [
        (number, score, marks)
        for number, score, before, marks in part.comments
        if _is_movable(standing.get(number), before)
    ]
    act.changes.append(move_suggestions(act.current, row.base_run_id, target.id, moved))
    return {number for number, _score, _marks in moved}


def _make(act: Act, row: Proposal, part: ProposedPart) -> Theme:
    theme = Theme(
        consultation_id=row.consultation_id,
        question_code=row.question_code,
        run_id=row.base_run_id,
        label=dict(part.label),
        suggested_label=next(iter(part.label.values()), ""),
        keywords=list(part.keywords),
        stability=part.stability if part.kind == "new" else None,
        fell_apart=part.fell_apart if part.kind == "new" else None,
        is_touched=True,
    )
    act.add(theme)
    return theme


def _make_family(act: Act, row: Proposal, part: ProposedPart) -> None:
    parents = parents_of(row.consultation_id, row.question_code)
    members = [_standing_theme(theme_id) for theme_id in part.theme_ids]
    over = _make(act, row, part)
    for theme in members:
        if theme.id in parents or not may_stand_under(theme.id, parents, over.id):
            raise Conflict(message("themes", "One of these themes stands under another by now."))
        act.add(ThemeNesting(theme_id=theme.id, parent_id=over.id, actor_id=act.actor.id))
        act.change(theme)


def _nest(act: Act, theme_id: int, parent: Theme) -> None:
    parents = parents_of(parent.consultation_id, parent.question_code)
    if not may_stand_under(theme_id, parents, parent.id):
        raise Conflict(message("themes", "There are too many levels already."))
    act.add(ThemeNesting(theme_id=theme_id, parent_id=parent.id, actor_id=act.actor.id))


def _standing_theme(theme_id: int | None) -> Theme:
    theme = session().get(Theme, theme_id, populate_existing=True)
    if theme is None or theme.state == "archived" or theme.merged_into_id is not None:
        raise Conflict(message("themes", "One of these themes is no longer there."))
    return theme


def _draft(part: ProposedPart) -> Theme:
    theme = _standing_theme(part.theme_id)
    if theme.state != "draft" or theme.is_touched:
        raise Conflict(message("themes", "Somebody has worked on this theme since, so it stays."))
    return theme


def _chosen(proposal_id: int, part_ids: Iterable[int]) -> tuple[Proposal, list[ProposedPart]]:
    row = _get(proposal_id)
    wanted = set(part_ids)
    if not wanted:
        text = message("themes", "Choose at least one of the changes.")
        raise InvalidInput(text, {"part": text})
    query = select(ProposedPart).where(
        ProposedPart.proposal_id == proposal_id, ProposedPart.id.in_(wanted)
    )
    parts = list(session().scalars(query.execution_options(populate_existing=True)))
    if len(parts) != len(wanted) or any(part.state != "open" for part in parts):
        raise Conflict(message("themes", "Somebody has decided this since you opened it."))
    return row, sorted(parts, key=lambda part: (ORDER.index(part.kind), part.id))


def _get(proposal_id: int) -> Proposal:
    row = session().get(Proposal, proposal_id, populate_existing=True)
    if row is None:
        raise NotFound(message("themes", "There is no such proposal."))
    return row


def _standing(consultation_id: int, question_code: str) -> dict[int, Any]:
    placed = placed_comments(consultation_id, question_code)
    columns = ("id", "response_id", "theme_id", "is_by_person", "text", "language")
    rows = session().execute(select(*(placed.c[name] for name in columns)))
    return {int(row.id): row for row in rows}


def _is_movable(row: Any, before: int | None) -> bool:
    return row is not None and not row.is_by_person and row.theme_id == before


def _shown(part: ProposedPart, standing: Mapping[int, Any]) -> ShownPart:
    there = [(standing[one[0]], one[2]) for one in part.comments if one[0] in standing]
    sources = Counter(before for _row, before in there)
    return ShownPart(
        part.id,
        part.kind,
        part.theme_id,
        tuple(part.theme_ids),
        part.label,
        tuple(part.keywords),
        part.stability,
        part.fell_apart,
        len(there),
        sum(_is_movable(row, before) for row, before in there),
        tuple(sorted(sources.items(), key=lambda item: (-item[1], item[0] or 0))),
        tuple((row.text, row.language) for row, _before in there[:QUOTES]),
        part.state,
        part.decided_by,
    )
