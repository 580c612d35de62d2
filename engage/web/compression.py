"""Pages travel compressed; a phone on a slow line gets its first question in one packet train."""

import gzip

from flask import Flask, Response, request

SMALLEST = 860
LEVEL = 5


def takes_compressed() -> bool:
    """Whether the client takes gzip, without a doubt."""
    said = request.headers.get("Accept-Encoding", "").replace(" ", "")
    return "gzip" in said and "gzip;q=0" not in said


def mark_compressed(response: Response) -> Response:
    """Say that the content is compressed, and that other clients get it as it is."""
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response


def _compress(response: Response) -> Response:
    if (
        response.mimetype == "text/html"
        and not response.is_streamed
        and "Content-Encoding" not in response.headers
        and takes_compressed()
        and (response.content_length or 0) >= SMALLEST
    ):
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        mark_compressed(response)
    return response


def init_compression(app: Flask) -> None:
    """Compress HTML for clients that ask for it."""
    app.after_request(_compress)
