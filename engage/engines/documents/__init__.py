"""Documents from people: read in a process of its own, and written anew as their pages show."""

from pathlib import Path

from engage.engines.bounded import run_bounded
from engage.engines.messages import Message, message

MOST_PAGES = 200
_CHILD = Path(__file__).with_name("child.py")
_WITHIN = 1024  # bytes in which readers of PDF look for its first words
_UNREADABLE, _LOCKED, _TOO_LONG, _NOT_ON_PAGES = 2, 4, 5, 6


class RefusedDocument(ValueError):
    """It is no document that can be kept; ``message`` says what to do."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.message = why


def is_document(content: bytes) -> bool:
    """Whether it begins as a PDF does, whatever it is called."""
    return b"%PDF-" in content[:_WITHIN]


def clean_document(content: bytes) -> bytes:
    """The PDF with what its 200 pages at most show: no author, dates, programs or attachments.

    What was typed into forms and written upon pages becomes part of them. Raises
    ``RefusedDocument``.
    """
    code, cleaned = run_bounded(_CHILD, content, str(MOST_PAGES))
    if code == 0 and cleaned:
        return cleaned
    raise RefusedDocument(_why(code))


def _why(code: int) -> Message:
    if code == _UNREADABLE:
        return message("document", "This PDF cannot be read. Choose another one.")
    if code == _LOCKED:
        return message(
            "document", "This PDF opens only with a password. Choose one without a password."
        )
    if code == _TOO_LONG:
        return message(
            "document",
            "This PDF has too many pages. It may have %(most)s at most.",
            most=MOST_PAGES,
        )
    if code == _NOT_ON_PAGES:
        return message(
            "document",
            "The pages of this PDF do not show what it holds. Print it as a PDF and choose that.",
        )
    return message(
        "document",
        "This PDF takes too long to check. Print it as a new PDF, or choose photos of its pages.",
    )
