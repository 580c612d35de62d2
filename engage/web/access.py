"""Every route says who may call it; the application refuses to start if one does not."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from engage.kernel.actors import Actor, Permission
from engage.kernel.errors import Forbidden, message

View = TypeVar("View", bound=Callable[..., Any])
Access = Permission | str

PUBLIC = "public"
SIGNED_IN = "signed in"
KIOSK = "kiosk"


class UndeclaredAccess(RuntimeError):
    """A route exists that does not say who may call it."""


def access(*allowed: Access) -> Callable[[View], View]:
    """Declare who may call a view: ``PUBLIC``, ``SIGNED_IN``, ``KIOSK``, or any of the permissions.

    ``KIOSK`` routes check the device's own token themselves; no staff session opens them.
    """

    def declare(view: View) -> View:
        view.__access__ = allowed  # type: ignore[attr-defined]  # functions take attributes
        return view

    return declare


def declared_access(app: Flask) -> dict[str, tuple[Access, ...]]:
    """Endpoint to what it declares; raises ``UndeclaredAccess`` naming the first that does not."""
    table = {}
    for rule in app.url_map.iter_rules():
        allowed = getattr(app.view_functions[rule.endpoint], "__access__", None)
        if not allowed:
            raise UndeclaredAccess(f"{rule.endpoint} ({rule.rule}) does not declare who may call.")
        table[rule.endpoint] = allowed
    return table


def find_actor() -> Actor | None:
    """The signed-in person of this request, or None. Asked once a request."""
    if "actor" not in g:
        g.actor = current_app.extensions["engage.find_actor"]()
    actor: Actor | None = g.actor
    return actor


def current_actor() -> Actor:
    """The signed-in person of this request; raises ``Forbidden`` where there is none."""
    actor = find_actor()
    if actor is None:
        raise Forbidden(message("access", "Sign in first."))
    return actor


def act_because(reason: str) -> None:
    """Let the signed-in person of this request act for a reason."""
    actor = find_actor()
    if actor is not None:
        g.actor = actor.because(reason)


def guard() -> Response | None:
    """Let the request through, send it to sign in, or raise ``Forbidden``."""
    if request.endpoint is None:
        return None
    allowed = current_app.extensions["engage.access"][request.endpoint]
    if PUBLIC in allowed or KIOSK in allowed:
        return None
    actor = find_actor()
    if actor is None:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("people.sign_in", next=back), 303)
    if _lets_in(allowed, actor):
        return None
    raise Forbidden(message("access", "Your role does not allow this."))


def may_call(endpoint: str) -> bool:
    """Whether whoever is signed in may call a route, so that nobody is led to a closed door."""
    actor = find_actor()
    return actor is not None and _lets_in(current_app.extensions["engage.access"][endpoint], actor)


def _lets_in(allowed: tuple[Any, ...], actor: Actor) -> bool:
    return SIGNED_IN in allowed or any(actor.may(one) for one in allowed if one != SIGNED_IN)


def init_access(app: Flask, find: Callable[[], Actor | None]) -> None:
    """Guard every request; call after all routes are registered."""
    app.extensions["engage.find_actor"] = find
    app.extensions["engage.access"] = declared_access(app)
    app.before_request(guard)
