"""Saying which side comments take in a theme, and letting the public read how many: acts."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.themes.assignment_models import ReleasedStance, ThemeStance
from engage.themes.models import Theme
from engage.themes.review.acting import Act, acting
from engage.themes.review.assigning import confirm, standings
from engage.themes.review.settling import settle_responses
from engage.themes.stances.sides import STANCES


def set_stance(actor: Actor, theme_id: int, comment_ids: Iterable[int], stance: str) -> int:
    """Say which side comments take in a theme, one act; gives how many changed.

    An empty ``stance`` takes back what was said. Whoever says it has read the comment there: its
    first theme is then a person's. Raises ``InvalidInput`` for no comments or another stance,
    ``Conflict`` where a comment has left the theme.
    """
    if stance and stance not in STANCES:
        text = message("themes", "Choose for, against, mixed or unclear.")
        raise InvalidInput(text, {"stance": text})
    chosen = dict.fromkeys(comment_ids, stance)
    return _set(actor, theme_id, chosen, "set_stance" if stance else "clear_stance", False)


def accept_suggestions(actor: Actor, theme_id: int, suggested: Mapping[int, str]) -> int:
    """Take over what the machine suggested for comments that a person has read; gives how many.

    The stances are those that the person saw, not what the machine would say by now.
    """
    if any(stance not in STANCES for stance in suggested.values()):
        text = message("themes", "Choose for, against, mixed or unclear.")
        raise InvalidInput(text, {"stance": text})
    return _set(actor, theme_id, suggested, "accept_stance", True)


def release_stance(actor: Actor, theme_id: int) -> None:
    """Let the public read how many are for and against; small numbers stay masked there.

    Raises ``NotFound``.
    """
    theme = _theme(theme_id)
    if session().get(ReleasedStance, theme_id) is not None:
        return
    with acting(actor, "release_stance", theme, permission=Permission.APPROVE_THEMES) as act:
        act.add(ReleasedStance(theme_id=theme_id, actor_id=actor.id))


def withhold_stance(actor: Actor, theme_id: int) -> None:
    """Take the numbers for and against back from the public; raises ``NotFound``."""
    theme, row = _theme(theme_id), session().get(ReleasedStance, theme_id)
    if row is None:
        return
    with acting(actor, "withhold_stance", theme, permission=Permission.APPROVE_THEMES) as act:
        act.remove(row)


def is_stance_released(theme_id: int) -> bool:
    """Whether the public may read how many are for and against."""
    return session().get(ReleasedStance, theme_id) is not None


def list_released_stances(consultation_id: int) -> frozenset[int]:
    """The themes of which the public may read how many are for and against."""
    query = select(ReleasedStance.theme_id).join(Theme, Theme.id == ReleasedStance.theme_id)
    return frozenset(session().scalars(query.where(Theme.consultation_id == consultation_id)))


def _set(
    actor: Actor, theme_id: int, wanted: Mapping[int, str], name: str, was_suggested: bool
) -> int:
    if not wanted:
        text = message("themes", "Choose at least one comment.")
        raise InvalidInput(text, {"comment_ids": text})
    theme = _theme(theme_id)
    found = standings((theme.consultation_id, theme.question_code), wanted)
    if any(theme_id not in standing.themes for standing in found.values()):
        raise Conflict(message("themes", "Some of these comments are not in this theme any more."))
    query = select(ThemeStance).where(ThemeStance.theme_id == theme_id)
    known = {row.comment_id: row for row in session().scalars(query) if row.comment_id in wanted}
    new = {
        number: stance
        for number, stance in wanted.items()
        if stance != (known[number].stance if number in known else "")
    }
    if not new:
        return 0
    with acting(actor, name, theme) as act:
        for number, stance in sorted(new.items()):
            if stance:
                confirm(act, number, found[number])
            _say(act, known.get(number), (number, theme_id), stance, was_suggested)
        responses = [found[number].response_id for number in new]
        settle_responses(actor, theme.consultation_id, responses)
    return len(new)


def _say(
    act: Act, row: ThemeStance | None, key: tuple[int, int], stance: str, was_suggested: bool
) -> None:
    if row is None:
        act.add(
            ThemeStance(
                comment_id=key[0],
                theme_id=key[1],
                stance=stance,
                was_suggested=was_suggested,
                actor_id=act.actor.id,
            )
        )
    elif stance:
        act.change(row, stance=stance, was_suggested=was_suggested, actor_id=act.actor.id)
    else:
        act.remove(row)


def _theme(theme_id: int) -> Theme:
    theme = session().get(Theme, theme_id, populate_existing=True)
    if theme is None:
        raise NotFound(message("themes", "There is no such theme."))
    return theme
