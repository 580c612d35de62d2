"""What a name of a theme might do better: vague, too long, two things in one, said twice."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from engage.kernel.languages import LocaleText
from engage.themes.searching import fold

MOST_WORDS = 10
ALIKE = 0.8

# words that say nothing of what people want
_SAYING_LITTLE = {
    "en": "other others various miscellaneous misc general generally issues issue concerns things "
    "stuff feedback comments suggestions improvement improvements aspects topics matters etc",
    "es": "otros otras varios varias general generales asuntos temas cosas comentarios sugerencias "
    "mejoras mejora aspectos cuestiones etc",
    "fr": "autre autres divers diverses general generaux choses commentaires suggestions "
    "améliorations amélioration aspects sujets questions etc",
    "ar": "أخرى متنوعة متفرقات عام عامة أمور أشياء قضايا مواضيع ملاحظات تعليقات اقتراحات "
    "تحسينات تحسين جوانب مسائل",
}
VAGUE = {language: frozenset(fold(words).split()) for language, words in _SAYING_LITTLE.items()}
# Arabic words that begin with the letter of "and" without meaning it
_NO_AND = (
    "وسط|وسطى|وقت|وقوف|وقاية|وجود|وجهة|وجبات|وجبة|وصول|وصل|واحد|واحدة|واجب|وزارة|وظائف|وظيفة|ورق|ورقية"
    "|ورش|ورشة|وطن|وطنية|ولادة|وحدة|وحدات|وسائل|وسيلة|وضع|وضوح|واضحة|وعي|وثائق|واسع|واسعة|وعود"
)
AND: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\s(?:and|&)\s"),
    "es": re.compile(r"\s(?:y|e|&)\s"),
    "fr": re.compile(r"\s(?:et|&)\s"),
    "ar": re.compile(rf"\s(?!(?:{_NO_AND})\b)و(?=\w{{2}})|\s&\s"),
}
# two words that are one thing, however they are joined
_ONE_THING = {
    "en": "for and against|pros and cons|day and night|young and old|back and forth|in and out",
    "es": "a favor y en contra|pros y contras|día y noche|jóvenes y mayores|ida y vuelta",
    "fr": "pour et contre|jour et nuit|jeunes et vieux|allers et retours|va et vient",
    "ar": "مؤيد ومعارض|ليل ونهار|ليلًا ونهارًا|ليلا ونهارا|ذهابًا وإيابًا|ذهابا وإيابا",
}
ONE_THING = {language: re.compile(words) for language, words in _ONE_THING.items()}


@dataclass(frozen=True)
class Remark:
    """One thing about a name: ``vague``, ``long``, ``two`` or ``alike`` (with the other theme)."""

    kind: str
    language: str
    words: str = ""
    other_id: int | None = None


def remarks_on(label: LocaleText) -> tuple[Remark, ...]:
    """What can be said of a name by itself, in each language that has rules."""
    found = []
    for language, words in label.items():
        tokens = fold(words).split()
        vague = [word for word in tokens if word.strip(".,;:!?·") in VAGUE.get(language, ())]
        if vague:
            found.append(Remark("vague", language, vague[0]))
        if len(tokens) > MOST_WORDS:
            found.append(Remark("long", language, str(len(tokens))))
        if language in AND and AND[language].search(ONE_THING[language].sub("", words.casefold())):
            found.append(Remark("two", language))
    return tuple(found)


def find_alike(labels: Mapping[int, LocaleText]) -> dict[int, tuple[Remark, ...]]:
    """Theme to the themes whose name is the same or nearly so: all pairs are compared."""
    found: dict[int, list[Remark]] = {}
    words = {
        theme_id: {language: _words(text) for language, text in label.items()}
        for theme_id, label in labels.items()
    }
    for one, other in combinations(sorted(words), 2):
        for language in words[one].keys() & words[other].keys():
            if _are_alike(words[one][language], words[other][language]):
                found.setdefault(one, []).append(_alike(language, other))
                found.setdefault(other, []).append(_alike(language, one))
                break
    return {theme_id: tuple(remarks) for theme_id, remarks in found.items()}


def _alike(language: str, other: int) -> Remark:
    return Remark("alike", language, other_id=other)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip(".,;:!?·") for word in fold(text).split()) - {""}


def _are_alike(one: Iterable[str], other: Iterable[str]) -> bool:
    here, there = set(one), set(other)
    return bool(here) and len(here & there) >= ALIKE * len(here | there)
