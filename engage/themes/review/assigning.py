"""Comments in several themes: adding one, taking a comment out of one, what goes along."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from engage.kernel.actors import Actor
from engage.kernel.db import session
from engage.kernel.errors import Conflict, InvalidInput, message
from engage.themes.assignment_models import FurtherTheme, ThemeStance
from engage.themes.models import Theme
from engage.themes.placed import assigned_comments
from engage.themes.review.acting import Act, acting
from engage.themes.review.settling import settle_responses

Question = tuple[int, str]
FEW = 500  # comment ids that a condition may name


@dataclass(frozen=True)
class Standing:
    """The themes of a comment, the first one first, and whether a person chose that one."""

    response_id: int
    themes: tuple[int, ...]
    is_by_person: bool


def standings(question: Question, comment_ids: Iterable[int]) -> dict[int, Standing]:
    """Where these comments stand; raises ``Conflict`` for one of another question."""
    chosen = sorted(set(comment_ids))
    assigned = assigned_comments(*question)
    query = select(
        assigned.c.id, assigned.c.response_id, assigned.c.theme_id, assigned.c.is_by_person
    ).order_by(assigned.c.is_further, assigned.c.theme_id)
    if len(chosen) <= FEW:
        query = query.where(assigned.c.id.in_(chosen))
    wanted, found = set(chosen), dict[int, Standing]()
    for number, response_id, theme_id, is_by_person in session().execute(query):
        if number in wanted and number in found:
            known = found[number]
            themes = (*known.themes, theme_id)
            found[number] = Standing(known.response_id, themes, known.is_by_person)
        elif number in wanted:
            own = () if theme_id is None else (theme_id,)
            found[number] = Standing(response_id, own, bool(is_by_person))
    if len(found) != len(chosen):
        raise Conflict(message("themes", "These comments belong to another question."))
    return found


def move(
    act: Act, comment_id: int, standing: Standing, source: int | None, target: int | None
) -> None:
    """Take a comment out of one of its themes and, where there is a ``target``, put it there.

    Without a ``source`` it is the first theme that changes. A comment that is taken out of its last
    theme has none.
    """
    if source in standing.themes[1:]:
        _leave(act, comment_id, source)
        if target is not None and target not in standing.themes:
            act.add(_further(act, comment_id, target))
    elif target is None and source is not None and len(standing.themes) > 1:
        act.place(comment_id, standing.themes[1])
    else:
        act.place(comment_id, target)


def add_theme(actor: Actor, theme_id: int, comment_ids: Iterable[int], question: Question) -> int:
    """Say that comments stand in this theme too; gives how many did not before.

    What a person gives a second theme that person has read: its first theme is settled as well.
    Raises ``InvalidInput`` where none is chosen or all stand there already, ``Conflict`` for a
    theme of another question or one that is archived.
    """
    chosen = sorted(set(comment_ids))
    if not chosen:
        text = message("themes", "Choose at least one comment.")
        raise InvalidInput(text, {"comment_ids": text})
    theme = session().get(Theme, theme_id, populate_existing=True)
    if theme is None or (theme.consultation_id, theme.question_code) != question:
        raise Conflict(message("themes", "This theme belongs to another question."))
    if theme.state == "archived":
        raise Conflict(message("themes", "This theme has been merged or archived."))
    found = standings(question, chosen)
    new = [number for number in chosen if theme_id not in found[number].themes]
    if not new:
        text = message("themes", "These comments are in this theme already.")
        raise InvalidInput(text, {"comment_ids": text})
    with acting(actor, "add_theme", theme) as act:
        for number in new:
            if not found[number].themes:
                act.place(number, theme_id)
                continue
            confirm(act, number, found[number])
            act.add(_further(act, number, theme_id))
        settle_responses(actor, question[0], [found[number].response_id for number in new])
    return len(new)


def confirm(act: Act, comment_id: int, standing: Standing) -> None:
    """The comment's first theme is now a person's, so no run moves it."""
    if standing.themes and not standing.is_by_person:
        act.place(comment_id, standing.themes[0])


def place_in(act: Act, comment_id: int, themes: Sequence[int]) -> None:
    """Make these all the themes of a comment, the first of them its first; none: no theme."""
    act.place(comment_id, themes[0] if themes else None)
    query = select(FurtherTheme).where(FurtherTheme.comment_id == comment_id)
    known = {row.theme_id: row for row in session().scalars(query).all()}
    for theme_id, row in known.items():
        if theme_id not in themes[1:]:
            act.remove(row)
    for theme_id in themes[1:]:
        if theme_id not in known:
            act.add(_further(act, comment_id, theme_id))


def carry_stances(act: Act, source: int, target: int, comment_ids: Iterable[int]) -> None:
    """What was said of comments in one theme holds in the theme that takes them over."""
    wanted = set(comment_ids)
    query = select(ThemeStance).where(ThemeStance.theme_id.in_((source, target)))
    rows = [row for row in session().scalars(query) if row.comment_id in wanted]
    known = {row.comment_id for row in rows if row.theme_id == target}
    for row in rows:
        if row.theme_id == source and row.comment_id not in known:
            act.add(
                ThemeStance(
                    comment_id=row.comment_id,
                    theme_id=target,
                    stance=row.stance,
                    was_suggested=row.was_suggested,
                    actor_id=row.actor_id,
                )
            )


def _further(act: Act, comment_id: int, theme_id: int) -> FurtherTheme:
    return FurtherTheme(comment_id=comment_id, theme_id=theme_id, actor_id=act.actor.id)


def _leave(act: Act, comment_id: int, theme_id: int | None) -> None:
    """Remove a further theme, also where it was set before another was merged into it."""
    query = (
        select(FurtherTheme)
        .join(Theme, Theme.id == FurtherTheme.theme_id)
        .where(
            FurtherTheme.comment_id == comment_id,
            or_(Theme.id == theme_id, Theme.merged_into_id == theme_id),
        )
    )
    for row in session().scalars(query).all():
        act.remove(row)
