"""What would change if the machine read the comments again, people's decisions held fixed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engage.kernel.jobs import JobContext
from engage.responses import StoredComment
from engage.themes.proposals.parts import Part, Proposed
from engage.themes.runs.anchors import asked_texts, survey_anchors
from engage.themes.runs.holding import HeldComments
from engage.themes.runs.joining import NOWHERE, join
from engage.themes.runs.storing import plain_figures

if TYPE_CHECKING:
    from engage.engines.clustering import ThemeFinder

FOLDS = 4
SURER = 2  # times as sure of the other theme as of its own
SAME = 0.5  # of the comments of two groups together: then a draft has been found again
FEWEST_TO_FIND = 6

Moves = dict[int, tuple[int, float, list[list[int]]]]  # comment to theme, score and marks


@dataclass(frozen=True)
class Standing:
    """All that a run over a codebook starts from."""

    comments: HeldComments
    where: Mapping[int, int]
    locked: frozenset[int]
    kept: frozenset[int]
    drafts: frozenset[int]


def find_changes(
    context: JobContext,
    question: tuple[int, str],
    standing: Standing,
    arguments: dict[str, Any],
    folder: Path,
) -> tuple[list[Part], dict[str, Any]]:
    """What the comments that no person placed would do; ``folder`` holds files of the job."""
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import ThemeFinder, usable_processes

    context.report(0.05, "join")
    moves = _moves(standing, folder)
    held = {number for number, theme in standing.where.items() if theme in standing.kept}
    free = standing.comments.without(standing.locked | moves.keys() | held)
    context.report(0.3, "find")
    finder = ThemeFinder(
        n_themes=arguments["n_themes"],
        random_state=int(arguments["seed"]),
        anchors=survey_anchors(question[0]),
        asked=asked_texts(*question),
        processes=usable_processes(),
    )
    if len(free) >= FEWEST_TO_FIND:
        finder.fit(
            free.texts(),
            free.languages(),
            progress=lambda fraction, step: context.report(0.3 + 0.65 * fraction, step),
        )
        new, again = _found(finder, free, standing)
        moves |= again
        figures = plain_figures(finder.figures_)
    else:
        new, figures = [], {}
    parts = [*new, *_moving(moves, standing)]
    lost = _lost(standing, new, moves)
    parts += [_dissolving(theme_id, standing) for theme_id in sorted(standing.drafts & lost)]
    return parts, figures


def _moves(standing: Standing, folder: Path) -> Moves:
    """Comments that fit another kept theme better, judged by a machine that had not read them.

    The comments the machine placed in kept themes are judged in folds, each by what the other folds
    and the people's placements say; the rest by all of them. A comment moves where the machine is
    twice as sure of the other theme as of its own.
    """
    known = {
        number: theme
        for number, theme in standing.where.items()
        if theme in standing.kept or (theme == NOWHERE and number in standing.locked)
    }
    unlocked = standing.comments.without(standing.locked)
    judged = [comment.id for comment in unlocked.only(known)]
    found: Moves = {}
    for fold in range(FOLDS):
        hidden = frozenset(judged[fold::FOLDS])
        taught = {number: theme for number, theme in known.items() if number not in hidden}
        found |= _read(standing, taught, unlocked.only(hidden), folder / f"fold{fold}")
    return found | _read(standing, known, unlocked.without(known), folder / "rest")


def _read(standing: Standing, taught: Mapping[int, int], asked: HeldComments, path: Path) -> Moves:
    """Which of the comments asked about would move."""
    joined = join(standing.comments, taught, asked, path, standing.kept)
    found: Moves = {}
    for number, theme, score, leaning, marks in joined.rows:
        before = standing.where.get(number, NOWHERE)
        leanings = {int(other): chance for other, chance in leaning}
        is_surer = score >= SURER * leanings.get(before, 0.0)
        if theme is not None and theme != before and is_surer:
            found[number] = (theme, score, marks)
    return found


def _found(
    finder: "ThemeFinder", free: HeldComments, standing: Standing
) -> tuple[list[Part], Moves]:
    """New themes, and comments that join a draft that was found again."""
    groups: dict[int, list[Proposed]] = {}
    for place, comment in enumerate(free):
        label = int(finder.labels_[place])
        if label >= 0:
            own = _member(finder, comment, place, label, standing)
            groups.setdefault(label, []).append(own)
    drafts = _members(standing, standing.drafts)
    again = _matched({label: {own[0] for own in found} for label, found in groups.items()}, drafts)
    new, moves = [], {}
    for theme in finder.themes_:
        number = int(theme.number)
        members = groups.get(number, [])
        if number in again:
            draft = again[number]
            for comment_id, score, before, marks in members:
                if before != draft:
                    moves[comment_id] = (draft, float(score or 0), marks or [])
        elif members:
            name = theme.label or " · ".join(theme.keywords[:2])
            words = dict.fromkeys(theme.languages[:1], name)
            new.append(
                Part(
                    "new",
                    None,
                    words,
                    tuple(theme.keywords),
                    float(theme.stability),
                    tuple(members),
                    fell_apart=theme.fell_apart,
                )
            )
    return new, moves


def _member(
    finder: "ThemeFinder", comment: StoredComment, at: int, number: int, standing: Standing
) -> Proposed:
    score = round(float(finder.scores_[at]), 3)
    return comment.id, score, standing.where.get(comment.id), _marks(finder, comment, number)


def _marks(finder: "ThemeFinder", comment: StoredComment, number: int) -> list[list[int]]:
    spans = finder.marked_words(comment.text, number, comment.language)
    return [[int(start), int(end)] for start, end in spans]


def _matched(found: Mapping[int, set[int]], drafts: Mapping[int, set[int]]) -> dict[int, int]:
    """Each found group to the draft that it is again; the best pairs first, each draft once."""
    pairs = sorted(
        (
            (-len(members & own) / len(members | own), label, draft)
            for label, members in found.items()
            for draft, own in drafts.items()
            if members & own
        ),
    )
    matched: dict[int, int] = {}
    for alike, label, draft in pairs:
        if -alike >= SAME and label not in matched and draft not in matched.values():
            matched[label] = draft
    return matched


def _members(standing: Standing, themes: frozenset[int]) -> dict[int, set[int]]:
    members: dict[int, set[int]] = {theme: set() for theme in themes}
    for number, theme in standing.where.items():
        if theme in members:
            members[theme].add(number)
    return members


def _lost(
    standing: Standing,
    new: list[Part],
    moves: Moves,
) -> set[int]:
    """Drafts most of whose comments would stand elsewhere."""
    leaving = {number for part in new for number, *_rest in part.comments} | set(moves)
    return {
        theme
        for theme, members in _members(standing, standing.drafts).items()
        if len(members & leaving) > len(members) / 2 or not members
    }


def _moving(moves: Moves, standing: Standing) -> list[Part]:
    targets: dict[int, list[Proposed]] = {}
    for number, (theme, score, marks) in sorted(moves.items()):
        before = standing.where.get(number)
        targets.setdefault(theme, []).append((number, round(score, 3), before, marks))
    return [
        Part("move", theme, comments=tuple(sorted(found, key=lambda one: (-(one[1] or 0), one[0]))))
        for theme, found in sorted(targets.items())
    ]


def _dissolving(theme_id: int, standing: Standing) -> Part:
    members = sorted(_members(standing, frozenset({theme_id}))[theme_id])
    return Part("dissolve", theme_id, comments=tuple((n, 0.0, theme_id, []) for n in members))
