"""New themes of some of a theme's comments: chosen ones, those with a word, proposed parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engage.kernel.actors import Actor
from engage.kernel.db import session
from engage.kernel.errors import Conflict, InvalidInput, Message, message
from engage.kernel.languages import LocaleText
from engage.themes.models import Theme
from engage.themes.placed import assigned_comments
from engage.themes.review.acting import Act, acting
from engage.themes.review.acts import open_theme, said
from engage.themes.review.assigning import Standing, carry_stances, move, standings
from engage.themes.review.settling import settle_responses
from engage.themes.runs.anchors import survey_anchors
from engage.themes.searching import holding

SHOWN_OF_A_PART = 3


@dataclass(frozen=True)
class Part:
    """Comments that might become a theme: a name, the words that tell them, some to read."""

    label: str
    keywords: tuple[str, ...]
    comment_ids: tuple[int, ...]
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NewTheme:
    """A part as a person confirmed it."""

    label: LocaleText
    comment_ids: tuple[int, ...]


def find_parts(theme_id: int, n_parts: int, seed: int = 0) -> tuple[Part, ...]:
    """The parts that the machine proposes; the same comments, number and seed give the same.

    Raises ``InvalidInput`` for another number than 2 to 6.
    """
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import propose_parts

    if not 2 <= n_parts <= 6:
        text = message("themes", "Ask for 2 to 6 parts.")
        raise InvalidInput(text, {"parts": text})
    theme = open_theme(theme_id)
    placed = assigned_comments(theme.consultation_id, theme.question_code)
    rows = (
        session()
        .execute(
            select(placed.c.id, placed.c.text, placed.c.language)
            .where(placed.c.theme_id == theme_id)
            .order_by(placed.c.id)
        )
        .all()
    )
    if not rows:
        return ()
    found = propose_parts(
        [row.text for row in rows],
        [row.language for row in rows],
        n_parts,
        seed=seed,
        anchors=survey_anchors(theme.consultation_id),
    )
    return tuple(
        Part(
            part.label,
            part.keywords,
            tuple(int(rows[place].id) for place in part.places),
            tuple(
                (rows[place].text, rows[place].language) for place in part.typical[:SHOWN_OF_A_PART]
            ),
        )
        for part in found
    )


def comments_with(theme_id: int, words: str) -> tuple[int, ...]:
    """The comments of a theme that contain these words, in whatever case, accents and order."""
    theme = open_theme(theme_id)
    if not words.strip():
        return ()
    placed = assigned_comments(theme.consultation_id, theme.question_code)
    held = holding(placed, theme.consultation_id, theme.question_code, words)
    found = select(placed.c.id).where(placed.c.theme_id == theme_id, held).order_by(placed.c.id)
    return tuple(session().scalars(found))


def split_theme(
    actor: Actor, theme_id: int, version: int, comment_ids: Iterable[int], label: LocaleText
) -> int:
    """Make a new theme of some of a theme's comments; gives its number.

    Raises ``NotFound``, ``InvalidInput`` without a name or comments, ``Conflict`` where somebody
    changed the theme since ``version`` or a comment has left it.
    """
    new = NewTheme(label, tuple(sorted(set(comment_ids))))
    return _split(actor, theme_id, version, [new], lacking(new))[0]


def lacking(new: NewTheme) -> dict[str, Message]:
    """What a theme to be made of chosen comments lacks, by the form's field."""
    fields = {}
    if not new.comment_ids:
        fields["comment_ids"] = message("themes", "Choose the comments for the new theme.")
    if not said(new.label):
        fields["label"] = message("themes", "Give the new theme a name.")
    return fields


def split_into_parts(
    actor: Actor, theme_id: int, version: int, parts: Sequence[NewTheme]
) -> tuple[int, ...]:
    """Make a new theme of each part, as one act; gives their numbers.

    What is in no part stays. Raises as ``split_theme``.
    """
    fields = {}
    if not parts:
        fields["part"] = message("themes", "Choose the parts that become themes.")
    if not all(said(part.label) for part in parts):
        fields["label"] = message("themes", "Give each new theme a name.")
    return _split(actor, theme_id, version, parts, fields)


def _split(
    actor: Actor,
    theme_id: int,
    version: int,
    parts: Sequence[NewTheme],
    fields: dict[str, Message],
) -> tuple[int, ...]:
    if fields:
        raise InvalidInput(message("themes", "The theme was not split."), fields)
    theme = open_theme(theme_id, version)
    placed = assigned_comments(theme.consultation_id, theme.question_code)
    members = set(session().scalars(select(placed.c.id).where(placed.c.theme_id == theme_id)))
    chosen = [number for part in parts for number in part.comment_ids]
    if len(set(chosen)) != len(chosen) or not members >= set(chosen):
        raise Conflict(message("themes", "Some of these comments are not in this theme any more."))
    with acting(actor, "split", theme) as act:
        question = (theme.consultation_id, theme.question_code)
        found = standings(question, chosen)
        numbers = tuple(make_theme(act, question, part, theme, found) for part in parts)
        for part, number in zip(parts, numbers, strict=True):
            carry_stances(act, theme_id, number, part.comment_ids)
        act.change(theme)
        settle_responses(actor, theme.consultation_id, [found[n].response_id for n in chosen])
        return numbers


def make_theme(
    act: Act,
    question: tuple[int, str],
    part: NewTheme,
    source: Theme | None = None,
    found: Mapping[int, Standing] | None = None,
) -> int:
    """Add a theme and put its comments there, as part of an act; gives its number.

    With a ``source`` it takes them from that theme, and ``found`` says where they stand.
    """
    new = Theme(
        consultation_id=question[0],
        question_code=question[1],
        run_id=source.run_id if source else None,
        label=said(part.label),
        is_touched=True,
    )
    act.add(new)
    for comment_id in part.comment_ids:
        if source is None or found is None:
            act.place(comment_id, new.id)
        else:
            move(act, comment_id, found[comment_id], source.id, new.id)
    return new.id
