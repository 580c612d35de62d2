"""Which counts go out together, so that no small one can be worked out from all the others.

Everybody knows how many responses there are: it stands on the outcome, and so does the size of the
log that proves it. So the counts of a table always add up to something known, and a small count is
covered by others of its own table, or the table is withheld. Tables by channel, by language and by
question share nothing but that number. Where a question is asked only of those who gave a certain
answer to another, how many answered it tells how many gave that answer: see ``gates_of``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.engines.disclosure import MaskedCount, mask_within

SMALLEST = 10


@dataclass(frozen=True)
class Released:
    """Counts as they may be shown; where even their sum must not be, all of them are None."""

    cells: tuple[MaskedCount, ...]
    answered: int | None

    @property
    def has_masked(self) -> bool:
        """Whether anything is not shown."""
        return self.answered is None or None in self.cells


def release_row(counts: Sequence[int]) -> Released:
    """Counts that add up to how many answered."""
    answered = sum(counts)
    shown = mask_within(counts, SMALLEST) if answered >= SMALLEST else None
    return withhold(len(counts)) if shown is None else Released(shown, answered)


def release_ticks(counts: Sequence[int], answered: int) -> Released:
    """Counts of which each person may be in several, and everybody who answered is in one.

    So together they are at least ``answered``. Where the shown ones leave something of that for
    those that are masked, one more is masked, whose size then nobody knows.
    """
    if answered < SMALLEST:
        return withhold(len(counts))
    cells = [None if 0 < count < SMALLEST else count for count in counts]
    shown = [count for count in cells if count]
    if None in cells and answered > sum(shown):
        if not shown:
            return withhold(len(counts))
        cells[cells.index(min(shown))] = None
    return Released(tuple(cells), answered)


def withhold(length: int) -> Released:
    """Nothing of a table."""
    return Released((None,) * length, None)


def release_shares(counts: Mapping[str, int]) -> dict[str, MaskedCount] | None:
    """Responses by channel or by language; None where the table is not to be shown."""
    released = release_row(tuple(counts.values()))
    if released.answered is None:
        return None
    return dict(zip(counts, released.cells, strict=True))
