"""Error pages: what happened, in the reader's language, and what to do next."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, request
from flask_babel import pgettext
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from engage.kernel.errors import EngageError
from engage.web.locale import translate
from engage.web.rendering import render

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ErrorPage:
    """What the error template shows."""

    status: int
    heading: str
    text: str


def _page(status: int, text: str = "") -> Response:
    headings = {
        400: pgettext("error page", "The request could not be understood"),
        403: pgettext("error page", "You may not see this page"),
        404: pgettext("error page", "Page not found"),
        405: pgettext("error page", "This address does not take that"),
        409: pgettext("error page", "That is not possible now"),
        410: pgettext("error page", "This is no longer here"),
        413: pgettext("error page", "The file is too large"),
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
    return render(
        "errors/error.html",
        ErrorPage(status, heading, text or texts.get(status, "" if status in headings else excuse)),
        status=status,
    )


def init_errors(app: Flask) -> None:
    """Turn refusals, HTTP errors, a busy database and faults into pages."""

    @app.errorhandler(EngageError)
    def refused(problem: EngageError) -> Response:
        return _page(problem.status, translate(problem.message))

    @app.errorhandler(HTTPException)
    def http_error(problem: HTTPException) -> Response | HTTPException:
        if problem.code is None or problem.code < 400:
            return problem
        return _page(problem.code)

    @app.errorhandler(OperationalError)
    def database_error(problem: OperationalError) -> Response:
        log.error("database: %s at %s", type(problem.orig).__name__, request.endpoint)
        answer = _page(503)
        answer.headers["Retry-After"] = "5"
        return answer

    @app.errorhandler(Exception)
    def fault(problem: Exception) -> Response:
        if app.config.get("PROPAGATE_EXCEPTIONS"):
            raise problem
        log.exception("fault at %s", request.endpoint)
        return _page(500)
