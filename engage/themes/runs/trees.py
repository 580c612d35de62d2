"""A tree that the machine proposes: families of themes that are alike, parts within a theme."""

from collections.abc import Iterator, Mapping, Sequence
from sys import intern
from typing import TYPE_CHECKING

from engage.kernel.jobs import JobContext
from engage.themes.proposals.parts import Part
from engage.themes.runs.holding import HeldComments
from engage.themes.runs.joining import NOWHERE

if TYPE_CHECKING:
    from engage.engines.clustering import Branch


def propose_tree(
    context: JobContext,
    comments: HeldComments,
    where: Mapping[int, int],
    parents: Mapping[int, int],
    seed: int,
) -> list[Part]:
    """Families of two themes or more that stand under none yet, and parts of themes."""
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import nest_themes

    members = [(comment.id, intern(comment.language)) for comment in comments]
    roots = nest_themes(
        comments.texts(),
        [language for _, language in members],
        [where.get(number, NOWHERE) for number, _ in members],
        seed=seed,
        progress=lambda share: context.report(0.05 + 0.9 * share, "tree"),
    )
    found = []
    for branch in _all(roots):
        if branch.kind == "family":
            own = [one.theme for one in branch.branches if one.kind == "theme"]
            free = tuple(theme for theme in own if theme is not None and theme not in parents)
            if len(free) > 1:
                found.append(_part(branch, members, None, free))
        elif branch.kind == "part":
            found.append(_part(branch, members, branch.theme, ()))
    return found


def _part(
    branch: "Branch",
    comments: Sequence[tuple[int, str]],
    theme_id: int | None,
    theme_ids: tuple[int, ...],
) -> Part:
    members = [comments[place] for place in branch.places]
    spoken = [language for _, language in members]
    language = max(sorted(set(spoken)), key=spoken.count)
    return Part(
        branch.kind,
        theme_id,
        {language: branch.label or " · ".join(branch.keywords[:2])},
        tuple(branch.keywords),
        float(branch.support),
        () if theme_ids else tuple((number, None, theme_id, None) for number, _ in members),
        theme_ids,
    )


def _all(branches: Sequence["Branch"]) -> Iterator["Branch"]:
    for branch in branches:
        yield branch
        yield from _all(branch.branches)
