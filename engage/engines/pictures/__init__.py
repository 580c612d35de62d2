"""Pictures from people: opened in a process of its own, drawn anew, and nothing else kept of them.

Whoever sends a picture may have made it to do harm; the other process has little memory and time.
"""

import subprocess
import sys
from pathlib import Path

from engage.engines.messages import Message, message

SECONDS = 30
_CHILD = Path(__file__).with_name("child.py")


class RefusedPicture(ValueError):
    """It is no picture that can be kept; ``message`` says what to do."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.message = why


def clean_picture(content: bytes) -> bytes:
    """The picture as a JPEG of at most 2560 pixels a side, without place, camera or comments.

    Takes JPEG, PNG and WebP by their content, whatever they are called. Raises ``RefusedPicture``.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own file
            [sys.executable, "-I", str(_CHILD)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RefusedPicture(_too_large()) from None
    if done.returncode == 0 and done.stdout:
        return done.stdout
    if done.returncode == 2:
        raise RefusedPicture(
            message("picture", "This photo cannot be read. Choose a JPEG, PNG or WebP file.")
        )
    raise RefusedPicture(_too_large())


def _too_large() -> Message:
    return message("picture", "This photo has too many pixels. Choose a smaller one.")
