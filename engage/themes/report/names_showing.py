"""How a report names what it speaks of, so that its sentences can be said out loud."""

from babel import Locale, UnknownLocaleError
from babel.numbers import format_percent
from flask_babel import get_locale as babel_locale

from engage.kernel.languages import is_easy, language, tag_of
from engage.themes.queries import ThemeSummary
from engage.web.locale import current_locale, listing, percent, plain

FINE = 0.02  # a whole percent says too little of a smaller share
BETWEEN = " · "  # stands between the words of a name that no person has given


def theme_name(theme: ThemeSummary) -> str:
    """The theme's name; words that a machine put side by side are told as words: ``a and b``."""
    words = plain(theme.label)
    if theme.state == "approved" or BETWEEN not in words:
        return words
    return listing([isolated(each) for each in words.split(BETWEEN)])


def language_name(code: str) -> str:
    """A language as the report's language calls it, or as it calls itself where that is unknown."""
    found = None
    if not is_easy(code):
        try:
            found = Locale.parse(tag_of(code), sep="-").get_display_name(babel_locale())
        except (UnknownLocaleError, ValueError):
            found = None
    return found or language(code).name


def share_of_all(share: float) -> str:
    """A share between 0 and 1 in percent, with a tenth where it is small."""
    if share >= FINE:
        return percent(share)
    finest = max(round(share, 3), 0.001)
    return str(format_percent(finest, locale=babel_locale(), decimal_quantization=False))


def isolated(words: str) -> str:
    """Words that keep their own direction, and the sentence around them its own.

    By marks of direction, not by isolates: those do not come through into type (see ``fit``).
    """
    mark = "\u200f" if language(current_locale()).direction == "rtl" else "\u200e"
    return f"{mark}{words}{mark}"
