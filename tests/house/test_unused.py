"""Nothing is defined that nothing reads: names of modules, and fields of records."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.sources import ROOT, relative

ENGAGE = sorted((ROOT / "engage").rglob("*.py"))
READERS = [
    *ENGAGE,
    ROOT / "wsgi.py",
    *sorted((ROOT / "migrations").rglob("*.py")),
    *sorted((ROOT / "tools").rglob("*.py")),
    *sorted((ROOT / "benchmarks").rglob("*.py")),
]
CALLED_BY_NAME = {"when_ready"}  # gunicorn looks it up in its configuration
WORD = re.compile(r"[^\W\d]\w*")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _read_in(tree: ast.Module) -> Iterator[str]:
    """Every name that the module reads, imports or spells out as a string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from WORD.findall(node.value) if len(node.value) < 60 else ()


def _defined_in(tree: ast.Module) -> Iterator[str]:
    """Functions, classes and constants of the module, but for what a decorator hands on."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (each.id for each in node.targets if isinstance(each, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _fields_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(map(_is_record, node.decorator_list)):
            for each in node.body:
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
                    yield each.target.id


def _is_record(decorator: ast.expr) -> bool:
    return "dataclass" in ast.unparse(decorator)


@pytest.fixture(scope="module")
def read() -> Counter[str]:
    found = Counter[str]()
    for path in READERS:
        found.update(_read_in(_tree(path)))
    for path in (ROOT / "templates").rglob("*"):
        if path.is_file():
            found.update(WORD.findall(path.read_text(encoding="utf-8")))
    return found


def test_every_name_of_a_module_is_read_somewhere(read: Counter[str]) -> None:
    found = [
        f"{relative(path)}: {name}"
        for path in ENGAGE
        for name in _defined_in(_tree(path))
        if not read[name] and name not in CALLED_BY_NAME and not name.startswith("__")
    ]
    assert found == []


def test_every_field_of_a_record_is_read_somewhere(read: Counter[str]) -> None:
    found = [
        f"{relative(path)}: {name}"
        for path in ENGAGE
        for name in _fields_in(_tree(path))
        if not read[name]
    ]
    assert found == []
