"""Staff accounts: add, change, find who is signed in."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from flask_login import current_user
from flask_security.utils import hash_password
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from engage.audit import record
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.people.models import Role, User
from engage.people.roles import ROLES, permissions_of

SHORTEST_PASSWORD = 12


@dataclass(frozen=True)
class Account:
    """A staff account as the list of accounts shows it."""

    id: int
    name: str
    email: str
    roles: tuple[str, ...]
    is_active: bool
    locale: str | None


@dataclass(frozen=True)
class AccountChange:
    """An account as it shall be; an empty password keeps the one there is."""

    name: str
    email: str
    roles: tuple[str, ...]
    is_active: bool
    password: str = ""


def find_signed_in() -> Actor | None:
    """The actor behind this request's session, or None; asks flask-security."""
    if not current_user or not current_user.is_authenticated:
        return None
    return actor_of(current_user)


def actor_of(user: User) -> Actor:
    """A stored account as one who acts."""
    roles = tuple(role.name for role in user.roles)
    return Actor(user.id, user.name, permissions_of(roles), roles, user.locale)


def list_accounts(actor: Actor) -> tuple[Account, ...]:
    """All accounts by name; needs ``administer``."""
    actor.require(Permission.ADMINISTER)
    query = select(User).options(selectinload(User.roles)).order_by(User.name)
    return tuple(map(_account, session().scalars(query)))


def names_of(account_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of accounts by number, for saying who did something."""
    wanted = {number for number in account_ids if number is not None}
    rows = session().execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def get_account(actor: Actor, account_id: int) -> Account:
    """One account; needs ``administer``; raises ``NotFound``."""
    actor.require(Permission.ADMINISTER)
    return _account(_user(account_id))


def add_account(
    actor: Actor, name: str, email: str, password: str, roles: tuple[str, ...]
) -> Account:
    """Add a member of staff; raises ``InvalidInput`` for a taken address or a short password."""
    actor.require(Permission.ADMINISTER)
    _check(password, roles)
    with transaction() as current:
        address = _free_address(email)
        user = User(
            name=name.strip(),
            email=address,
            password=hash_password(password),
            active=True,
            fs_uniquifier=uuid.uuid4().hex,
            roles=_roles(roles),
        )
        current.add(user)
        current.flush()
        record(actor, "account.add", ("account", user.id), details={"roles": list(roles)})
        return _account(user)


def change_account(actor: Actor, account_id: int, change: AccountChange) -> Account:
    """Change an account; a new password ends the sessions there are.

    Raises ``NotFound``, ``InvalidInput`` for a taken address or a short password, and ``Conflict``
    when a person would lock themself out.
    """
    actor.require(Permission.ADMINISTER)
    _check(change.password or "x" * SHORTEST_PASSWORD, change.roles)
    with transaction():
        user = _user(account_id)
        keeps_power = change.is_active and "administrator" in change.roles
        if account_id == actor.id and not keeps_power:
            raise Conflict(
                message("people", "You can't take the administrator's role from yourself.")
            )
        user.email = _free_address(change.email, account_id)
        user.name, user.active = change.name.strip(), change.is_active
        user.roles = _roles(change.roles)
        if change.password:
            user.password = hash_password(change.password)
            user.fs_uniquifier = uuid.uuid4().hex
        record(
            actor,
            "account.change",
            ("account", account_id),
            details={
                "roles": list(change.roles),
                "active": change.is_active,
                "password": bool(change.password),
            },
        )
        return _account(user)


def _check(password: str, roles: tuple[str, ...]) -> None:
    fields = {}
    if len(password) < SHORTEST_PASSWORD:
        fields["password"] = message(
            "people", "Use a password of at least %(num)s characters.", num=SHORTEST_PASSWORD
        )
    if not roles or set(roles) - set(ROLES):
        fields["roles"] = message("people", "Choose at least one role.")
    if fields:
        raise InvalidInput(message("people", "The account was not saved."), fields)


def _free_address(email: str, own_id: int | None = None) -> str:
    address = email.strip().lower()
    owner = session().scalar(select(User.id).where(User.email == address))
    if owner not in (None, own_id):
        taken = message("people", "There is already an account with this e-mail address.")
        raise InvalidInput(taken, {"email": taken})
    return address


def _user(account_id: int) -> User:
    user = session().get(User, account_id)
    if user is None:
        raise NotFound(message("people", "There is no such account."))
    return user


def _roles(names: tuple[str, ...]) -> list[Role]:
    current = session()
    found = {role.name: role for role in current.scalars(select(Role).where(Role.name.in_(names)))}
    for name in names:
        if name not in found:
            found[name] = Role(name=name)
            current.add(found[name])
    return [found[name] for name in names]


def _account(user: User) -> Account:
    roles = tuple(sorted(role.name for role in user.roles))
    return Account(user.id, user.name, user.email, roles, user.active, user.locale)
