"""Staff: accounts, roles and signing in."""

from engage.people.accounts import (
    Account,
    AccountChange,
    add_account,
    change_account,
    find_signed_in,
    list_accounts,
    names_of,
)
from engage.people.roles import ROLES, permissions_of

__all__ = [
    "ROLES",
    "Account",
    "AccountChange",
    "add_account",
    "change_account",
    "find_signed_in",
    "list_accounts",
    "names_of",
    "permissions_of",
]
