"""Signing in: failures slow the next attempt down, account by account, and are logged.

The delay belongs to the account name that was tried, never to an address: a town hall, a library
or a phone carrier is one address for many people.
"""

import hashlib
import logging
from functools import cache

from flask_security.utils import hash_password, verify_and_update_password, verify_password
from sqlalchemy import delete, select

from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import InvalidInput, message, plural_message
from engage.kernel.ids import new_token
from engage.kernel.waiting import LONGEST_DELAY, seconds_to_wait
from engage.people.models import SignInFailure, User

log = logging.getLogger(__name__)


class TooSoon(InvalidInput):
    """Too many failures: the person has to wait."""

    status = 429


def check_sign_in(email: str, password: str) -> User:
    """The account that this address and password open.

    Raises ``TooSoon`` while the account is slowed down and ``InvalidInput`` on a wrong pair,
    in the same words, and after the same work, whether or not the account exists.
    """
    address = email.strip().lower()
    account_hash = hashlib.sha256(address.encode()).hexdigest()
    wait = _seconds_to_wait(account_hash)
    if wait:
        raise TooSoon(
            plural_message(
                "sign in",
                "Too many attempts. Try again in %(num)s second.",
                "Too many attempts. Try again in %(num)s seconds.",
                wait,
            )
        )
    decoy = _decoy()  # before anything depends on the address
    user: User | None = session().scalar(select(User).where(User.email == address))
    with transaction() as current:
        if user is None or not user.active:
            verify_password(password, decoy)
        elif verify_and_update_password(password, user):
            current.add(user)
            current.execute(delete(SignInFailure).where(SignInFailure.account_hash == account_hash))
            return user
        current.execute(delete(SignInFailure).where(SignInFailure.at < now() - LONGEST_DELAY))
        current.add(SignInFailure(account_hash=account_hash))
    log.warning("sign-in failed for account %s", account_hash[:12])
    raise InvalidInput(
        message("sign in", "The e-mail address or the password is wrong. Check both, try again.")
    )


@cache
def _decoy() -> str:
    """A hash of nothing, checked where there is no account: time must not tell who has one."""
    return str(hash_password(new_token()))


def _seconds_to_wait(account_hash: str) -> int:
    since = now() - LONGEST_DELAY
    failures = (
        session()
        .scalars(
            select(SignInFailure.at)
            .where(SignInFailure.account_hash == account_hash, SignInFailure.at > since)
            .order_by(SignInFailure.at.desc())
        )
        .all()
    )
    return seconds_to_wait(failures)
