"""Members of staff."""

from itertools import count

from engage.kernel.actors import SYSTEM, Actor
from engage.people import add_account, permissions_of

PASSWORD = "a long enough password"
_numbers = count(1)


def make_actor(role: str = "engagement_lead") -> Actor:
    """A stored account with one role; its address is ``<name>@example.org``."""
    name = f"{role.replace('_', '-')}-{next(_numbers)}"
    account = add_account(SYSTEM, name, f"{name}@example.org", PASSWORD, (role,))
    return Actor(account.id, name, permissions_of((role,)), (role,))
