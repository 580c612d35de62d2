"""Static files under an address that carries a digest of them all, so browsers keep them for ever.

One digest for the whole folder lets scripts import each other by relative address.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, send_from_directory, url_for

from engage.web.access import PUBLIC, access
from engage.web.compression import takes_compressed

COMPRESSIBLE = {".css", ".js", ".svg", ".json"}


@cache
def _read(folder: Path) -> tuple[str, dict[str, bytes]]:
    """The digest of a folder and its files compressed, read once: a running site changes none."""
    digest, packed = hashlib.sha256(), {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name, content = path.relative_to(folder).as_posix(), path.read_bytes()
            digest.update(name.encode() + content)
            if path.suffix in COMPRESSIBLE:
                packed[name] = gzip.compress(content, 9, mtime=0)
    return digest.hexdigest()[:12], packed


def init_static_files(app: Flask, folder: Path) -> None:
    """Serve ``folder`` under ``/static/<digest>/`` and give templates ``static_url``."""
    digest, packed = _read(folder)

    @app.get("/static/<digest>/<path:name>", endpoint="static_file")
    @access(PUBLIC)
    def static_file(digest: str, name: str) -> Response:  # noqa: ARG001 - only for the cache
        response = send_from_directory(folder, name, conditional=True)
        is_whole = response.status_code == 200  # a part of a file has its own length
        if name in packed and is_whole and takes_compressed():
            response.direct_passthrough = False
            response.set_data(packed[name])
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    def static_url(name: str) -> str:
        return url_for("static_file", digest=digest, name=name)

    app.jinja_env.globals["static_url"] = static_url
