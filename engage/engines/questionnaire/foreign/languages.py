"""Languages as people name them in the headings of a file, and their codes."""

import re
from functools import cache

from babel import Locale, UnknownLocaleError

_CODE = re.compile(r"[a-z]{2,3}([_-][A-Za-z0-9]{1,8})*")
_COMMON = ("ar", "es", "fr", "pt", "de", "it", "tr", "ru", "uk", "fa", "ur", "bn", "sw", "zh")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")


def locale_of(name: str) -> str | None:
    """The code of a language named ``English (en)``, ``English``, ``Español`` or ``en``."""
    bracketed = _IN_BRACKETS.search(name)
    inner = (bracketed[1] if bracketed else name).strip()
    for code in (inner, inner[:3].lower() + inner[3:], inner.lower()):
        if _CODE.fullmatch(code) and (bracketed or _is_known(code)):
            return code
    plain = _IN_BRACKETS.sub("", name).strip().casefold()
    return _names().get(plain)


@cache
def heading_of(locale: str) -> str:
    """A language as headings name it: ``English (en)``; ``locale_of`` gives the code back."""
    code = re.split("[_-]", locale)[0]
    name = Locale.parse("en").languages.get(code, code)
    return f"{re.sub('[():]', '', name)} ({locale})"


def _is_known(code: str) -> bool:
    try:
        Locale.parse(code, sep="-" if "-" in code else "_")
    except (UnknownLocaleError, ValueError):
        return False
    return True


@cache
def _names() -> dict[str, str]:
    """The names of languages in English, and of the commoner ones in themselves."""
    english = Locale.parse("en").languages
    found = {name.casefold(): code for code, name in english.items() if _CODE.fullmatch(code)}
    for code in _COMMON:
        own = Locale.parse(code).get_language_name(code)
        if own:
            found.setdefault(own.casefold(), code)
    return found
