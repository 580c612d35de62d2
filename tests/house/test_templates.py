"""What every template keeps to, read from its source."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from tests.house.sources import ROOT, relative

TEMPLATES = ROOT / "templates"
FILES = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
PAGES = [path for path in FILES if path.suffix in (".html", ".svg")]
TRANSLATED = [path for path in PAGES if "patterns" not in path.parts]  # for developers only
FORBIDDEN = {
    "a script inside the page": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.I
    ),
    "a stylesheet inside the page": re.compile(r"<style\b|<[^>]*\sstyle\s*=", re.I),
    "a handler inside the page": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "an address that runs script": re.compile(r"javascript:", re.I),
    "text marked safe": re.compile(r"\|\s*safe\b|autoescape\s+false", re.I),
    "a text without context": re.compile(r"(?<![\w.])(?:n?gettext|_)\(|\{%-?\s*trans\b"),
}
JINJA = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.S)
CLASS_BLOCK = re.compile(r"\{% block \w*class\w* %\}.*?\{% endblock", re.S)
MARKUP = re.compile(r"<[^>]*>|\s[\w-]+=\"[^\"]*\"")
SPOKEN = re.compile(r"\s(?:alt|title|aria-label|placeholder|label)=\"([^\"]*)\"")
WORD = re.compile(r"[^\W\d_]{2,}")


class Anything(dict[str, Any]):
    """Filters and tests of which nothing is known but that the application has them."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Any:
        return lambda *values, **options: values[0]

    def get(self, name: str, default: Any = None) -> Any:
        return self[name]


@cache
def _environment() -> Environment:
    extensions = ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
    environment = Environment(loader=FileSystemLoader(TEMPLATES), extensions=extensions)
    environment.filters = Anything(environment.filters)
    environment.tests = Anything(environment.tests)
    return environment


@cache
def _tree(path: Path) -> nodes.Template:
    return _environment().parse(path.read_text(encoding="utf-8"))


def _imported(tree: nodes.Template) -> Iterator[tuple[str, str]]:
    """Each name a template imports: as it is known here, and as it was called there."""
    for found in tree.find_all((nodes.Import, nodes.FromImport)):
        if isinstance(found, nodes.Import):
            yield found.target, found.target
        else:
            for name in found.names:
                yield (name[1], name[0]) if isinstance(name, tuple) else (name, name)


def _names_used(tree: nodes.Template) -> set[str]:
    names = {found.name for found in tree.find_all(nodes.Name) if found.ctx == "load"}
    return names | {found.attr for found in tree.find_all(nodes.Getattr)}


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_a_template_compiles_and_names_only_templates_that_exist(path: Path) -> None:
    environment = _environment()
    environment.compile(path.read_text(encoding="utf-8"), filename=str(path))
    kinds = (nodes.Extends, nodes.Import, nodes.FromImport, nodes.Include)
    for found in _tree(path).find_all(kinds):
        if isinstance(found.template, nodes.Const) and isinstance(found.template.value, str):
            assert (TEMPLATES / found.template.value).exists(), found.template.value


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_a_page_holds_nothing_that_the_security_policy_forbids(path: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(source)] == []


@pytest.mark.parametrize("path", TRANSLATED, ids=relative)
def test_every_word_on_a_page_can_be_translated(path: Path) -> None:
    source = JINJA.sub("", CLASS_BLOCK.sub("", path.read_text(encoding="utf-8")))
    spoken = [text for text in SPOKEN.findall(source) if WORD.search(text)]
    assert spoken + WORD.findall(MARKUP.sub("", source)) == []


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_a_template_uses_what_it_imports(path: Path) -> None:
    tree = _tree(path)
    assert {name for name, _ in _imported(tree)} - _names_used(tree) == set()


def test_every_macro_is_used_somewhere() -> None:
    defined, used = set(), set()
    for path in FILES:
        tree = _tree(path)
        defined |= {found.name for found in tree.find_all(nodes.Macro)}
        used |= _names_used(tree) | {name for _, name in _imported(tree)}
    assert defined - used == set()


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_a_macro_uses_all_that_it_is_given(path: Path) -> None:
    unused = [
        f"{macro.name}: {given.name}"
        for macro in _tree(path).find_all(nodes.Macro)
        for given in macro.args
        if given.name
        not in {each.name for each in macro.find_all(nodes.Name) if each.ctx == "load"}
    ]
    assert unused == []
