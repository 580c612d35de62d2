"""How a share is written wherever groups or times are compared: counts, interval, weighted."""

from flask_babel import format_decimal, pgettext

from engage.engines.disclosure import Interval
from engage.engines.statistics import Comparison
from engage.themes.groups.weighing import Share
from engage.web.locale import percent


def counted_words(one: Comparison) -> str:
    """How many raised something, of how many: ``12 of 40 (30 %)``."""
    return pgettext(
        "groups",
        "%(raised)s of %(of)s (%(share)s)",
        raised=format_decimal(one.raised),
        of=format_decimal(one.of),
        share=percent(one.share),
    )


def interval_words(interval: Interval) -> str:
    """How far chance alone reaches: ``20 % to 42 %``."""
    return pgettext(
        "groups", "%(low)s to %(high)s", low=percent(interval.low), high=percent(interval.high)
    )


def weighted_words(share: Share) -> str:
    """A weighted share with its interval: ``30 % (20 % to 42 %)``."""
    return pgettext(
        "report",
        "%(share)s (%(low)s to %(high)s)",
        share=percent(share.share),
        low=percent(share.interval.low),
        high=percent(share.interval.high),
    )
