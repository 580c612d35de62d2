"""What changed between two texts, word by word, and what a translation must keep as it is."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

# What is filled in when a text is shown, and addresses: people need them letter by letter.
_MARK = re.compile(
    r"\$?\{[A-Za-z_][\w.]*\}|%\([A-Za-z_]\w*\)[sd]|https?://[^\s<>\"“”()]*[^\s<>\"“”().,;:!?]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; ``change`` is empty, ``added`` or ``removed``."""

    words: str
    change: str = ""


def lost_marks(source: str, target: str) -> tuple[str, ...]:
    """Places to fill in and addresses of the source that the target does not have, in order."""
    has = Counter(_MARK.findall(target))
    lost = []
    for mark in _MARK.findall(source):
        if has[mark]:
            has[mark] -= 1
        else:
            lost.append(mark)
    return tuple(lost)


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in one, with what was taken out and what came in marked."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(old[a:b])))
            continue
        if a < b:
            pieces.append(Piece("".join(old[a:b]), "removed"))
        if c < d:
            pieces.append(Piece("".join(new[c:d]), "added"))
    return tuple(pieces)
