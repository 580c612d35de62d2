"""Stylesheets hold rules only for what pages have."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT, relative

STATIC = ROOT / "engage" / "static"
STYLESHEETS = sorted((STATIC / "css").glob("*.css"))
OF_LEAFLET = "leaflet-"
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
CLASSES = re.compile(r'class="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"', re.S)
CLASS_BLOCK = re.compile(r"\{% block \w*class\w* %\}(.*?)\{% endblock")
SPOKEN = re.compile(r"n?pgettext\([^()]*\)")
NAME = re.compile(r"[\w-]+")
QUOTED = re.compile(r'"([^"\n]*)"')


def _in_template(source: str) -> Iterator[str]:
    source = re.sub(r"\{#.*?#\}", "", source, flags=re.S)
    for words in CLASSES.findall(source) + CLASS_BLOCK.findall(source):
        yield from NAME.findall(JINJA.sub(" ", words))
    for code in JINJA.findall(source):
        yield from " ".join(QUOTED.findall(SPOKEN.sub("", code))).split()


def _in_module(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from node.value.split() if len(node.value) < 60 else ()


def _in_script(source: str) -> Iterator[str]:
    for double, back in re.findall(r'"([^"\n]*)"|`([^`]*)`', source):
        yield from NAME.findall(double + back)


def _classes_of_pages() -> set[str]:
    found: set[str] = set()
    for folder, pattern, read in (
        (ROOT / "templates", "*.html", _in_template),
        (ROOT / "engage", "*.py", _in_module),
        (STATIC / "js", "*.js", _in_script),
    ):
        for path in folder.rglob(pattern):
            found |= set(read(path.read_text(encoding="utf-8")))
    return found


def _beginnings() -> tuple[str, ...]:
    """What classes begin with whose end is computed: ``class="depth-{{ ... }}"``."""
    found = set()
    for path in (ROOT / "templates").rglob("*.html"):
        for words in CLASSES.findall(path.read_text(encoding="utf-8")):
            found |= set(re.findall(r"([\w-]+)\{\{", words))
    return tuple(found)


def _is_computed(name: str, beginnings: tuple[str, ...]) -> bool:
    return any(
        name.startswith(start) and (start.endswith("-") or name.removeprefix(start).isdigit())
        for start in beginnings
    )


def _selectors(path: Path) -> str:
    source = re.sub(r'/\*.*?\*/|"[^"]*"', "", path.read_text(encoding="utf-8"), flags=re.S)
    return re.sub(r"\{[^{}]*\}", " ", source)


@pytest.fixture(scope="module")
def classes() -> set[str]:
    return _classes_of_pages()


@pytest.mark.parametrize("path", STYLESHEETS, ids=relative)
def test_a_stylesheet_styles_only_classes_that_pages_have(path: Path, classes: set[str]) -> None:
    styled = set(re.findall(r"\.([a-zA-Z][\w-]*)", _selectors(path)))
    beginnings = _beginnings()
    assert {
        name
        for name in styled - classes
        if not name.startswith(OF_LEAFLET) and not _is_computed(name, beginnings)
    } == set()


@pytest.mark.parametrize("path", STYLESHEETS, ids=relative)
def test_a_stylesheet_asks_only_for_properties_that_are_set(path: Path) -> None:
    every = "\n".join(each.read_text(encoding="utf-8") for each in STYLESHEETS)
    asked = re.findall(r"var\((--[\w-]+)\)", path.read_text(encoding="utf-8"))
    assert set(asked) <= set(re.findall(r"(--[\w-]+)\s*:", every))
