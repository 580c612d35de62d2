"""A receipt as a QR code that opens the page on which it is followed."""

import segno
from flask import url_for
from markupsafe import Markup

from engage.web.rendering import settings


def receipt_picture(code: str) -> Markup:
    """The picture as an SVG element to stand in a page, black on white in every theme."""
    href = settings().base_url + url_for("outcome.follow", code=code)
    return Markup(segno.make(href, error="m").svg_inline(scale=4, border=4, light="#ffffff"))  # noqa: S704 - drawn by segno, no text of people in it
