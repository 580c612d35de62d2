"""The sides that a comment may take in its theme, and how many take each; never one number."""

from collections.abc import Mapping
from dataclasses import dataclass

FOR, AGAINST, MIXED, UNCLEAR = "for", "against", "mixed", "unclear"
STANCES = (FOR, AGAINST, MIXED, UNCLEAR)
UNREAD = ""  # nobody has said
LESSER_SHARE = 0.2
FEWEST_TO_SPLIT = 5


@dataclass(frozen=True)
class StanceCounts:
    """How many comments of a theme take each side; ``unread``: nobody has read them for it."""

    in_favour: int = 0
    against: int = 0
    mixed: int = 0
    unclear: int = 0
    unread: int = 0

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """Every stance with its number, ``UNREAD`` last; they add up to the theme's comments."""
        numbers = (self.in_favour, self.against, self.mixed, self.unclear, self.unread)
        return tuple(zip((*STANCES, UNREAD), numbers, strict=True))

    @property
    def is_known(self) -> bool:
        """Whether anybody has set a stance here."""
        return any(count for stance, count in self.parts if stance != UNREAD)

    @property
    def lesser(self) -> str:
        """The side that fewer take."""
        return AGAINST if self.against <= self.in_favour else FOR

    @property
    def lesser_share(self) -> float:
        """The lesser side's share of those for and against (0..1)."""
        sides = self.in_favour + self.against
        return min(self.in_favour, self.against) / sides if sides else 0.0

    @property
    def is_two_themes(self) -> bool:
        """Whether so many take the lesser side that the theme should rather be two."""
        lesser = min(self.in_favour, self.against)
        return lesser >= FEWEST_TO_SPLIT and self.lesser_share >= LESSER_SHARE


NO_STANCES = StanceCounts()


def stance_counts(counts: Mapping[str | None, int]) -> StanceCounts:
    """Numbers by stance, as the database groups them; None stands for nobody having said."""
    return StanceCounts(*(counts.get(stance, 0) for stance in (*STANCES, None)))
