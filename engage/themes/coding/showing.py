"""Agreement of two readings, and what they placed differently, in figures and words."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import get_minus_sign_symbol
from flask_babel import format_decimal, get_locale, pgettext

from engage.engines.disclosure import Interval
from engage.engines.statistics import Alpha, Kappa
from engage.themes.coding.queries import Difference
from engage.themes.coding.second_coding import NONE
from engage.web.locale import percent


@dataclass(frozen=True)
class KappaRow:
    """A theme's agreement in figures and words."""

    label: str
    agreement: str
    kappa: str
    interval: str
    first: int
    second: int
    words: str
    is_rare: bool


@dataclass(frozen=True)
class AlphaShown:
    """How far sets of themes agree, where comments may have several."""

    alpha: str
    interval: str
    words: str
    in_part: str


@dataclass(frozen=True)
class ShownDifference:
    """A comment that two people placed differently; themes of one alone are not in ``common``."""

    told: Difference
    first: tuple[str, ...]
    second: tuple[str, ...]
    common: frozenset[str]
    settled: tuple[str, ...]


def shown_difference(one: Difference, labels: Mapping[int, str]) -> ShownDifference:
    """A difference with the names of its themes."""
    first = tuple(labels[number] for number in one.first or (NONE,))
    second = tuple(labels[number] for number in one.second or (NONE,))
    both = tuple(dict.fromkeys((*first, *second)))
    settled = {"first": first, "second": second, "both": both}.get(one.settled_as, ())
    return ShownDifference(one, first, second, frozenset(first) & frozenset(second), settled)


def shown_alpha(found: Alpha) -> AlphaShown:
    """Alpha in figures and words."""
    return AlphaShown(
        rounded(found.alpha),
        _ends(found.interval),
        kappa_words(found.alpha),
        percent(found.in_part),
    )


def rounded(figure: float | None) -> str:
    """A figure with two places, a dash where there is none.

    With the language's own minus: Babel writes a bare hyphen, which stands behind the number where
    one reads from right to left.
    """
    if figure is None:
        return "–"
    minus = get_minus_sign_symbol(get_locale())
    return str(format_decimal(round(figure, 2))).replace("-", minus)


def _ends(interval: Interval | None) -> str:
    if interval is None:
        return ""
    low, high = rounded(interval.low), rounded(interval.high)
    return str(pgettext("groups", "%(low)s to %(high)s", low=low, high=high))


def kappa_row(label: str, kappa: Kappa) -> KappaRow:
    """A theme's agreement in figures and words."""
    return KappaRow(
        label=label,
        agreement=percent(kappa.agreement),
        kappa=rounded(kappa.kappa),
        interval=_ends(kappa.interval),
        first=kappa.first,
        second=kappa.second,
        words=kappa_words(kappa.kappa),
        is_rare=kappa.is_rare,
    )


def kappa_words(kappa: float | None) -> str:
    """What a kappa says, in plain words."""
    if kappa is None:
        return pgettext("coding", "cannot be told apart from chance")
    steps = (
        (0.8, pgettext("coding", "read alike nearly always")),
        (0.6, pgettext("coding", "read alike mostly")),
        (0.4, pgettext("coding", "read alike half the time")),
    )
    hardly = pgettext("coding", "read alike little more than by chance")
    return next((words for least, words in steps if kappa >= least), hardly)
