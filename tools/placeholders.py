"""Whether a translation keeps what its source leaves open: its placeholders, ``%(name)s``."""

import re

PLACEHOLDER = re.compile(r"%\((\w+)\)([a-z])")
PERCENT = re.compile(r"%(?!\(\w+\)[a-z]|%)")


def complaints(sources: list[str], translations: list[str]) -> list[str]:
    """What is wrong with the translation of one text, or of the forms of one plural.

    A form may leave out the number, because many languages write "one" and "two" as words.
    """
    known = {found for source in sources for found in PLACEHOLDER.findall(source)}
    needed = known if len(sources) == 1 else {found for found in known if found[0] != "num"}
    faults = []
    for translation in translations:
        used = set(PLACEHOLDER.findall(translation))
        if not used <= known:
            faults.append(f"unknown placeholder {_shown(used - known)}")
        if not needed <= used:
            faults.append(f"lost placeholder {_shown(needed - used)}")
        if known and PERCENT.search(translation):
            faults.append("a bare percent sign")
    return faults


def _shown(placeholders: set[tuple[str, str]]) -> str:
    return ", ".join(f"%({name}){kind}" for name, kind in sorted(placeholders))
