"""Who may import whom, where import-linter's layers do not reach."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import ROOT, relative

DOMAINS = {
    "audit",
    "channels",
    "consultations",
    "demo",
    "people",
    "publishing",
    "responses",
    "roadmap",
    "surveys",
    "themes",
}
WEB = ("flask", "flask_babel", "flask_wtf", "wtforms", "werkzeug", "engage.web")
# What views and forms are made of: how a domain shows its records, and the walk through a survey.
KNOW_THE_WEB = ("views", "forms", "showing", "answering", "reviewing", "walking")


def _modules(folders: set[str]) -> Iterator[Path]:
    for folder in sorted(folders):
        yield from sorted((ROOT / "engage" / folder).rglob("*.py"))


def _imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, names taken from a module as ``module.name``."""
    package = list(path.relative_to(ROOT).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level] if node.level else []
            module = ".".join([*start, *filter(None, [node.module])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _is_in(name: str, module: str) -> bool:
    return name == module or name.startswith(f"{module}.")


def _may_know_the_web(path: Path) -> bool:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return any(part == word or part.endswith(f"_{word}") for part in parts for word in KNOW_THE_WEB)


def _submodule(name: str) -> str | None:
    """The module behind a domain's front door that the import reaches into, if it does."""
    parts = name.split(".")
    if len(parts) < 3 or parts[0] != "engage" or parts[1] not in DOMAINS:
        return None
    inner = ROOT.joinpath(*parts[:3])
    if not (inner.is_dir() or inner.with_suffix(".py").exists()):
        return None
    front_door = inner.parent / "__init__.py"
    is_handed_out = len(parts) == 3 and any(
        name.endswith(f".{parts[2]}.{parts[2]}") for name in _imports(front_door)
    )
    return None if is_handed_out else parts[2]


def test_only_views_and_forms_know_the_web() -> None:
    found = [
        f"{relative(path)} imports {name}"
        for path in _modules(DOMAINS)
        if not _may_know_the_web(path)
        for name in _imports(path)
        if any(_is_in(name, module) for module in WEB)
    ]
    assert found == []


def test_domains_enter_each_other_by_the_front_door() -> None:
    found = [
        f"{relative(path)} imports {name}"
        for path in _modules(DOMAINS)
        for name in _imports(path)
        if _submodule(name) and name.split(".")[1] != path.relative_to(ROOT).parts[1]
    ]
    assert found == []


def test_models_import_nothing_above_them() -> None:
    found = [
        f"{relative(path)} imports {name}"
        for path in _modules(DOMAINS)
        if path.stem == "models"
        for name in _imports(path)
        if _is_in(name, "engage") and name.split(".")[1] in DOMAINS
    ]
    assert found == []


def test_only_the_clock_asks_what_time_it_is() -> None:
    found = []
    for path in _modules(DOMAINS | {"engines", "kernel"}):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and ast.unparse(node.func) in ("datetime.now", "date.today", "time.time"):
                found.append(f"{relative(path)}:{node.lineno}")
    assert [place for place in found if not place.startswith("engage/kernel/clock.py")] == []
