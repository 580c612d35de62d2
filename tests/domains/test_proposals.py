"""A run over a codebook: it proposes, people decide, what they decided before never moves."""

import pytest
from flask import Flask

from engage.app import JOBS
from engage.kernel.actors import SYSTEM
from engage.kernel.db import transaction
from engage.kernel.errors import Conflict, Forbidden, InvalidInput
from engage.kernel.jobs import run_next
from engage.surveys import PublishedVersion
from engage.themes import (
    CommentFilter,
    ThemeSummary,
    approve_theme,
    get_theme,
    get_totals,
    list_comments,
    list_themes,
    rename_theme,
    start_run,
)
from engage.themes.placed import current_run_id
from engage.themes.proposals.deciding import (
    ShownProposal,
    accept_parts,
    find_proposal,
    reject_parts,
)
from engage.themes.proposals.models import Proposal, ProposedPart
from engage.themes.proposals.parts import Part
from engage.themes.proposals.proposing import has_decisions, start_proposal
from engage.themes.review.acting import last_act, undo
from engage.themes.review.acts import move_comments
from engage.themes.review.nesting import parents_of
from tests.factories import make_actor, make_consultation, make_response, publish_sample_survey
from tests.factories.themes import make_themes

Q = "q_change"
POOL = "Open the swimming pool on lane {n} earlier and lower the price of the swimming pool card."


@pytest.fixture
def version(app: Flask) -> PublishedVersion:
    return publish_sample_survey(make_consultation().id)


@pytest.fixture
def approved(version: PublishedVersion) -> tuple[ThemeSummary, ...]:
    """Three themes of the machine that people named and approved."""
    for theme in make_themes(version, each=16):
        rename_theme(SYSTEM, theme.id, theme.version, {"en": f"Named {theme.id}"}, {})
        approve_theme(SYSTEM, theme.id, get_theme(theme.id).version)
    return list_themes(version.consultation_id, Q)


def _propose(version: PublishedVersion, kind: str = "change") -> ShownProposal:
    start_proposal(SYSTEM, (version.consultation_id, Q), kind)
    while run_next(JOBS):
        pass
    found = find_proposal(version.consultation_id, Q, kind)
    assert found is not None
    return found


def _state(version: PublishedVersion) -> dict[int, tuple[str, int, str]]:
    themes = list_themes(version.consultation_id, Q)
    return {theme.id: (theme.label["en"], theme.size, theme.state) for theme in themes}


def _swim(version: PublishedVersion, times: int) -> None:
    for number in range(times):
        make_response(version, q_change=POOL.format(n=number))


def test_new_comments_become_a_proposed_theme_and_nothing_changes_before_a_yes(
    version: PublishedVersion, approved: tuple[ThemeSummary, ...]
) -> None:
    _swim(version, 14)
    before = _state(version)
    found = _propose(version)
    assert _state(version) == before
    new = [part for part in found.parts if part.kind == "new"]
    swimming = next(part for part in new if "swimming" in " ".join(part.keywords))
    assert swimming.size >= 10
    assert accept_parts(SYSTEM, found.id, [swimming.id]) == swimming.movable
    after = _state(version)
    assert before.keys() < after.keys()
    (made,) = set(after) - set(before)
    assert after[made][1:] == (swimming.movable, "draft")
    assert {number: after[number] for number in before} == before
    totals = get_totals(version.consultation_id, Q)
    assert totals.comments == totals.in_themes + totals.no_theme + totals.unplaced
    done = last_act(version.consultation_id, Q)
    assert done is not None
    undo(SYSTEM, done.id)
    assert _state(version) == before
    again = find_proposal(version.consultation_id, Q, "change")
    assert again is not None
    assert {part.state for part in again.parts} == {"open"}


def test_what_a_person_placed_is_never_among_what_would_move(
    version: PublishedVersion, approved: tuple[ThemeSummary, ...]
) -> None:
    first, second = approved[0], approved[1]
    page = list_comments(version.consultation_id, Q, CommentFilter(theme_id=first.id))
    misplaced = [comment.id for comment in page.comments][:3]
    move_comments(SYSTEM, misplaced, second.id, (version.consultation_id, Q))
    _swim(version, 14)
    found = _propose(version)
    accept_parts(SYSTEM, found.id, [part.id for part in found.parts])
    standing = list_comments(version.consultation_id, Q, CommentFilter(theme_id=second.id, page=1))
    assert set(misplaced) <= {comment.id for comment in standing.comments} | _all(second.id)
    assert {theme.id for theme in approved} <= set(_state(version))


def _all(theme_id: int) -> set[int]:
    theme = get_theme(theme_id)
    found: set[int] = set()
    for page in range(1, 5):
        chosen = CommentFilter(theme_id=theme_id, page=page)
        found |= {c.id for c in list_comments(theme.consultation_id, Q, chosen).comments}
    return found


def test_a_comment_placed_after_the_proposal_stays_where_the_person_put_it(
    version: PublishedVersion, approved: tuple[ThemeSummary, ...]
) -> None:
    _swim(version, 14)
    found = _propose(version)
    part = next(part for part in found.parts if part.kind == "new")
    page = list_comments(
        version.consultation_id, Q, CommentFilter(standing="unplaced", words="swimming pool")
    )
    held = page.comments[0].id
    move_comments(SYSTEM, [held], approved[0].id, (version.consultation_id, Q))
    moved = accept_parts(SYSTEM, found.id, [part.id])
    assert moved == part.movable - 1
    assert held in _all(approved[0].id)


def test_a_rejected_part_changes_nothing_and_is_not_decided_twice(
    version: PublishedVersion, approved: tuple[ThemeSummary, ...]
) -> None:
    _swim(version, 14)
    found, before = _propose(version), _state(version)
    part = found.parts[0]
    lead = make_actor()
    assert reject_parts(lead, found.id, [part.id]) == 1
    assert _state(version) == before
    with pytest.raises(Conflict):
        accept_parts(lead, found.id, [part.id])
    with pytest.raises(InvalidInput):
        accept_parts(lead, found.id, [])
    with pytest.raises(Forbidden):
        reject_parts(make_actor("analyst"), found.id, [found.parts[0].id])
    again = find_proposal(version.consultation_id, Q, "change")
    assert again is not None
    assert (again.parts[0].state, again.parts[0].decided_by) == ("rejected", lead.name)


def test_a_draft_that_falls_apart_dissolves_only_with_a_yes(version: PublishedVersion) -> None:
    themes = make_themes(version, each=16)
    kept, lost = themes[0], themes[1]
    rename_theme(SYSTEM, kept.id, kept.version, {"en": "Kept"}, {})
    assert has_decisions(version.consultation_id, Q)
    page = list_comments(version.consultation_id, Q, CommentFilter(theme_id=lost.id))
    # most of the draft's comments are taken elsewhere by a person
    chosen = [comment.id for comment in page.comments]
    move_comments(SYSTEM, chosen, kept.id, (version.consultation_id, Q))
    found = _propose(version)
    gone = [part for part in found.parts if part.kind == "dissolve"]
    assert lost.id in {part.theme_id for part in gone}
    part = next(part for part in gone if part.theme_id == lost.id)
    accept_parts(SYSTEM, found.id, [part.id])
    assert lost.id not in _state(version)
    assert kept.id in _state(version)


def test_a_proposal_is_stale_once_themes_were_found_anew(
    version: PublishedVersion, approved: tuple[ThemeSummary, ...]
) -> None:
    _swim(version, 14)
    found = _propose(version)
    start_run(SYSTEM, version.consultation_id, Q, n_themes=2)
    while run_next(JOBS):
        pass
    again = find_proposal(version.consultation_id, Q, "change")
    assert again is not None
    assert again.is_stale
    with pytest.raises(Conflict, match="anew"):
        accept_parts(SYSTEM, found.id, [found.parts[0].id])


def test_the_same_comments_and_seed_propose_the_same(
    version: PublishedVersion, approved: tuple[ThemeSummary, ...]
) -> None:
    _swim(version, 14)
    one, other = _propose(version), _propose(version)
    assert one.id != other.id
    assert [(p.kind, p.keywords, p.size) for p in one.parts] == [
        (p.kind, p.keywords, p.size) for p in other.parts
    ]


def test_nothing_is_proposed_before_there_is_anything_to_start_from(
    version: PublishedVersion,
) -> None:
    make_response(version)
    with pytest.raises(Conflict):
        start_proposal(SYSTEM, (version.consultation_id, Q))
    assert find_proposal(version.consultation_id, Q, "change") is None
    assert not has_decisions(version.consultation_id, Q)


def test_a_search_for_a_tree_changes_nothing(
    version: PublishedVersion, approved: tuple[ThemeSummary, ...]
) -> None:
    before = _state(version)
    found = _propose(version, "tree")
    assert {part.kind for part in found.parts} <= {"family", "part"}
    assert _state(version) == before
    assert parents_of(version.consultation_id, Q) == {}


def test_a_family_and_a_part_of_a_theme_are_accepted_and_undone(
    version: PublishedVersion, approved: tuple[ThemeSummary, ...]
) -> None:
    one, other, third = approved
    own = sorted(_all(third.id))[:6]
    with transaction() as current:
        row = Proposal(
            consultation_id=version.consultation_id,
            question_code=Q,
            kind="tree",
            base_run_id=current_run_id(version.consultation_id, Q),
            parameters={"n_themes": None, "seed": 0},
            engine_version="0",
            input_digest="",
            comment_count=0,
            figures={},
        )
        current.add(row)
        current.flush()
        family = Part("family", label={"en": "Both"}, theme_ids=(one.id, other.id))
        comments = tuple((number, None, third.id, None) for number in own)
        part = Part("part", third.id, {"en": "Some"}, comments=comments)
        for each in (family, part):
            current.add(ProposedPart(proposal_id=row.id, **each.as_columns()))
    found = find_proposal(version.consultation_id, Q, "tree")
    assert found is not None
    before = _state(version)
    assert accept_parts(SYSTEM, found.id, [each.id for each in found.parts]) == 6
    names = {theme.label["en"]: theme.id for theme in list_themes(version.consultation_id, Q)}
    assert parents_of(version.consultation_id, Q) == {
        one.id: names["Both"],
        other.id: names["Both"],
        names["Some"]: third.id,
    }
    assert (_all(names["Some"]), get_theme(third.id).size) == (set(own), third.size - 6)
    done = last_act(version.consultation_id, Q)
    assert done is not None
    undo(SYSTEM, done.id)
    assert _state(version) == before
    assert parents_of(version.consultation_id, Q) == {}
