"""Stances in words: a name for each, and how many take it, never as one number."""

from dataclasses import dataclass

from flask_babel import format_decimal, pgettext

from engage.themes.stances.sides import AGAINST, FOR, MIXED, UNCLEAR, StanceCounts

KINDS = {FOR: "good", AGAINST: "warn"}


@dataclass(frozen=True)
class StancePart:
    """How many take a side: ``kind`` tells the colour of its tag."""

    stance: str
    name: str
    count: int
    kind: str

    @property
    def text(self) -> str:
        """The number and the side, such as ``96 for``."""
        return counted(self.stance, self.count)


def stance_name(stance: str) -> str:
    """A stance in a word; nothing said, in three."""
    names = {
        FOR: pgettext("stance", "for"),
        AGAINST: pgettext("stance", "against"),
        MIXED: pgettext("stance", "mixed"),
        UNCLEAR: pgettext("stance", "unclear"),
    }
    return names.get(stance, pgettext("stance", "nobody has said"))


def counted(stance: str, count: int) -> str:
    """A number with its side."""
    num = format_decimal(count)
    names = {
        FOR: pgettext("stance", "%(num)s for", num=num),
        AGAINST: pgettext("stance", "%(num)s against", num=num),
        MIXED: pgettext("stance", "%(num)s mixed", num=num),
        UNCLEAR: pgettext("stance", "%(num)s unclear", num=num),
    }
    return names.get(stance, pgettext("stance", "%(num)s without a stance", num=num))


def stance_parts(counts: StanceCounts) -> tuple[StancePart, ...]:
    """The sides that anybody takes; none where no stance was set at all."""
    if not counts.is_known:
        return ()
    return tuple(
        StancePart(stance, stance_name(stance), count, KINDS.get(stance, ""))
        for stance, count in counts.parts
        if count
    )


def stance_line(counts: StanceCounts) -> str:
    """The sides as a line of numbers; empty where no stance was set."""
    return " · ".join(part.text for part in stance_parts(counts))
