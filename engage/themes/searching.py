"""Finding comments by their words in any language: folded, in any order."""

import unicodedata

from sqlalchemy import Subquery, select
from sqlalchemy.sql.elements import ColumnElement

from engage.kernel.db import session

FIRST_UNPARTED = "\u0590"  # Hebrew, Arabic and all scripts after them
# letters that one writer tells apart and the next does not; the rest is Unicode's own folding
_ONE_LETTER = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "ـ": "",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "’": "'",
    }
)


def fold(text: str) -> str:
    """The text without what searching passes over: case, accents, vowel signs, letter variants."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_ONE_LETTER))
    return "".join(letter for letter in plain if not unicodedata.category(letter).startswith("M"))


def contains(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text holds all of these folded words, in any order.

    A word in Latin, Greek or Cyrillic letters is found where a word begins with it; in scripts that
    write articles together with the word, or do not part words at all, anywhere.
    """
    folded = fold(text)
    return all(_holds(folded, word) for word in words)


def _holds(folded: str, word: str) -> bool:
    place = folded.find(word)
    if max(word) >= FIRST_UNPARTED:
        return place >= 0
    while place > 0 and folded[place - 1].isalnum() and word[0].isalnum():
        place = folded.find(word, place + 1)
    return place >= 0


def matching(
    placed: Subquery,
    where: list[ColumnElement[bool]],
    words: str,
    order: tuple[ColumnElement[object], ...],
) -> list[int]:
    """The comments that hold all the words, in this order.

    Comments are read and folded here, because the two databases fold differently and neither
    folds Arabic.
    """
    wanted = tuple(dict.fromkeys(fold(words).split()))
    rows = session().execute(select(placed.c.id, placed.c.text).where(*where).order_by(*order))
    return [int(number) for number, text in rows if contains(text, wanted)]
