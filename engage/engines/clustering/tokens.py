"""From text to terms: words, their stems, and pairs of neighbouring words.

Combining marks belong to the word (without them Hindi falls apart); scripts written without spaces
are cut into characters, whose pairs do for words; stop words go; stems are Snowball's where it
knows the language and five-letter prefixes where it does not.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import regex
from nltk.stem.snowball import SnowballStemmer

from engage.engines.clustering.stop_words import function_words, slight_words

PREFIX_LETTERS = 5
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_SPACED = rf"[[\p{{L}}\p{{N}}]--[{_UNSPACED}]][[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]+"
_WORDS = regex.compile(rf"(?V1)(?P<unspaced>[{_UNSPACED}]+)|{_SPACED}")
_SPACED_WORDS = regex.compile(rf"(?V1){_SPACED}")
_ANY_UNSPACED = regex.compile(rf"(?V1)[{_UNSPACED}]")
MOST_REMEMBERED = 100_000
_SNOWBALL = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}


class Token(NamedTuple):
    """A term and the span of characters, end excluded, it stands for."""

    term: str
    start: int
    end: int


class Tokeniser:
    """Cuts the texts of one language into terms; ``language`` is a code such as ``ar``."""

    def __init__(self, language: str) -> None:
        self.stop_words = _single(function_words(language))
        snowball = _SNOWBALL.get(language)
        self._stemmer = SnowballStemmer(snowball) if snowball else None
        self._stems: dict[str, str] = {}
        self._as_written: dict[str, str | None] = {}
        self._slight = frozenset(self._stem(word) for word in _single(slight_words(language)))

    def words(self, text: str) -> list[Token]:
        """Stems, or single characters of unspaced scripts, in order, without stop words."""
        return [
            Token(self._stem(word), start, end)
            for word, start, end in _pieces(text)
            if word not in self.stop_words
        ]

    def tokens(self, text: str) -> list[Token]:
        """The words, then each pair of neighbours (stop words between them do not part them)."""
        words = self.words(text)
        pairs = (
            Token(f"{first.term} {second.term}", first.start, second.end)
            for first, second in pairwise(words)
        )
        return [*words, *pairs]

    def terms(self, text: str) -> list[str]:
        """The terms of the tokens; several times faster where words stand apart."""
        if not text.isascii() and _ANY_UNSPACED.search(text):
            return [token.term for token in self.tokens(text)]
        known = self._as_written
        words = [
            stem
            for word in _SPACED_WORDS.findall(text)
            if (stem := known[word] if word in known else self._remembered(word)) is not None
        ]
        return [*words, *map("{} {}".format, words, words[1:])]

    def is_slight(self, term: str) -> bool:
        """Whether no word of the term would name a theme."""
        return self._slight.issuperset(term.split())

    def _remembered(self, written: str) -> str | None:
        if len(self._as_written) >= MOST_REMEMBERED:
            self._as_written.clear()
        word = written.lower()
        stem = None if word in self.stop_words else self._stem(word)
        self._as_written[written] = stem
        return stem

    def _stem(self, word: str) -> str:
        stem = self._stems.get(word)
        if stem is None:
            stem = self._stemmer.stem(word) if self._stemmer else word[:PREFIX_LETTERS]
            if len(self._stems) >= MOST_REMEMBERED:
                self._stems.clear()
            self._stems[word] = stem
        return stem


def is_character(term: str) -> bool:
    """Whether a term is a character of an unspaced script, and so only part of a word."""
    return len(term) == 1 and _ANY_UNSPACED.match(term) is not None


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _WORDS.finditer(text):
        start, end = match.span()
        if match["unspaced"] is None:
            yield match.group().lower(), start, end
        else:
            yield from ((text[place], place, place + 1) for place in range(start, end))


def _single(words: Iterable[str]) -> frozenset[str]:
    """The words that are one piece of a text, as the pieces are written."""
    cut = (list(_pieces(word)) for word in words)
    return frozenset(pieces[0][0] for pieces in cut if len(pieces) == 1)
