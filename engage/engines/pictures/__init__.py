"""Pictures from people: opened in a process of its own, drawn anew, and nothing else kept of them.

Whoever sends a picture may have made it to do harm; the other process has little memory and time.
"""

from pathlib import Path

from engage.engines.bounded import run_bounded
from engage.engines.messages import Message, message

_CHILD = Path(__file__).with_name("child.py")
_UNREADABLE = 2


class RefusedPicture(ValueError):
    """It is no picture that can be kept; ``message`` says what to do."""

    def __init__(self, why: Message, *, is_unreadable: bool = False) -> None:
        super().__init__(str(why))
        self.message = why
        self.is_unreadable = is_unreadable


def clean_picture(content: bytes) -> bytes:
    """The picture as a JPEG of at most 2560 pixels a side, without place, camera or comments.

    Takes JPEG, PNG and WebP by their content, whatever they are called. Raises ``RefusedPicture``.
    """
    return _drawn(content)


def small_picture(content: bytes, most_bytes: int) -> bytes:
    """The picture as a WebP of at most 320 pixels a side and so many bytes, for pages to show.

    Takes what ``clean_picture`` takes and raises ``RefusedPicture`` as that does.
    """
    return _drawn(content, str(most_bytes))


def _drawn(content: bytes, *words: str) -> bytes:
    code, drawn = run_bounded(_CHILD, content, *words)
    if code == 0 and drawn:
        return drawn
    if code == _UNREADABLE:
        raise RefusedPicture(
            message("picture", "This photo cannot be read. Choose a JPEG, PNG or WebP file."),
            is_unreadable=True,
        )
    raise RefusedPicture(_too_large())


def _too_large() -> Message:
    return message("picture", "This photo has too many pixels. Choose a smaller one.")
