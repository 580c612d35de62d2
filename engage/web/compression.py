"""Pages travel compressed; a phone on a slow line gets its first question in one packet train."""

import gzip

from flask import Flask, Response, request

SMALLEST = 860
LEVEL = 5


def _compress(response: Response) -> Response:
    if (
        response.mimetype == "text/html"
        and not response.is_streamed
        and "Content-Encoding" not in response.headers
        and "gzip" in request.headers.get("Accept-Encoding", "")
        and (response.content_length or 0) >= SMALLEST
    ):
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.add("Vary", "Accept-Encoding")
    return response


def init_compression(app: Flask) -> None:
    """Compress HTML for clients that ask for it."""
    app.after_request(_compress)
