"""Pages: sign in, sign out, the language one works in, staff accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, Response, request, url_for
from flask_babel import pgettext
from flask_security.utils import login_user, logout_user

from engage.kernel.actors import Permission
from engage.kernel.errors import EngageError, InvalidInput
from engage.kernel.languages import STAFF_LOCALES
from engage.people.accounts import (
    Account,
    AccountChange,
    add_account,
    change_account,
    get_account,
    list_accounts,
)
from engage.people.forms import ROLE_NAMES, ROLE_WORK, AccountForm, SignInForm
from engage.people.signing_in import check_sign_in
from engage.web.access import PUBLIC, SIGNED_IN, access, current_actor, find_actor
from engage.web.cookies import set_cookie
from engage.web.locale import STAFF_COOKIE
from engage.web.rendering import flash, render, see_other

blueprint = Blueprint("people", __name__, url_prefix="/staff")

A_YEAR = 365 * 86400


@dataclass(frozen=True)
class SignInPage:
    """Who are you?"""

    form: SignInForm
    next: str


@dataclass(frozen=True)
class PatternsPage:
    """The components need nothing."""


@dataclass(frozen=True)
class AccountsPage:
    """All members of staff."""

    accounts: tuple[Account, ...]
    role_names: Mapping[str, str]


@dataclass(frozen=True)
class AccountPage:
    """One member of staff, new (``account`` None) or known."""

    form: AccountForm
    account: Account | None
    role_names: Mapping[str, str]
    role_work: Mapping[str, str]


def _inside(address: str | None) -> str:
    """The address if it leads into the staff pages, else the staff's first page."""
    parts = urlsplit(address or "")
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/staff")
    return address if address and is_ours and "\\" not in address else url_for("people.home")


@blueprint.get("/")
@access(SIGNED_IN)
def home() -> Response:
    """Where the signed-in person's work begins."""
    actor = current_actor()
    if "operator" in actor.roles and not actor.may(Permission.MANAGE_CONSULTATIONS):
        return see_other(url_for("entry.index"))
    return see_other(url_for("responses.consultations"))


@blueprint.route("/sign-in", methods=["GET", "POST"])
@access(PUBLIC)
def sign_in() -> Response:
    """Show the form, or sign in."""
    form = SignInForm.of_request()
    onward = _inside(request.values.get("next"))
    if request.method == "GET" or not form.validate():
        if find_actor() is not None:
            return see_other(onward)
        status = 200 if request.method == "GET" else 422
        return render("staff/people/sign_in.html", SignInPage(form, onward), status)
    try:
        user = check_sign_in(form.email.data or "", form.password.data or "")
    except InvalidInput as problem:
        form.refuse(problem)
        return render("staff/people/sign_in.html", SignInPage(form, onward), problem.status)
    login_user(user)
    return see_other(onward)


@blueprint.post("/sign-out")
@access(SIGNED_IN)
def sign_out() -> Response:
    """Leave."""
    logout_user()
    return see_other(url_for("people.sign_in"))


@blueprint.get("/language/<code>")
@access(PUBLIC)
def choose_locale(code: str) -> Response:
    """Work in another language, on this device; ``next`` says where one was."""
    answer = see_other(_inside(request.args.get("next")))
    if code in STAFF_LOCALES:
        set_cookie(answer, STAFF_COOKIE, code, A_YEAR)
    return answer


@blueprint.get("/patterns")
@access(SIGNED_IN)
def patterns() -> Response:
    """Every component in every state, for builders and for the accessibility tests."""
    return render("staff/patterns/show.html", PatternsPage())


@blueprint.get("/people")
@access(Permission.ADMINISTER)
def index() -> Response:
    """All accounts."""
    return render(
        "staff/people/index.html", AccountsPage(list_accounts(current_actor()), ROLE_NAMES)
    )


@blueprint.route("/people/new", methods=["GET", "POST"])
@access(Permission.ADMINISTER)
def add() -> Response:
    """Add an account."""
    form = AccountForm.of_request(is_active=True)
    page = AccountPage(form, None, ROLE_NAMES, ROLE_WORK)
    if request.method == "GET" or not form.validate():
        return render("staff/people/edit.html", page, 200 if request.method == "GET" else 422)
    try:
        add_account(
            current_actor(),
            form.name.data or "",
            form.email.data or "",
            form.password.data or "",
            tuple(form.roles.data or ()),
        )
    except InvalidInput as problem:
        form.refuse(problem)
        return render("staff/people/edit.html", page, 422)
    flash("good", pgettext("people", "The account was added."))
    return see_other(url_for("people.index"))


@blueprint.route("/people/<int:account_id>", methods=["GET", "POST"])
@access(Permission.ADMINISTER)
def edit(account_id: int) -> Response:
    """Change an account."""
    account = get_account(current_actor(), account_id)
    form = AccountForm.of_request(
        name=account.name, email=account.email, roles=account.roles, is_active=account.is_active
    )
    page = AccountPage(form, account, ROLE_NAMES, ROLE_WORK)
    if request.method == "GET" or not form.validate():
        return render("staff/people/edit.html", page, 200 if request.method == "GET" else 422)
    try:
        change = AccountChange(
            form.name.data or "",
            form.email.data or "",
            tuple(form.roles.data or ()),
            bool(form.is_active.data),
            form.password.data or "",
        )
        change_account(current_actor(), account_id, change)
    except EngageError as problem:
        form.refuse(InvalidInput(problem.message, getattr(problem, "fields", {})))
        return render("staff/people/edit.html", page, 422)
    flash("good", pgettext("people", "The account was changed."))
    return see_other(url_for("people.index"))
