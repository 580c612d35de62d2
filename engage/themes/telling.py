"""What themes say in their people's own sentences: chosen by the machine, quoted word for word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Select, delete, func, insert, select

from engage.kernel.db import session, transaction
from engage.themes.models import Theme, ThemeExtract
from engage.themes.placed import IN_THEME, assigned_comments

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
    """What a theme says; ``comment_count`` comments stood in it when the sentences were chosen."""

    sentences: tuple[Sentence, ...]
    comment_count: int


def get_extract(theme_id: int) -> Extract:
    """The sentences that tell a theme; none where it has fewer than ``FEWEST_COMMENTS``.

    What was chosen by the last run is shown while it fits; where people have changed the theme
    by more than a tenth since, sentences are chosen anew.
    """
    theme = session().get_one(Theme, theme_id)
    placed = assigned_comments(theme.consultation_id, theme.question_code)
    own = placed.c.theme_id == theme_id
    count = session().scalar(select(func.count()).select_from(placed).where(own)) or 0
    if count < FEWEST_COMMENTS:
        return Extract((), count)
    said = select(placed.c.id, placed.c.text, placed.c.language).where(own)
    stored = session().get(ThemeExtract, theme_id)
    if stored is not None and abs(stored.comment_count - count) <= CHANGED * count:
        quoted = {number for number, _, _ in stored.sentences}
        members = _members(said.where(placed.c.id.in_(quoted)))
        if quoted and quoted == members.keys():
            return Extract(_sentences(stored.sentences, members), count)
    members = _members(said.order_by(placed.c.id))
    chosen = _choose(tuple((number, *words) for number, words in members.items()))
    return Extract(_sentences(chosen, members), count)


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


def tell_themes(consultation_id: int, question_code: str) -> None:
    """Choose and store the sentences of all themes of a question that stand."""
    placed = assigned_comments(consultation_id, question_code)
    rows = session().execute(
        select(placed.c.theme_id, placed.c.id, placed.c.text, placed.c.language)
        .where(placed.c.standing == IN_THEME)
        .order_by(placed.c.id)
    )
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


@lru_cache(maxsize=8)
def _choose(members: tuple[tuple[int, str, str], ...]) -> tuple[tuple[int, int, int], ...]:
    """(Comment, start, end) of the most telling sentences."""
    # loaded where it is used: the web process starts faster and smaller without scikit-learn
    from engage.engines.clustering import summarise

    found = summarise([text for _, text, _ in members], [code for _, _, code in members], SENTENCES)
    return tuple((members[one.place][0], one.start, one.end) for one in found)
