"""A theme by example: choose comments, see which others are most like them, make a theme."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from engage.kernel.actors import Actor
from engage.kernel.db import session
from engage.kernel.errors import Conflict, InvalidInput, message
from engage.kernel.languages import LocaleText
from engage.responses import counted_comments
from engage.themes.models import Theme
from engage.themes.placed import placed_comments
from engage.themes.reading import PlacedComment, list_placed
from engage.themes.review.acting import acting
from engage.themes.review.settling import settle_responses
from engage.themes.review.splitting import NewTheme, lacking, make_theme

SHOWN = 40


@dataclass(frozen=True)
class Alike:
    """The chosen comments, and the others most like them, the nearest first."""

    examples: tuple[PlacedComment, ...]
    others: tuple[PlacedComment, ...]


def find_alike(consultation_id: int, question_code: str, examples: Iterable[int]) -> Alike:
    """The comments of a question most like the examples, whatever theme they stand in.

    Likeness is of words, so it stays within the languages of the examples.
    """
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import nearest

    chosen = sorted(set(examples))
    languages = {
        comment.language for comment in list_placed(consultation_id, question_code, chosen)
    }
    placed = placed_comments(consultation_id, question_code)
    rows = (
        session()
        .execute(
            select(placed.c.id, placed.c.text, placed.c.language)
            .where(placed.c.language.in_(languages))
            .order_by(placed.c.id)
        )
        .all()
    )
    at = {int(row.id): place for place, row in enumerate(rows)}
    given = [at[number] for number in chosen if number in at]
    if not given:
        return Alike((), ())
    ranked = nearest([r.text for r in rows], [r.language for r in rows], given, SHOWN)
    return Alike(
        list_placed(consultation_id, question_code, chosen),
        list_placed(consultation_id, question_code, [int(rows[p].id) for p, _ in ranked]),
    )


def make_theme_of(
    actor: Actor, question: tuple[int, str], comment_ids: Iterable[int], label: LocaleText
) -> int:
    """Make a theme of comments from anywhere in a question; gives its number.

    Raises ``InvalidInput`` without a name or comments, ``Conflict`` for comments of another
    question.
    """
    chosen = tuple(sorted(set(comment_ids)))
    new = NewTheme(label, chosen)
    if fields := lacking(new):
        raise InvalidInput(message("themes", "The theme was not made."), fields)
    comment = counted_comments(*question)
    rows = session().execute(
        select(comment.c.id, comment.c.response_id).where(comment.c.id.in_(chosen))
    )
    responses = {int(row.id): int(row.response_id) for row in rows}
    if len(responses) != len(chosen):
        raise Conflict(message("themes", "These comments belong to another question."))
    about = Theme(consultation_id=question[0], question_code=question[1])
    with acting(actor, "make", about) as act:
        theme_id = make_theme(act, question, new)
        settle_responses(actor, question[0], responses.values())
        return theme_id
