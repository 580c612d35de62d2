"""The languages of the interface, and text that exists in several of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from engage.engines.languages import (
    base_of,
    easy_of,
    is_easy,
    nearest,
    plain_of,
    tag_of,
    written_as,
)

__all__ = [
    "DEFAULT_LOCALE",
    "EASY_READ",
    "PUBLIC_LOCALES",
    "STAFF_LOCALES",
    "Language",
    "LocaleText",
    "are_same_language",
    "base_of",
    "easy_of",
    "in_language",
    "is_easy",
    "language",
    "plain_of",
    "public_locale",
    "tag_of",
    "written_as",
]

LocaleText = Mapping[str, str]

PUBLIC_LOCALES = ("en", "es", "ar", "fr", "de", "pt", "pl", "uk", "tr", "ur", "hi", "zh_Hans")
STAFF_LOCALES = ("en", "es", "ar", "fr")
DEFAULT_LOCALE = "en"


# What Easy Read is called by those who read it.
EASY_READ = {
    "en": "Easy Read",
    "es": "Lectura fácil",
    "ar": "قراءة سهلة",
    "fr": "Facile à lire",
    "de": "Leichte Sprache",
    "pt": "Leitura fácil",
    "pl": "Tekst łatwy do czytania",
    "uk": "Легке читання",
    "tr": "Kolay okuma",
    "ur": "آسان تحریر",
    "hi": "आसान भाषा",
    "zh_Hans": "易读版",
}


@dataclass(frozen=True)
class Language:
    """A language as a reader meets it: code, name in itself, and writing direction."""

    code: str
    name: str
    direction: str


def language(code: str) -> Language:
    """What is known of a language by its code: ``ar``, ``pt-BR``, ``pt_BR``, ``en-x-easy``.

    A code that names no known language is its own name, and its words tell their direction.
    """
    if is_easy(code):
        plain = language(plain_of(code))
        name = EASY_READ.get(plain.code) or f"{plain.name} · {EASY_READ[DEFAULT_LOCALE]}"
        return Language(code, name, plain.direction)
    try:
        locale = Locale.parse(tag_of(code), sep="-")
    except (UnknownLocaleError, ValueError):
        return Language(code, code, "auto")
    name = locale.get_language_name(str(locale)) or code
    if locale.territory:
        name = locale.get_display_name(str(locale)) or name
    return Language(code, name[:1].upper() + name[1:], locale.text_direction)


def public_locale(code: str) -> str:
    """The locale of the public pages that show words in a language, "" where no page does."""
    found = nearest(plain_of(code), {each: each for each in PUBLIC_LOCALES})
    return easy_of(found) if found and is_easy(code) else found


def are_same_language(one: str, other: str) -> bool:
    """Whether a reader of one reads the other, too: regions and variants do not count."""
    return one == other or base_of(one) == base_of(other)


def in_language(text: LocaleText, locale: str) -> tuple[str, str]:
    """The text and the locale it is really in; any language there is when none of them fits."""
    code = nearest(locale, text) or nearest(DEFAULT_LOCALE, text)
    if code:
        return text[code], code
    for code, words in text.items():
        if words:
            return words, code
    return "", locale
