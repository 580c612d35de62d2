"""Finding comments by their words in any language: folded, in any order."""

from sqlalchemy import Subquery
from sqlalchemy.sql.elements import ColumnElement

from engage.kernel.folding import fold
from engage.responses import comments_with_words

__all__ = ["fold", "holding"]


def holding(
    placed: Subquery, consultation_id: int, question_code: str, words: str
) -> ColumnElement[bool]:
    """That a comment holds all the words."""
    return placed.c.id.in_(comments_with_words(consultation_id, question_code, words))
