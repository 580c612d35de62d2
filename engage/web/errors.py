"""Error pages: what happened, in the reader's language, and what to do next."""

import errno
import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, request, url_for
from flask_babel import format_decimal, pgettext
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from engage.kernel.errors import EngageError
from engage.kernel.faults import fault_told
from engage.web.locale import translate
from engage.web.rendering import render

log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
PIECE = 64 * 1024
READ_ON = 400 * MEGABYTE
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
READ_ONLY_DATABASE = "25006"  # SQLSTATE, of PostgreSQL
KIOSK_STARTS_OVER = 90  # seconds


@dataclass(frozen=True)
class ErrorPage:
    """What the error template shows; ``back_href`` is the form to go on with, if there is one.

    ``again`` is what was sent, name by name, to be sent to ``again_href`` once more.
    """

    status: int
    heading: str
    text: str
    back_href: str = ""
    again_href: str = ""
    again: tuple[tuple[str, str], ...] = ()


def _page(status: int, text: str = "", back_href: str = "", **again: Any) -> Response:
    headings = {
        400: pgettext("error page", "The request could not be understood"),
        403: pgettext("error page", "You may not see this page"),
        404: pgettext("error page", "Page not found"),
        405: pgettext("error page", "This address does not take that"),
        409: pgettext("error page", "That is not possible now"),
        410: pgettext("error page", "This is no longer here"),
        413: pgettext("error page", "What you sent is too large"),
        422: pgettext("error page", "Something has to be corrected"),
        429: pgettext("error page", "Too many attempts"),
        503: pgettext("error page", "The service is busy"),
    }
    texts = {
        404: pgettext("error page", "Check the address, or start from the home page."),
        429: pgettext("error page", "Wait a few minutes, then try again."),
        503: pgettext(
            "error page",
            "Nothing was saved. Go back, your answers are still on the page, and send them again.",
        ),
    }
    fault = pgettext("error page", "Something went wrong on our side")
    excuse = pgettext("error page", "Nothing you sent was saved. Go back and try again.")
    heading = headings.get(status, fault)
    told = text or texts.get(status, "" if status in headings else excuse)
    page = ErrorPage(status, heading, told, back_href, **again)
    if not request.path.startswith("/kiosk"):
        return render("errors/error.html", page, status=status)
    answer = render("errors/kiosk.html", page, status=status, is_kiosk=True)
    answer.headers["Refresh"] = f"{KIOSK_STARTS_OVER}; url={url_for('kiosk.welcome', left=1)}"
    return answer


def _unavailable() -> Response:
    """Nothing can be stored or read just now; what was sent stays in the page, to be sent again."""
    g.setdefault("actor", None)  # asking who is signed in would need the database, too
    if request.method == "GET":
        told = pgettext("error page", "Wait a moment, then open this page again.")
        answer = _page(503, told)
    elif _can_be_sent_again():
        told = pgettext(
            "error page",
            "Nothing was saved, but what you entered is still here. Wait a moment, then send it "
            "again.",
        )
        sent = tuple(request.form.items(multi=True))
        answer = _page(503, told, again_href=request.full_path.rstrip("?"), again=sent)
    else:
        answer = _page(503)
    answer.headers["Retry-After"] = "5"
    return answer


def _can_be_sent_again() -> bool:
    """Not with a password, which belongs into no page, nor with files, which none can hold."""
    most = request.max_form_memory_size
    if most is not None and (request.content_length or 0) > most:
        return False
    return "password" not in request.form and not any(each.filename for each in _files())


def _files() -> list[Any]:
    return [each for _name, each in request.files.items(multi=True)]


def _too_large() -> Response:
    """What the limit is and the way back; the rest of what comes is read, or nobody would see it.

    A browser that is still sending when the answer comes shows a lost connection instead.
    """
    most, sent = request.max_content_length or 0, request.content_length or 0
    if sent <= most:
        told = pgettext("error page", "What you wrote is longer than we can take. Shorten it.")
        return _page(413, told, _way_back())
    left = min(sent, READ_ON)
    while left > 0:
        read = len(request.environ["wsgi.input"].read(min(left, PIECE)))
        left = left - read if read else 0
    told = pgettext(
        "error page",
        "Everything sent at once may have %(most)s MB. Nothing of this page was saved. Go back, "
        "choose smaller files or fewer at a time, and send again.",
        most=format_decimal(most // MEGABYTE),
    )
    return _page(413, told, _way_back())


def _way_back() -> str:
    """The page that was sent from, if it is one of ours."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host:
        return ""
    return came.path + (f"?{came.query}" if came.query else "")


def init_errors(app: Flask) -> None:
    """Turn refusals, HTTP errors, a busy database and faults into pages."""

    @app.errorhandler(EngageError)
    def refused(problem: EngageError) -> Response:
        return _page(problem.status, translate(problem.message))

    @app.errorhandler(HTTPException)
    def http_error(problem: HTTPException) -> Response | HTTPException:
        if problem.code is None or problem.code < 400:
            return problem
        if isinstance(problem, RequestEntityTooLarge):
            return _too_large()
        return _page(problem.code)

    @app.errorhandler(Exception)
    def fault(problem: Exception) -> Response:
        gone = _what_is_gone(problem)
        if gone:
            log.error("%s at %s", gone, request.endpoint)
            return _unavailable()
        if app.config.get("PROPAGATE_EXCEPTIONS"):
            raise problem
        log.error("fault at %s\n%s", request.endpoint, fault_told(problem))
        return _page(500)


def _what_is_gone(problem: Exception) -> str:
    """What can store or read nothing just now, for the log; empty where the fault is our own."""
    if isinstance(problem, OperationalError):
        return f"database: {type(problem.orig).__name__}"
    if isinstance(problem, NoConnectionLeft):
        return "database: no connection left"
    if isinstance(problem, InternalError):
        is_read_only = getattr(problem.orig, "sqlstate", "") == READ_ONLY_DATABASE
        return "database: read-only" if is_read_only else ""
    if isinstance(problem, OSError) and problem.errno in NO_ROOM:
        return f"disk: {problem.strerror}"
    return ""
