"""Pages that differ for each person by one code alone, rendered once and kept.

The first page of a survey and the page of a receipt are what every resident asks for; rendering
them again for each would be the largest part of a completion's work.
"""

import secrets
from collections.abc import Callable, Hashable

from flask import Response, current_app, make_response, render_template, request

from engage.web.rendering import site_of_page

KEPT = 256
HOLE = f"code{secrets.token_hex(12)}"


def render_kept(
    template: str, version: Hashable, make_page: Callable[[str], object], code: str
) -> Response:
    """The template with ``make_page(code)``, rendered anew only for another address or version.

    ``version`` is whatever the page depends on beside its address: a page is kept until that
    changes. Nothing else of the request may show in it; an address with a query is never kept.
    """
    kept: dict[Hashable, str] = current_app.extensions.setdefault("engage.kept_pages", {})
    key = None if request.query_string or current_app.debug else (template, request.path, version)
    html = kept.get(key)
    if html is None:
        html = render_template(template, page=make_page(HOLE), site=site_of_page())
        if key is not None:
            if len(kept) >= KEPT:
                kept.clear()
            kept[key] = html
    return make_response(html.replace(HOLE, code))
