"""Small voices: a few comments that say what nobody else says, for a person to hear or dismiss."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

from sqlalchemy import Row, Select, func, select

from engage.kernel.actors import Actor
from engage.kernel.db import session
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.kernel.languages import LocaleText
from engage.responses import StoredComment
from engage.themes.models import SmallVoice
from engage.themes.placed import current_run_id, placed_comments
from engage.themes.review.acting import acting
from engage.themes.review.acts import said
from engage.themes.review.settling import settle_responses
from engage.themes.review.splitting import NewTheme, make_theme

MOST_SHOWN = 30
QUOTES = 3
FEWEST = 2
SAME = 0.5
ITS_OWN_THEME = 0.6


@dataclass(frozen=True)
class FoundVoice:
    """Comments that say one thing, and their own words."""

    comment_ids: tuple[int, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class Voice:
    """A small voice with its quotes (text, language) and who says it."""

    id: int
    consultation_id: int
    question_code: str
    keywords: tuple[str, ...]
    comment_ids: tuple[int, ...]
    quotes: tuple[tuple[str, str], ...]
    by_channel: Mapping[str, int]
    by_language: Mapping[str, int]


def look_for_voices(comments: Iterable[StoredComment]) -> tuple[FoundVoice, ...]:
    """Small, dense, distinct groups among all comments; copies of a campaign count as one."""
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import find_small_voices

    numbers, texts, languages = [], [], []
    for comment in comments:
        numbers.append(comment.id)
        texts.append(comment.text)
        languages.append(intern(comment.language))
    found = find_small_voices(texts, languages, MOST_SHOWN)
    return tuple(
        FoundVoice(tuple(numbers[place] for place in group.places), group.keywords)
        for group in found
    )


def keep_voices(consultation_id: int, question_code: str, found: Sequence[FoundVoice]) -> None:
    """Store what a run found, in the caller's transaction; what was decided is not asked again."""
    known = session().scalars(_rows(consultation_id, question_code)).all()
    decided = [set(row.comment_ids) for row in known if row.state in ("dismissed", "made")]
    for row in known:
        if row.state == "found":
            row.state = "archived"
    for voice in found:
        ids = set(voice.comment_ids)
        if any(len(ids & before) >= SAME * len(ids) for before in decided):
            continue
        session().add(
            SmallVoice(
                consultation_id=consultation_id,
                question_code=question_code,
                comment_ids=sorted(ids),
                keywords=list(voice.keywords),
            )
        )


def list_voices(consultation_id: int, question_code: str) -> tuple[Voice, ...]:
    """The small voices that wait for a person; not those that make up a theme as it is."""
    query = _rows(consultation_id, question_code).where(SmallVoice.state == "found")
    rows = session().scalars(query.order_by(SmallVoice.id)).all()
    if not rows or current_run_id(consultation_id, question_code) is None:
        return ()
    placed = placed_comments(consultation_id, question_code)
    wanted = {number for row in rows for number in row.comment_ids}
    found = session().execute(
        select(
            placed.c.id,
            placed.c.text,
            placed.c.language,
            placed.c.channel,
            placed.c.theme_id,
            placed.c.is_by_person,
        ).where(placed.c.id.in_(wanted))
    )
    comments = {int(comment.id): comment for comment in found}
    sizes = _theme_sizes(consultation_id, question_code)
    voices = []
    for row in rows:
        members = [comments[number] for number in row.comment_ids if number in comments]
        free = [comment for comment in members if not comment.is_by_person]
        if len(free) >= FEWEST and not _is_a_theme([c.theme_id for c in members], sizes):
            voices.append(_voice(row, members))
    return tuple(voices)


def _voice(row: SmallVoice, members: Sequence[Row[*tuple[Any, ...]]]) -> Voice:
    return Voice(
        row.id,
        row.consultation_id,
        row.question_code,
        tuple(row.keywords),
        tuple(int(comment.id) for comment in members),
        tuple((comment.text, comment.language) for comment in members[:QUOTES]),
        Counter(comment.channel for comment in members),
        Counter(comment.language for comment in members),
    )


def make_voice_a_theme(actor: Actor, voice_id: int, label: LocaleText) -> int:
    """Give a small voice a theme of its own; gives the theme's number.

    Raises ``InvalidInput`` without a name, ``NotFound``, and ``Conflict`` where somebody decided
    before.
    """
    if not said(label):
        text = message("themes", "Give the new theme a name.")
        raise InvalidInput(text, {"label": text})
    row = _open(voice_id)
    placed = placed_comments(row.consultation_id, row.question_code)
    rows = session().execute(
        select(placed.c.id, placed.c.response_id).where(placed.c.id.in_(row.comment_ids))
    )
    responses = {int(one.id): int(one.response_id) for one in rows}
    with acting(actor, "make_voice_a_theme", row) as act:
        question = (row.consultation_id, row.question_code)
        theme_id = make_theme(act, question, NewTheme(label, tuple(sorted(responses))))
        act.change(row, state="made")
        settle_responses(actor, row.consultation_id, responses.values())
        return theme_id


def dismiss_voice(actor: Actor, voice_id: int) -> None:
    """Say that these comments need no theme of their own; they stay where they are.

    Raises ``NotFound``, and ``Conflict`` where somebody decided before.
    """
    row = _open(voice_id)
    with acting(actor, "dismiss_voice", row) as act:
        act.change(row, state="dismissed")


def get_question_of(voice_id: int) -> tuple[int, str]:
    """The consultation and the question of a small voice; raises ``NotFound``."""
    row = session().get(SmallVoice, voice_id)
    if row is None:
        raise NotFound(message("themes", "There is no such group of comments."))
    return row.consultation_id, row.question_code


def _open(voice_id: int) -> SmallVoice:
    row = session().get(SmallVoice, voice_id, populate_existing=True)
    if row is None:
        raise NotFound(message("themes", "There is no such group of comments."))
    if row.state != "found":
        raise Conflict(message("themes", "Somebody has decided this since you opened it."))
    return row


def _rows(consultation_id: int, question_code: str) -> Select[SmallVoice]:
    return select(SmallVoice).where(
        SmallVoice.consultation_id == consultation_id, SmallVoice.question_code == question_code
    )


def _theme_sizes(consultation_id: int, question_code: str) -> dict[int, int]:
    placed = placed_comments(consultation_id, question_code)
    rows = session().execute(
        select(placed.c.theme_id, func.count())
        .where(placed.c.theme_id.is_not(None))
        .group_by(placed.c.theme_id)
    )
    return {int(theme_id): int(count) for theme_id, count in rows}


def _is_a_theme(theme_ids: Sequence[int | None], sizes: dict[int, int]) -> bool:
    """Whether these comments are most of a theme as it is."""
    return any(
        theme_id is not None and theme_ids.count(theme_id) >= ITS_OWN_THEME * sizes[theme_id]
        for theme_id in set(theme_ids)
    )
