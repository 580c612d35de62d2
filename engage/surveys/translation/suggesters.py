"""Where a machine's translations are plugged in: a package offers one, a person decides.

A package names its suggester in the entry points of the group ``engage.suggesters``. Nothing that
it says gets into a survey by itself, and none comes with Engage.
"""

from functools import cache
from importlib.metadata import entry_points
from typing import Protocol, cast

GROUP = "engage.suggesters"


class Suggester(Protocol):
    """Suggests how a text may be said in another language; "" where it has nothing to say.

    ``name`` tells people whose suggestion it is. Languages are codes such as ``ar`` or ``pt_BR``.
    """

    name: str

    def suggest(self, text: str, source: str, target: str) -> str:
        """The text in the target language."""


@cache
def find_suggester() -> Suggester | None:
    """The suggester that is installed, the first by name where there are several."""
    found = sorted(entry_points(group=GROUP), key=lambda each: each.name)
    return cast("Suggester", found[0].load()()) if found else None
