"""What is wrong with the answers on a page, for the summary above it."""

from collections.abc import Iterable

from flask_babel import pgettext
from markupsafe import Markup

from engage.channels.online.answering import Field
from engage.kernel.languages import LocaleText, are_same_language, in_language, language, tag_of
from engage.web.locale import current_locale

LONGEST = 80  # characters of a question that are repeated
_ENDS_ITSELF = ("?", "؟", "？", "!", "！")
_STOPS = " .:،,;。：।۔…"


def problems_of(fields: Iterable[Field]) -> tuple[tuple[str, str], ...]:
    """(id of the field, what to do) for the summary above the page.

    Each says which question it is about, but where that is the heading of the page.
    """
    return tuple(
        (f"f_{wrong.name}", text) for field in fields for wrong, text in _wrong_in(field, ())
    )


def named(question: str, problem: str, locale: str) -> Markup:
    """What to do after the question that it is about: "How do you travel? Choose an answer".

    ``locale`` is the language that the question is in; it is shortened where it is long.
    """
    words = _shortened(question)
    if words.endswith(_ENDS_ITSELF):
        template = pgettext("survey, a question and what to do", "%(question)s %(problem)s")
    else:
        template = pgettext("survey", "%(part)s: %(problem)s")
    marked = Markup.escape(words)
    if not are_same_language(locale, current_locale()):
        marked = Markup('<span lang="{}" dir="{}">{}</span>').format(
            tag_of(locale), language(locale).direction, words
        )
    return Markup.escape(template) % {"question": marked, "part": marked, "problem": problem}


def _wrong_in(field: Field, around: tuple[LocaleText, ...]) -> list[tuple[Field, str]]:
    """The fields with an error, this one and those inside it, with what to do."""
    path = around if field.is_heading else (*around, field.asks)
    found = [(field, _after(path, field.error))] if field.error else []
    for inner in field.inner:
        found += _wrong_in(inner, path)
    return found


def _after(path: tuple[LocaleText, ...], problem: str) -> str:
    for asks in reversed(path):
        words, used = in_language(asks, current_locale())
        problem = named(words, problem, used)
    return problem


def _shortened(words: str) -> str:
    """The words without a full stop at their end, cut between two words where they are long."""
    tidy = " ".join(words.split()).rstrip(_STOPS)
    if len(tidy) <= LONGEST:
        return tidy
    cut = tidy[:LONGEST]
    cut = cut.rpartition(" ")[0] or cut
    end = tidy[-1] if tidy.endswith(_ENDS_ITSELF) else ""
    return f"{cut.rstrip(_STOPS)}…{end}"
