"""Words as searching sees them: without case, accents, vowel signs and variants of letters."""

import re
import unicodedata

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
_WORDS = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The text without what searching passes over: case, accents, vowel signs, letter variants."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_ONE_LETTER))
    return "".join(letter for letter in plain if not unicodedata.category(letter).startswith("M"))


def searchable(text: str) -> str:
    """The folded words of a text, a space before each: what ``patterns`` are looked for in."""
    return "".join(f" {word}" for word in _WORDS.findall(fold(text)))


def patterns(words: str) -> tuple[str, ...]:
    """For SQL's LIKE, one pattern for each word that a searchable text must hold.

    A word in Latin, Greek or Cyrillic letters is found where a word begins with it; in scripts that
    write articles together with the word, or do not part words at all, anywhere. Characters that
    are neither letters nor digits part words, here as there.
    """
    found = []
    for word in dict.fromkeys(fold(words).split()):
        phrase = searchable(word)
        if phrase:
            found.append(f"%{phrase.lstrip() if max(phrase) >= FIRST_UNPARTED else phrase}%")
    return tuple(found)
