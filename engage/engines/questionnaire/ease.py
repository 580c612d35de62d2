"""How easy a text is to read, by the published formula of its language; about 0 to 100.

Each formula is Flesch's idea fitted to a language: long sentences and long words make a text hard.
From 70 on a text is easy, from 60 plain, from 50 fairly hard, below it hard. For other languages
no formula of this kind is in common use, and nothing is said of them.

Sources: Flesch 1948 (en); Fernández Huerta 1959, as corrected by Law (es); Kandel & Moles 1958
(fr); Amstad 1978 (de); Martins, Ghiraldelo, Nunes & Oliveira 1996 (pt); Franchina & Vacca 1986
(it); Ateşman 1997 (tr). Syllables are counted by their vowels, right to a few in a hundred.
"""

import re
from dataclasses import dataclass

from engage.engines.languages import base_of

EASY, PLAIN, FAIRLY_HARD = 70, 60, 50

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_END = re.compile(r"[.!?…:;]+(?:\s|$)|\n+")
_VOWELS = "aeiouyáàâäãåéèêëíìîïóòôöõúùûüœæıý"


@dataclass(frozen=True)
class Formula:
    """``base - per_word * (words in a sentence) - per_syllable * (syllables in a word)``."""

    base: float
    per_word: float
    per_syllable: float


FORMULAS = {
    "en": Formula(206.835, 1.015, 84.6),
    "es": Formula(206.84, 1.02, 60.0),
    "fr": Formula(207.0, 1.015, 73.6),
    "de": Formula(180.0, 1.0, 58.5),
    "pt": Formula(248.835, 1.015, 84.6),
    "it": Formula(217.0, 1.3, 60.0),
    "tr": Formula(198.825, 2.610, 40.175),
}
# Vowels that are spoken as one, where each of the others is a syllable of its own.
_TOGETHER = {
    "de": "ei|ai|ey|ay|au|äu|eu|ie|aa|ee|oo",
    "es": "[iuüy][aeoáéó]|[aeoáéó][iuüy]|[iuü][iuü]",
    "pt": "[iuü][aeoáéóâêôãõ]|[aeoáéóâêôãõ][iu]|ão|ãe|õe|[iuü][iuü]",
    "it": "[iu][aeoàèéòó]|[aeoàèéòó][iu]|[iu][iu]",
    "tr": "(?!)",
}
_SILENT_END = {
    "en": re.compile(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouyscxz]es$"),
    "fr": re.compile(rf"[^{_VOWELS}](?:e|es|ent)$"),
}


@dataclass(frozen=True)
class Ease:
    """A score with what it was counted from."""

    score: float
    words: int
    longest_sentence: int


def reading_ease(texts: list[str], language: str) -> Ease | None:
    """How easy these texts are; ``None`` where the language has no formula, or without words.

    Where one text ends a sentence ends, too.
    """
    base = base_of(language)
    sentences = [_WORD.findall(part) for text in texts for part in _END.split(text)]
    sentences = [words for words in sentences if words]
    if base not in FORMULAS or not sentences:
        return None
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(syllables_in(word, base) for word in words)
    formula = FORMULAS[base]
    score = (
        formula.base
        - formula.per_word * len(words) / len(sentences)
        - formula.per_syllable * syllables / len(words)
    )
    return Ease(score, len(words), max(map(len, sentences)))


def syllables_in(word: str, language: str) -> int:
    """About how many syllables a word has: at least one."""
    word = word.lower().replace("i̇", "i")
    if language in _TOGETHER:
        pattern = f"{_TOGETHER[language]}|[{_VOWELS}]"
        return max(1, len(re.findall(pattern, word)))
    groups = len(re.findall(f"[{_VOWELS}]+", word))
    is_silent = language in _SILENT_END and _SILENT_END[language].search(word)
    return max(1, groups - bool(is_silent))
