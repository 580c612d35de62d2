"""Codes for what had other names elsewhere."""

import re
import unicodedata

LONGEST = 40
# What makes a code longer when questions are made from it: "_" and the code of an option.
_STRANGE = re.compile("[^a-z0-9]+")
_SOUND = re.compile("[a-z][a-z0-9_]*")


class Codes:
    """Codes that are given out once; a name that is a code already stays as it is."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __contains__(self, code: str) -> bool:
        return code in self._taken

    def keep(self, code: str) -> None:
        """Give this one to nobody else."""
        self._taken.add(code)

    def give(self, name: str, letter: str, longest: int = LONGEST) -> str:
        """A code that is like the name; ``letter`` goes before one that begins with no letter."""
        if not (_SOUND.fullmatch(name) and len(name) <= longest):
            plain = unicodedata.normalize("NFKD", name).lower()
            name = _STRANGE.sub("_", plain).strip("_")
            name = (name if name[:1].isalpha() else f"{letter}_{name}".rstrip("_"))[:longest]
        code, number = name, 1
        while code in self._taken:
            number += 1
            ending = f"_{number}"
            code = f"{name[: longest - len(ending)]}{ending}"
        self._taken.add(code)
        return code
