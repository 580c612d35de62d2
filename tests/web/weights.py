"""What pages weigh on their way: packed, each file once, with all that scripts and styles load."""

import gzip
import re
from dataclasses import dataclass, field

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PACKED = {"Accept-Encoding": "gzip"}
_NAMED = re.compile(r'(?:href|src)="(/(?:static|pictures)/[^"]+)"')
_ENHANCED = re.compile(r'data-enhance="([^"]+)"')
_IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["']\./([\w.]+\.js)["']""")
_LINKED = re.compile(r"""url\(["']?\.\./([^)"']+)["']?\)""")
STATIC = re.compile(r"^/static/[^/]+/")


@dataclass
class Scale:
    """Weighs pages as a browser with an empty cache fetches them one after another."""

    client: FlaskClient
    seen: set[str] = field(default_factory=set)

    def page(self, answer: TestResponse) -> int:
        """The bytes of a page that came packed, and of what it needs that was not there before."""
        html = gzip.decompress(answer.data).decode()
        weight = len(answer.data)
        named = set(_NAMED.findall(html))
        for address in named:
            weight += self._file(address)
        base = next(found[0] for name in named if (found := STATIC.match(name)))
        for names in _ENHANCED.findall(html) if "enhance.js" in html else ():
            weight += sum(self._file(f"{base}js/{name}.js") for name in names.split())
        return weight

    def _file(self, address: str) -> int:
        if address in self.seen:
            return 0
        self.seen.add(address)
        answer = self.client.get(address, headers=PACKED)
        assert answer.status_code == 200, address
        weight = len(answer.data)
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
        base = STATIC.match(address)
        if base is None or not address.endswith((".js", ".css")):
            return weight
        text = (gzip.decompress(answer.data) if is_packed else answer.data).decode()
        found = [f"{base[0]}js/{name}" for name in _IMPORTED.findall(text)]
        found += [f"{base[0]}{name}" for name in _LINKED.findall(text)]
        return weight + sum(self._file(each) for each in found)
