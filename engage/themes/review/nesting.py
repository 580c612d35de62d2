"""Themes under themes: a tree in which a comment counts once however often it stands in it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engage.kernel.actors import Actor
from engage.kernel.db import session
from engage.kernel.errors import Conflict, message
from engage.themes.models import Theme
from engage.themes.placed import assigned_comments
from engage.themes.queries import ThemeSummary
from engage.themes.review.acting import acting
from engage.themes.review.acts import open_theme
from engage.themes.stances.sides import MIXED, StanceCounts, stance_counts
from engage.themes.workbench_models import ThemeNesting

DEEPEST = 3  # a theme, its sub-themes and theirs


@dataclass(frozen=True)
class Branch:
    """A theme in the tree: how deep it stands, and the comments of it and all under it.

    A comment that takes different sides in themes of one branch is ``mixed`` in ``stances``, which
    add up to ``total``.
    """

    theme: ThemeSummary
    depth: int
    total: int
    has_children: bool
    stances: StanceCounts


def parents_of(consultation_id: int, question_code: str) -> dict[int, int]:
    """Theme to the theme it stands under, for those that do; merged ones stand for their target."""
    rows = (
        session()
        .execute(
            select(Theme.id, Theme.merged_into_id, Theme.state, ThemeNesting.parent_id)
            .outerjoin(ThemeNesting, ThemeNesting.theme_id == Theme.id)
            .where(Theme.consultation_id == consultation_id, Theme.question_code == question_code)
        )
        .all()
    )
    meant = {row.id: row.merged_into_id or row.id for row in rows}
    standing = {row.id for row in rows if row.state != "archived" and not row.merged_into_id}
    found: dict[int, int] = {}
    for row in rows:
        parent = meant.get(row.parent_id)
        if parent is None or row.id not in standing or parent not in standing:
            continue
        if row.id != parent and row.id not in _above(parent, found):
            found[row.id] = parent
    return found


def grow_tree(
    consultation_id: int, question_code: str, themes: Sequence[ThemeSummary]
) -> tuple[Branch, ...]:
    """The themes as a tree, read from the top: siblings by all their comments, most first."""
    parents = parents_of(consultation_id, question_code)
    known = {theme.id: theme for theme in themes}
    parents = {child: parent for child, parent in parents.items() if child in known}
    totals = _totals(consultation_id, question_code, known, parents) if parents else {}
    children: dict[int | None, list[int]] = {}
    for theme in themes:
        children.setdefault(parents.get(theme.id), []).append(theme.id)

    def total(number: int) -> tuple[int, StanceCounts]:
        return totals.get(number, (known[number].size, known[number].stances))

    def below(parent: int | None, depth: int) -> Iterator[Branch]:
        for number in sorted(children.get(parent, ()), key=lambda one: (-total(one)[0], one)):
            size, stances = total(number)
            yield Branch(known[number], depth, size, number in children, stances)
            yield from below(number, depth + 1)

    return tuple(below(None, 0))


def count_together(consultation_id: int, question_code: str, theme_ids: Sequence[int]) -> int:
    """How many comments stand in any of these themes, each once."""
    assigned = assigned_comments(consultation_id, question_code)
    rows = session().scalars(
        select(assigned.c.id).where(assigned.c.theme_id.in_(theme_ids)).distinct()
    )
    return len(rows.all())


def with_all_below(theme_id: int, parents: Mapping[int, int]) -> tuple[int, ...]:
    """A theme and all that stand under it."""
    below = [child for child in parents if theme_id in _above(child, parents)]
    return (theme_id, *sorted(below))


def nest_theme(
    actor: Actor, theme_id: int, version: int, parent_id: int | None, reason: str = ""
) -> None:
    """Put a theme, with all under it, under another; None puts it at the top again.

    Raises ``Conflict`` where that makes a circle or more than ``DEEPEST`` levels, or where somebody
    changed the theme since.
    """
    theme = open_theme(theme_id, version)
    parents = parents_of(theme.consultation_id, theme.question_code)
    if parent_id is not None:
        _refuse_wrong_place(theme, open_theme(parent_id), parents)
    known = session().get(ThemeNesting, theme_id, populate_existing=True)
    if (known.parent_id if known else None) == parent_id:
        raise Conflict(message("themes", "The theme stands there already."))
    with acting(actor, "nest" if parent_id else "unnest", theme, reason=reason) as act:
        if known is None and parent_id is not None:
            act.add(ThemeNesting(theme_id=theme_id, parent_id=parent_id, actor_id=actor.id))
        elif known is not None and parent_id is None:
            act.remove(known)
        elif known is not None:
            act.change(known, parent_id=parent_id, actor_id=actor.id)
        act.change(theme)


def may_stand_under(theme_id: int, parents: Mapping[int, int], candidate: int) -> bool:
    """Whether a theme may be put under another: no circle, and not too deep."""
    below = with_all_below(theme_id, parents)
    height = max(len(_above(one, parents)) for one in below) - len(_above(theme_id, parents))
    return candidate not in below and len(_above(candidate, parents)) + 1 + height < DEEPEST


def _refuse_wrong_place(theme: Theme, parent: Theme, parents: Mapping[int, int]) -> None:
    if (theme.consultation_id, theme.question_code) != (
        parent.consultation_id,
        parent.question_code,
    ):
        raise Conflict(message("themes", "These themes belong to different questions."))
    if parent.state == "archived" or parent.merged_into_id is not None:
        raise Conflict(message("themes", "This theme has been merged or archived."))
    if not may_stand_under(theme.id, parents, parent.id):
        raise Conflict(
            message(
                "themes",
                "A theme can’t stand under itself or one of its own, and there are at most "
                "%(num)s levels.",
                num=DEEPEST,
            )
        )


def _above(theme_id: int | None, parents: Mapping[int, int]) -> list[int]:
    """The themes over a theme, the nearest first."""
    found: list[int] = []
    while theme_id is not None and (theme_id := parents.get(theme_id)) and theme_id not in found:
        found.append(theme_id)
    return found


def _totals(
    consultation_id: int,
    question_code: str,
    known: Mapping[int, ThemeSummary],
    parents: Mapping[int, int],
) -> dict[int, tuple[int, StanceCounts]]:
    """For each theme with others under it: all their comments, each once, and their stances."""
    assigned = assigned_comments(consultation_id, question_code)
    wanted = set(parents) | set(parents.values())
    members: dict[int, dict[int, str | None]] = {number: {} for number in wanted}
    rows = session().execute(
        select(assigned.c.theme_id, assigned.c.id, assigned.c.stance).where(
            assigned.c.theme_id.in_(wanted)
        )
    )
    for theme_id, comment_id, stance in rows:
        members[theme_id][comment_id] = stance
    return {
        number: _once_each(members[one] for one in with_all_below(number, parents))
        for number in set(parents.values())
        if number in known
    }


def _once_each(themes: Iterable[Mapping[int, str | None]]) -> tuple[int, StanceCounts]:
    said: dict[int, set[str]] = {}
    for comments in themes:
        for comment_id, stance in comments.items():
            said.setdefault(comment_id, set()).update([stance] if stance else ())
    counts = Counter(
        MIXED if len(stances) > 1 else next(iter(stances), None) for stances in said.values()
    )
    return len(said), stance_counts(counts)
