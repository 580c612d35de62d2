"""What everybody may know of an approved theme: never a number under 10, never a sum.

How many comments there are, how many stand in no theme and how many stand in two is not public, so
the size of one theme can't be worked out from the others'. A sum over the themes of a need would
tell it, which is why there is none. The stances of a theme do add up to its size: so they are
masked together with it, and not shown at all where that is not enough.
"""

from dataclasses import dataclass

from engage.engines.disclosure import MaskedCount, mask_within
from engage.kernel.languages import LocaleText
from engage.publishing.releasing import SMALLEST
from engage.themes import StanceCounts, ThemeSummary


@dataclass(frozen=True)
class PublicTheme:
    """An approved theme as everybody may see it; ``size`` is None where few said it.

    ``stances`` are pairs of stance and number (None where it is masked), empty where they are not
    public; the empty stance stands for comments that nobody has read for one. ``is_divided``: many
    are for and many against though neither number is shown, so the size must not pass for support.
    """

    id: int
    label: LocaleText
    description: LocaleText
    size: MaskedCount
    stances: tuple[tuple[str, MaskedCount], ...]
    is_divided: bool

    @property
    def has_masked(self) -> bool:
        """Whether a number of this theme is not shown."""
        return self.size is None or any(count is None for _stance, count in self.stances)


def public_theme(theme: ThemeSummary, *, is_stance_released: bool) -> PublicTheme:
    """An approved theme with what may be shown of its numbers."""
    size = None if 0 < theme.size < SMALLEST else theme.size
    may_tell = theme.stances.is_known and is_stance_released
    stances = release_stances(theme.stances) if may_tell else ()
    is_divided = not stances and has_hidden_sides(theme.stances)
    return PublicTheme(theme.id, theme.label, theme.description, size, stances, is_divided)


def has_hidden_sides(stances: StanceCounts) -> bool:
    """Whether so many are for and so many against that the size alone would mislead."""
    return min(stances.in_favour, stances.against) >= SMALLEST


def release_stances(stances: StanceCounts) -> tuple[tuple[str, MaskedCount], ...]:
    """Stances with what may be shown of their numbers, which add up to a size that is known."""
    parts = stances.parts
    if sum(count for _stance, count in parts) < SMALLEST:
        return ()
    shown = mask_within([count for _stance, count in parts], SMALLEST)
    if shown is None:
        return ()
    return tuple((stance, count) for (stance, _), count in zip(parts, shown, strict=True))
