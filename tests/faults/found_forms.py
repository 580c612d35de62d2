"""The forms on a page, as a browser would find and send them.

What a form would send is known with its names and values, so that it can be spoiled with care:
what lacks its hidden fields never comes further than the first check.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FoundForm:
    """Where a form is sent, and what a browser would send with it; ``files`` are names."""

    address: str
    fields: Pairs = ()
    files: tuple[str, ...] = ()


@dataclass
class _Open:
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def put(self, name: str, value: str, is_better: bool) -> None:
        """One of several to choose from: the first, or the one that is chosen already."""
        is_there = any(each == name for each, _ in self.fields)
        if is_better or not is_there:
            self.fields = [each for each in self.fields if each[0] != name]
            self.fields.append((name, value))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[_Open] = []
        self._named: dict[str, _Open] = {}
        self._within: _Open | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._within = _Open(found.get("action", ""), found.get("method", "get").lower())
            self.forms.append(self._within)
            self._named[found.get("id", "")] = self._within
        form = self._named.get(found["form"]) if "form" in found else self._within
        if form is not None and tag in ("input", "textarea", "select", "button", "option"):
            self._add(form, tag, found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._within = None

    def _add(self, form: _Open, tag: str, found: dict[str, str]) -> None:
        name, value = found.get("name", ""), found.get("value", "")
        if tag == "select":
            self._select = name
        elif tag == "option":
            form.put(self._select, value, "selected" in found)
        elif tag == "button" or found.get("type") == "submit":
            form.elsewhere += [found["formaction"]] if "formaction" in found else []
            form.buttons += [(name, value)] if name else []
        elif found.get("type") == "file":
            form.files.append(name)
        elif found.get("type") == "radio":
            form.put(name, value, "checked" in found)
        elif name:
            form.fields.append((name, value))


def forms_of(page: str, here: str) -> list[FoundForm]:
    """Every form on a page that posts, once for each of its buttons and their addresses."""
    reader = _Reader()
    reader.feed(page)
    return [each for form in reader.forms if form.method == "post" for each in _sent(form, here)]


def _sent(form: _Open, here: str) -> Iterator[FoundForm]:
    for button in form.buttons or [("", "")]:
        fields = (*form.fields, *([button] if button[0] else []))
        for action in (form.action, *form.elsewhere):
            yield FoundForm(urljoin(here, action or here), fields, tuple(form.files))
