"""The languages of the interface, and text that exists in several of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale

LocaleText = Mapping[str, str]

PUBLIC_LOCALES = ("en", "es", "ar", "fr", "de", "pt", "pl", "uk", "tr", "ur", "hi", "zh_Hans")
STAFF_LOCALES = ("en", "es", "ar", "fr")
DEFAULT_LOCALE = "en"


@dataclass(frozen=True)
class Language:
    """A language as a reader meets it: code, name in itself, and writing direction."""

    code: str
    name: str
    direction: str


def language(code: str) -> Language:
    """What is known of a language by its code, e.g. ``ar``; raises ``UnknownLocaleError``."""
    locale = Locale.parse(code)
    name = locale.get_language_name(code) or code
    return Language(code, name[:1].upper() + name[1:], locale.text_direction)


def fallbacks(locale: str) -> tuple[str, ...]:
    """The locales to try in turn, from the wanted one to the default one."""
    base = locale.split("_", maxsplit=1)[0]
    return tuple(dict.fromkeys((locale, base, DEFAULT_LOCALE)))


def in_language(text: LocaleText, locale: str) -> tuple[str, str]:
    """The text and the locale it is really in; any language there is when none of them fits."""
    for code in fallbacks(locale):
        if text.get(code):
            return text[code], code
    for code, words in text.items():
        if words:
            return words, code
    return "", locale
