"""Pages that differ for each person by one code alone, rendered and compressed once and kept.

The first page of a survey and the page of a receipt are what every resident asks for; rendering
and compressing them again for each would be the largest part of a completion's work.
"""

import secrets
import struct
import zlib
from collections.abc import Callable, Hashable

from flask import Response, current_app, make_response, render_template, request

from engage.web.compression import mark_compressed, takes_compressed
from engage.web.rendering import site_of_page

KEPT = 256
HOLE = f"code{secrets.token_hex(12)}"
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_LAST_BLOCK = b"\x03\x00"


class _KeptPage:
    """A page around the holes in it. What stands between them is compressed once.

    A code goes between as a stored block, whose sum and length alone are worked out anew (RFC 1951,
    3.2.4; RFC 1952, 2.3).
    """

    def __init__(self, html: str) -> None:
        self._pieces = [piece.encode() for piece in html.split(HOLE)]
        packer = zlib.compressobj(zlib.Z_BEST_COMPRESSION, wbits=-zlib.MAX_WBITS)
        self._packed = [
            packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH) for piece in self._pieces
        ]

    def filled(self, code: str) -> bytes:
        return code.encode().join(self._pieces)

    def compressed(self, code: str) -> bytes:
        put, page = code.encode(), self.filled(code)
        block = struct.pack("<BHH", 0, len(put), len(put) ^ 0xFFFF) + put
        trailer = struct.pack("<II", zlib.crc32(page), len(page))
        return _GZIP_HEADER + block.join(self._packed) + _LAST_BLOCK + trailer


def render_kept(
    template: str, version: Hashable, make_page: Callable[[str], object], code: str
) -> Response:
    """The template with ``make_page(code)``, rendered anew only for another address or version.

    ``version`` is whatever the page depends on beside its address: a page is kept until that
    changes. Nothing else of the request may show in it; an address with a query is never kept.
    """
    if request.query_string or current_app.debug:
        return make_response(render_template(template, page=make_page(code), site=site_of_page()))
    kept: dict[Hashable, _KeptPage] = current_app.extensions.setdefault("engage.kept_pages", {})
    key = (template, request.path, version)
    page = kept.get(key)
    if page is None:
        page = _KeptPage(render_template(template, page=make_page(HOLE), site=site_of_page()))
        if len(kept) >= KEPT:
            kept.clear()
        kept[key] = page
    if takes_compressed():
        return mark_compressed(make_response(page.compressed(code)))
    return make_response(page.filled(code))
