"""Wrong codes slow the next attempt down, as failed sign-ins do, and no address is stored.

Who guesses has no account that could be slowed down, so the first group of the code stands for one:
each wrong code makes further codes that begin alike wait. A right code that was typed wrong is
caught by its check character and never comes here.
"""

import hashlib
import hmac

from sqlalchemy import delete, select

from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import InvalidInput, plural_message
from engage.kernel.keys import key_for
from engage.kernel.waiting import LONGEST_DELAY, seconds_to_wait
from engage.responses.passes_models import WrongCode


class TooManyCodes(InvalidInput):
    """Too many wrong codes that begin like this one: the person has to wait."""

    status = 429


def refuse_hasty_code(code: str) -> None:
    """Raise ``TooManyCodes`` while codes that begin like this one have to wait."""
    since = now() - LONGEST_DELAY
    failures = (
        session()
        .scalars(
            select(WrongCode.at)
            .where(WrongCode.group_hash == _group_hash(code), WrongCode.at > since)
            .order_by(WrongCode.at.desc())
        )
        .all()
    )
    wait = seconds_to_wait(failures)
    if wait:
        raise TooManyCodes(
            plural_message(
                "code",
                "Too many attempts. Try again in %(num)s second.",
                "Too many attempts. Try again in %(num)s seconds.",
                wait,
            )
        )


def note_wrong_code(code: str) -> None:
    """Remember for a while that nobody was given this code."""
    with transaction() as current:
        current.execute(delete(WrongCode).where(WrongCode.at < now() - LONGEST_DELAY))
        current.add(WrongCode(group_hash=_group_hash(code)))


def _group_hash(code: str) -> str:
    group = code.partition("-")[0].encode()
    return hmac.new(key_for("wrong codes"), group, hashlib.sha256).hexdigest()
