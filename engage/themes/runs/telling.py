"""What themes say in their people's own sentences: chosen by the machine, quoted word for word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, func, insert, select

from engage.kernel.db import session, transaction
from engage.kernel.jobs import JobContext
from engage.themes.models import Theme, ThemeExtract
from engage.themes.placed import IN_THEME, assigned_comments
from engage.themes.runs.running import TELL_JOB, is_queued

FEWEST_COMMENTS = 8  # fewer are quicker read than summed up
SENTENCES = 5
CHANGED = 0.1


@dataclass(frozen=True)
class Sentence:
    """A sentence as it stands in a comment."""

    comment_id: int
    text: str
    language: str


@dataclass(frozen=True)
class Extract:
    """What a theme says; ``comment_count`` comments stood in it when the sentences were chosen.

    ``is_stale``: the theme has changed so much since that others may tell it better; then
    ``is_busy`` says that a worker is to choose them anew.
    """

    sentences: tuple[Sentence, ...]
    comment_count: int
    is_stale: bool = False
    is_busy: bool = False


def get_extract(theme_id: int) -> Extract:
    """The sentences that tell a theme; none where it has fewer than ``FEWEST_COMMENTS``.

    They are those that were chosen last, as far as their comments still stand here. Choosing takes
    seconds, so it is never done while somebody waits for a page.
    """
    theme = session().get_one(Theme, theme_id)
    placed = assigned_comments(theme.consultation_id, theme.question_code)
    own = placed.c.theme_id == theme_id
    count = session().scalar(select(func.count()).select_from(placed).where(own)) or 0
    if count < FEWEST_COMMENTS:
        return Extract((), count)
    stored = session().get(ThemeExtract, theme_id)
    chosen = stored.sentences if stored else []
    said = select(placed.c.id, placed.c.text, placed.c.language).where(own)
    members = _members(said.where(placed.c.id.in_({number for number, _, _ in chosen})))
    standing = [one for one in chosen if one[0] in members]
    then = stored.comment_count if stored else 0
    is_stale = len(standing) < len(chosen) or _has_changed(then, count)
    is_busy = is_stale and is_queued(TELL_JOB, theme.consultation_id, theme.question_code)
    return Extract(_sentences(standing, members), then, is_stale, is_busy)


def tell_job(context: JobContext, arguments: dict[str, Any]) -> dict[str, Any]:
    """Choose sentences anew for the themes of a question that have changed much since."""
    question = arguments["consultation_id"], arguments["question_code"]
    themes = session().scalars(
        select(Theme.id).where(
            Theme.consultation_id == question[0],
            Theme.question_code == question[1],
            Theme.state != "archived",
        )
    )
    stale = [theme_id for theme_id in themes.all() if get_extract(theme_id).is_stale]
    context.report(0.1, "telling")
    if stale:
        tell_themes(*question, frozenset(stale))
    return {"themes": len(stale)}


def _has_changed(then: int, now: int) -> bool:
    return abs(then - now) > CHANGED * now


def _members(said: Select[int, str, str]) -> dict[int, tuple[str, str]]:
    rows = session().execute(said)
    return {int(number): (text, language) for number, text, language in rows}


def _sentences(
    chosen: Iterable[Sequence[int]], members: Mapping[int, tuple[str, str]]
) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(number, members[number][0][start:end], members[number][1])
        for number, start, end in chosen
    )


def tell_themes(
    consultation_id: int, question_code: str, themes: frozenset[int] | None = None
) -> None:
    """Choose and store the sentences of all themes of a question that stand, or of these."""
    placed = assigned_comments(consultation_id, question_code)
    query = select(placed.c.theme_id, placed.c.id, placed.c.text, placed.c.language)
    query = query.where(placed.c.standing == IN_THEME).order_by(placed.c.id)
    if themes is not None:
        query = query.where(placed.c.theme_id.in_(themes))
    rows = session().execute(query)
    members: dict[int, list[tuple[int, str, str]]] = {}
    for theme_id, number, text, language in rows:
        members.setdefault(int(theme_id), []).append((int(number), text, language))
    session().rollback()
    found = [
        {
            "theme_id": theme_id,
            "sentences": [list(one) for one in _choose(tuple(own))],
            "comment_count": len(own),
        }
        for theme_id, own in members.items()
        if len(own) >= FEWEST_COMMENTS
    ]
    with transaction() as current:
        current.execute(delete(ThemeExtract).where(ThemeExtract.theme_id.in_(members)))
        if found:
            current.execute(insert(ThemeExtract), found)


def _choose(members: tuple[tuple[int, str, str], ...]) -> tuple[tuple[int, int, int], ...]:
    """(Comment, start, end) of the most telling sentences."""
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import summarise

    found = summarise([text for _, text, _ in members], [code for _, _, code in members], SENTENCES)
    return tuple((members[one.place][0], one.start, one.end) for one in found)
