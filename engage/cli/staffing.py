"""``engage people add`` and ``password``: the first account, and a forgotten password."""

import click

from engage.app import create_app
from engage.kernel.actors import SYSTEM
from engage.kernel.errors import InvalidInput
from engage.people import (
    ROLES,
    Account,
    AccountChange,
    add_account,
    change_account,
    list_accounts,
)


def add_person(name: str, email: str, roles: tuple[str, ...], password: str) -> None:
    """Add an account; exits with 1 and what to do where that can't be."""
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        known = ", ".join(ROLES)
        raise click.BadParameter(f"{', '.join(unknown)}: choose of {known}.", param_hint="--role")
    if "@" not in email or not name.strip():
        raise click.UsageError("Give a name and an e-mail address.")
    with create_app().app_context():
        try:
            account = add_account(SYSTEM, name, email, password, roles)
        except InvalidInput as refused:
            raise click.ClickException(_said(refused)) from refused
    click.echo(f"{account.name} signs in at /staff/sign-in with {account.email}.")


def set_password(email: str, password: str) -> None:
    """Give an account a new password, which ends its sessions, and let it sign in again."""
    with create_app().app_context():
        account = _find(email)
        change = AccountChange(account.name, account.email, account.roles, True, password)
        try:
            change_account(SYSTEM, account.id, change)
        except InvalidInput as refused:
            raise click.ClickException(_said(refused)) from refused
    click.echo(f"{account.name} has a new password.")


def _find(email: str) -> Account:
    for account in list_accounts(SYSTEM):
        if account.email == email.strip().lower():
            return account
    raise click.ClickException(f"There is no account with the address {email}.")


def _said(refused: InvalidInput) -> str:
    return " ".join(str(text) for text in refused.fields.values()) or str(refused.message)
