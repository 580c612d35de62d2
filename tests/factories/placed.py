"""Themes that people made, with comments that they placed: quick, and exactly known."""

from engage.kernel.actors import SYSTEM, Actor
from engage.kernel.db import transaction
from engage.themes import ThemeSummary, get_theme
from engage.themes.models import Theme
from engage.themes.review.acts import move_comments

Question = tuple[int, str]


def make_theme(question: Question, label: str, description: str = "") -> int:
    """A theme without comments."""
    with transaction() as current:
        theme = Theme(
            consultation_id=question[0],
            question_code=question[1],
            label={"en": label},
            description={"en": description} if description else {},
        )
        current.add(theme)
        current.flush()
        return theme.id


def place(
    question: Question, label: str, comment_ids: list[int], actor: Actor = SYSTEM
) -> ThemeSummary:
    """A theme that holds these comments because this person said so."""
    theme_id = make_theme(question, label)
    move_comments(actor, comment_ids, theme_id, question)
    return get_theme(theme_id)
