"""A test client that looks at every page it gets and fails on what no page may have."""

import re
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engage.kernel.db import session

EVENT_ATTRIBUTE = re.compile(r"^on[a-z]+$")


class _Looker(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: set[str] = set()
        self.headings = 0
        self.title = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        found = dict(attrs)
        if tag == "html" and not (found.get("lang") and found.get("dir")):
            self.faults.append("html without lang and dir")
        if tag == "h1":
            self.headings += 1
        if tag == "script" and "src" not in found and found.get("type") != "application/json":
            self.faults.append("inline script")
        if tag == "style" or "style" in found:
            self.faults.append(f"inline style on <{tag}>")
        self.faults += [f"{name} on <{tag}>" for name in found if EVENT_ATTRIBUTE.match(name)]
        identifier = found.get("id")
        if identifier is not None:
            if identifier in self.ids:
                self.faults.append(f"id '{identifier}' twice")
            self.ids.add(identifier)
        if tag == "img" and "alt" not in found:
            self.faults.append("img without alt")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass


def faults_of(html: str) -> list[str]:
    """What is wrong with a page, whatever it is about."""
    looker = _Looker()
    looker.feed(html)
    faults = looker.faults
    if looker.headings != 1:
        faults.append(f"{looker.headings} h1")
    if not looker.title.strip():
        faults.append("no title")
    return faults


class DistrustingClient(FlaskClient):
    """Fails a test when a page is malformed, whatever the test is about."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # A request of its own context, as on a server; the test then reads what it has written.
        session().rollback()
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303, 308):
            if "Content-Encoding" not in answer.headers:
                assert faults_of(answer.get_data(as_text=True)) == []
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        return answer
