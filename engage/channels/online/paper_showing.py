"""Questions as they lie on paper, where nothing can be chosen from a list, pinned or uploaded."""

from collections.abc import Iterable
from dataclasses import replace

from flask_babel import pgettext

from engage.channels.online.answering import Field


def on_paper(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields to be filled in with a pen: a place is said in words, a file is attached."""
    return tuple(_on_paper(field) for field in fields)


def _on_paper(field: Field) -> Field:
    if field.takes:
        told = pgettext("paper form", "Attach it to this form, and write the form’s number on it.")
        return replace(field, takes=None, note=told)
    return replace(field, drawing=None) if field.drawing else field
