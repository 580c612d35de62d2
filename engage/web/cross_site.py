"""Refuses writes that another site makes a browser send, by ``Sec-Fetch-Site`` and ``Origin``.

There is no token that could expire in a kiosk's queue and no session for people who have none.
A client that sends neither header is no browser, and carries no one's cookies by accident.
"""

from urllib.parse import urlsplit

from flask import Flask, request

from engage.kernel.db import read_only
from engage.kernel.errors import Forbidden, message

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def _refuse_cross_site() -> None:
    read_only.set(request.method in SAFE)
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site in ("same-origin", "none"):
        return
    origin = request.headers.get("Origin")
    if site is None and (origin is None or urlsplit(origin).netloc == request.host):
        return
    raise Forbidden(
        message("access", "This form was sent from another site. Open the page again and repeat.")
    )


def is_led_here_by_us() -> bool:
    """Whether a page of ours led the browser to this address, as far as the browser says so."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Referer", "")).netloc == request.host


def init_cross_site(app: Flask) -> None:
    """Check every write, and keep pages that only show something from writing."""
    app.before_request(_refuse_cross_site)

    @app.teardown_request
    def forget(_problem: BaseException | None) -> None:
        read_only.set(False)
