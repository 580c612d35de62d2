"""The files of the project as its rules see them: without what is vendored, built or ignored."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = (
    ".ci",
    "benchmarks",
    "docs",
    "engage",
    "migrations",
    "requirements",
    "templates",
    "tests",
    "tools",
    "translations",
)
BUILT = {"__pycache__", "vendor"}


def project_files() -> Iterator[Path]:
    """Every file of the project, whatever its kind."""
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.name != ".coverage")
    for folder in FOLDERS:
        for place, inner, names in os.walk(ROOT / folder):
            inner[:] = sorted(set(inner) - BUILT)
            yield from (Path(place, name) for name in sorted(names) if not name.endswith(".mo"))


def text_of(path: Path) -> str | None:
    """What the file says; None where it holds bytes that are no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def relative(path: Path) -> str:
    """The path as the project says it."""
    return path.relative_to(ROOT).as_posix()
