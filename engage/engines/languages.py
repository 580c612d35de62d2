"""Codes of languages (BCP 47 with ``-`` or ``_``), and which words fit a reader's language best.

Easy Read is a language of its own to a survey, under a private code: ``en-x-easy``.
"""

from collections.abc import Iterator, Mapping

EASY = "-x-easy"

# a language whose bare code means dates and lists of one country in CLDR, not those of its texts
_WRITTEN_AS = {"en": "en_GB"}


def tag_of(code: str) -> str:
    """A code as the web writes it: ``pt-BR`` of ``pt_BR``."""
    return code.replace("_", "-")


def is_easy(code: str) -> bool:
    """Whether this is the Easy Read variant of a language."""
    return tag_of(code).lower().endswith(EASY)


def plain_of(code: str) -> str:
    """The language that a variant is in: ``en`` of ``en-x-easy``, any other code as it is."""
    return code[: -len(EASY)] if is_easy(code) else code


def easy_of(code: str) -> str:
    """The Easy Read variant of a language."""
    return f"{plain_of(code)}{EASY}"


def base_of(code: str) -> str:
    """The language without script, region and variant: ``pt`` of ``pt-BR`` and ``pt_BR``."""
    return tag_of(code).split("-", maxsplit=1)[0].lower()


def written_as(code: str) -> str:
    """Whose dates, numbers and lists go with texts in this language: ``en_GB`` with ``en``.

    Engage's English is that of Britain and most of the world; a survey in ``en-US`` keeps its own.
    """
    plain = plain_of(code)
    return _WRITTEN_AS.get(plain, plain.replace("-", "_"))


def nearest(code: str, text: Mapping[str, str]) -> str:
    """The code under which a text has words in this very language, "" where it has none.

    First the same code however it is written, then the language of a variant, then the language
    without its region, then any region of it. Easy Read stands in for nothing but itself.
    """
    if text.get(code):
        return code
    return next((each for each in _related(code, text) if text[each]), "")


def _related(code: str, text: Mapping[str, str]) -> Iterator[str]:
    for wanted in dict.fromkeys((code, plain_of(code), base_of(code))):
        yield from (each for each in text if tag_of(each).lower() == tag_of(wanted).lower())
    base = base_of(code)
    yield from (each for each in text if base_of(each) == base and not is_easy(each))
