"""Accounts, roles and signing in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from engage.kernel.actors import SYSTEM, Permission
from engage.kernel.db import session
from engage.kernel.errors import Conflict, Forbidden, InvalidInput
from engage.kernel.waiting import FREE_ATTEMPTS, LONGEST_DELAY
from engage.people import ROLES, add_account, list_accounts, permissions_of
from engage.people.accounts import AccountChange, change_account
from engage.people.models import SignInFailure
from engage.people.signing_in import TooSoon, check_sign_in
from tests.factories import PASSWORD, make_actor

SignIn = Callable[[str], FlaskClient]
MORNING = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def _address(name: str) -> str:
    return f"{name}@example.org"


def _as_typed(name: str, **changes: object) -> dict[str, object]:
    return {"name": name, "email": _address(name), "roles": ["analyst"], "is_active": "y"} | changes


def test_every_permission_is_held_by_some_role_and_no_role_holds_all() -> None:
    assert permissions_of(tuple(ROLES)) == frozenset(Permission)
    assert all(held < frozenset(Permission) for held in ROLES.values())
    assert permissions_of(("no such role",)) == frozenset()


def test_whoever_keys_or_reads_the_record_cannot_change_what_was_decided() -> None:
    for role in ("operator", "auditor", "translator"):
        held = permissions_of((role,))
        assert not held & {
            Permission.MANAGE_CONSULTATIONS,
            Permission.APPROVE_THEMES,
            Permission.MANAGE_ROADMAP,
            Permission.PUBLISH,
            Permission.ADMINISTER,
        }


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"administrator"}))
def test_only_an_administrator_touches_accounts(app: Flask, role: str) -> None:
    actor = make_actor(role)
    change = AccountChange("x", _address("x"), ("administrator",), is_active=True)
    with pytest.raises(Forbidden):
        add_account(actor, "x", _address("x"), PASSWORD, ("administrator",))
    with pytest.raises(Forbidden):
        change_account(actor, actor.id or 0, change)
    with pytest.raises(Forbidden):
        list_accounts(actor)


def test_an_address_belongs_to_one_account_however_it_is_typed(app: Flask) -> None:
    first, second = make_actor(), make_actor()
    with pytest.raises(InvalidInput) as refused:
        add_account(SYSTEM, "x", f" {_address(first.name).upper()}", PASSWORD, ("analyst",))
    assert set(refused.value.fields) == {"email"}
    taken = AccountChange("x", _address(first.name), ("analyst",), is_active=True)
    with pytest.raises(InvalidInput):
        change_account(SYSTEM, second.id or 0, taken)


def test_what_an_administrator_types_about_an_account_is_kept(sign_in: SignIn) -> None:
    account = make_actor("analyst")
    admin = sign_in("administrator")
    typed = {"email": "moved@example.org", "roles": ["auditor", "operator"]}
    address = f"/staff/people/{account.id}"
    assert admin.post(address, data=_as_typed("Renamed", **typed)).status_code == 303
    session().expire_all()
    changed = next(item for item in list_accounts(SYSTEM) if item.id == account.id)
    assert (changed.name, changed.email) == ("Renamed", "moved@example.org")
    assert changed.roles == ("auditor", "operator")


def test_nobody_takes_the_administrators_role_from_themself(app: Flask) -> None:
    admin = make_actor("administrator")
    for roles, is_active in ((("analyst",), True), (("administrator",), False)):
        change = AccountChange("x", _address(admin.name), roles, is_active)
        with pytest.raises(Conflict):
            change_account(admin, admin.id or 0, change)


@pytest.mark.parametrize("change", [{"is_active": ""}, {"password": "another long password"}])
def test_blocking_an_account_or_changing_its_password_ends_its_sessions(
    app: Flask, sign_in: SignIn, change: dict[str, str]
) -> None:
    account, browser = make_actor("analyst"), app.test_client()
    good = {"email": _address(account.name), "password": PASSWORD}
    assert browser.post("/staff/sign-in", data=good).status_code == 303
    assert browser.get("/staff/consultations").status_code == 200
    admin = sign_in("administrator")
    typed = {name: value for name, value in _as_typed(account.name, **change).items() if value}
    assert admin.post(f"/staff/people/{account.id}", data=typed).status_code == 303
    assert "/staff/sign-in" in browser.get("/staff/consultations").headers["Location"]
    assert app.test_client().post("/staff/sign-in", data=good).status_code == 422


def test_a_password_that_is_too_short_is_refused_at_its_field(sign_in: SignIn) -> None:
    admin = sign_in("administrator")
    for password in ("", "short"):
        answer = admin.post("/staff/people/new", data=_as_typed("new", password=password))
        assert answer.status_code == 422 and 'href="#f_password"' in answer.text


def test_each_failure_doubles_the_wait_up_to_a_limit(app: Flask) -> None:
    address = _address(make_actor("analyst").name)
    with time_machine.travel(MORNING, tick=False) as clock:
        for _ in range(FREE_ATTEMPTS):
            with pytest.raises(InvalidInput):
                check_sign_in(address, "wrong")
        for seconds in (2, 4, 8, 16):
            clock.shift(timedelta(seconds=seconds - 1))
            with pytest.raises(TooSoon):
                check_sign_in(address, PASSWORD)
            clock.shift(timedelta(seconds=1))
            with pytest.raises(InvalidInput):
                check_sign_in(address, "wrong")
        clock.shift(LONGEST_DELAY)
        assert check_sign_in(address, PASSWORD).email == address
    assert session().query(SignInFailure).count() == 0


def test_failures_slow_down_one_account_and_nobody_else(app: Flask) -> None:
    slowed, other = _address(make_actor().name), _address(make_actor().name)
    for _ in range(FREE_ATTEMPTS):
        with pytest.raises(InvalidInput):
            check_sign_in(slowed, "wrong")
    assert check_sign_in(other, PASSWORD).email == other


def test_a_wrong_password_and_an_unknown_address_are_refused_in_the_same_words(app: Flask) -> None:
    known = _address(make_actor().name)
    said = set()
    for address in (known, "nobody@example.org"):
        with pytest.raises(InvalidInput) as refused:
            check_sign_in(address, "wrong")
        said.add(str(refused.value))
    assert len(said) == 1


def test_what_failed_is_kept_without_the_address_that_was_typed(app: Flask) -> None:
    with pytest.raises(InvalidInput):
        check_sign_in("someone@example.org", "wrong")
    assert "someone" not in session().query(SignInFailure).one().account_hash


def test_an_unknown_address_costs_as_much_hashing_as_a_known_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted at the library that hashes: a clock would tell strangers who has an account."""
    known, shut = make_actor("analyst"), make_actor("analyst")
    barred = AccountChange(shut.name, _address(shut.name), ("analyst",), is_active=False)
    change_account(SYSTEM, shut.id or 0, barred)
    checked: list[str] = []
    context = app.extensions["security"].pwd_context
    verify = context.verify

    def counting(secret: object, hash: str) -> bool:  # noqa: A002 - the library's word
        checked.append(hash)
        return bool(verify(secret, hash))

    monkeypatch.setattr(context, "verify", counting)
    for name, password in (
        (known.name, PASSWORD),
        (known.name, "wrong"),
        ("nobody", "wrong"),
        (shut.name, PASSWORD),
    ):
        before = len(checked)
        if (name, password) == (known.name, PASSWORD):
            assert check_sign_in(_address(name), password).id == known.id
        else:
            with pytest.raises(InvalidInput):
                check_sign_in(_address(name), password)
        assert len(checked) - before == 1, name
    costs = {found.rpartition("$")[0].rpartition("$")[0] for found in checked}
    assert len(costs) == 1  # the same method with the same parameters
