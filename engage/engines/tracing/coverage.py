"""Which records the trace leaves hanging, in both directions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from engage.engines.tracing.links import Link

Id = int | str
ACCEPTED = frozenset({"adopt", "adapt"})


@dataclass(frozen=True)
class Register:
    """The records to be covered; decisions with their outcome (adopt, adapt, defer, decline)."""

    themes: Collection[Id] = ()
    needs: Collection[Id] = ()
    decisions: Mapping[Id, str] | None = None
    items: Collection[Id] = ()


@dataclass(frozen=True)
class Coverage:
    """The gaps, as identifiers in the order of the register."""

    themes_without_need: tuple[Id, ...]
    needs_without_decision: tuple[Id, ...]
    decisions_without_need: tuple[Id, ...]
    accepted_without_item: tuple[Id, ...]
    items_without_decision: tuple[Id, ...]


def coverage(register: Register, links: Iterable[Link]) -> Coverage:
    """Return what is not linked on. A reasoned refusal covers a need; silence does not.

    Pass the links that are to count: confirmed ones alone for the strict reading. A link to a
    record outside the register covers nothing.
    """
    decisions = register.decisions or {}
    known = {
        *(("theme", i) for i in register.themes),
        *(("need", i) for i in register.needs),
        *(("decision", i) for i in decisions),
        *(("roadmap_item", i) for i in register.items),
    }
    sources, targets = set(), set()
    for link in links:
        if link.source in known and link.target in known:
            sources.add((link.kind, link.source))
            targets.add((link.kind, link.target))
    accepted = [i for i, outcome in decisions.items() if outcome in ACCEPTED]
    return Coverage(
        tuple(i for i in register.themes if ("raises", ("theme", i)) not in sources),
        tuple(i for i in register.needs if ("answers", ("need", i)) not in targets),
        tuple(i for i in decisions if ("answers", ("decision", i)) not in sources),
        tuple(i for i in accepted if ("carries_out", ("decision", i)) not in targets),
        tuple(i for i in register.items if ("carries_out", ("roadmap_item", i)) not in sources),
    )
