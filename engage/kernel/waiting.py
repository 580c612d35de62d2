"""Failed attempts make the next one wait: each twice as long as the one before it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from engage.kernel.clock import now

FREE_ATTEMPTS = 3
LONGEST_DELAY = timedelta(minutes=15)


def seconds_to_wait(failed_at: Sequence[datetime]) -> int:
    """How long the next attempt has to wait, 0 where it need not.

    ``failed_at``: the failures of the last ``LONGEST_DELAY``, the newest first.
    """
    if len(failed_at) < FREE_ATTEMPTS:
        return 0
    delay = min(timedelta(seconds=2 ** (len(failed_at) - FREE_ATTEMPTS + 1)), LONGEST_DELAY)
    return max(0, round((failed_at[0] + delay - now()).total_seconds()))
