"""What is wrong with the answers on a page, for the summary above it."""

from collections.abc import Iterable

from flask_babel import pgettext

from engage.channels.online.answering import Field

STOPS = " ?؟？.:："  # before a colon


def problems_of(fields: Iterable[Field]) -> tuple[tuple[str, str], ...]:
    """(id of the field, what to do) for the summary above the page.

    Where the same is to be done at several questions, each says which it is.
    """
    asked = tuple(fields)
    found: list[tuple[str, str]] = []
    for field in asked:
        label = field.label.striptags()
        own = [(f"f_{field.name}", field.error)] if field.error else []
        is_named = bool(own) and sum(each.error == field.error for each in asked) > 1
        if is_named:
            own = _named(label, own)
        for inner in field.inner:
            own += _named(inner.label.striptags(), problems_of((inner,)))
        has_entry = is_named and label.startswith(field.entry)
        found += _named(field.entry, own) if field.entry and not has_entry else own
    return tuple(found)


def _named(part: str, problems: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    name = part.rstrip(STOPS)
    return [
        (at, pgettext("survey", "%(part)s: %(problem)s", part=name, problem=text))
        for at, text in problems
    ]
