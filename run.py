#!/usr/bin/env python3
"""Everything a developer runs, by one name each: ``python3 run.py test``.

Needs only Python 3.11 and pip. Each command first brings ``.venv`` up to what it needs.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tools import chromium, environment
from tools.environment import PYTHON, ROOT, VENV

WORKERS = "2"
LEFTOVERS = (
    "build",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
)


def setup(_words: Sequence[str]) -> int:
    """Make .venv with the command engage in it."""
    _prepare("product")
    print("Ready: .venv/bin/engage --help")
    return 0


def demo(words: Sequence[str]) -> int:
    """Fill a city with made-up people and serve it; takes --fresh and --port N."""
    _prepare("product")
    return _call(VENV / "bin" / "engage", "demo", *words)


def test(words: Sequence[str]) -> int:
    """Run all tests, in real browsers and on both databases; takes pytest's arguments."""
    _prepare("development")
    os.environ["ENGAGE_CHROMIUM"] = chromium.find_or_install(PYTHON)
    return _pytest("-n", WORKERS, "--dist", "loadgroup", *words)


def test_fast(words: Sequence[str]) -> int:
    """Run the tests that need neither browser nor PostgreSQL, and no fault injection."""
    _prepare("development")
    chosen = "not browser and not postgresql"
    return _pytest("-n", WORKERS, "-m", chosen, "--ignore=tests/faults", *words)


def check(_words: Sequence[str]) -> int:
    """Check format, lint, types, layers, templates, translations and the house rules."""
    _prepare("development")
    return _python("-m", "tools.check")


def bench(words: Sequence[str]) -> int:
    """Measure how many responses a second are taken in, and how fast."""
    _prepare("development")
    return _python("-m", "benchmarks.completions", *words)


def bench_import(words: Sequence[str]) -> int:
    """Measure seconds and memory of importing 10,000 and 100,000 responses."""
    _prepare("development")
    return _python("-m", "benchmarks.imports", *words)


def bench_themes(words: Sequence[str]) -> int:
    """Measure how well comments are grouped into themes, and what else is found in them."""
    _prepare("development")
    failed = _python("-m", "benchmarks.themes", *words)
    return failed or (0 if words else _python("-m", "benchmarks.theme_findings"))


def bench_scale(words: Sequence[str]) -> int:
    """Measure how time and memory of finding themes grow up to a million comments."""
    _prepare("development")
    return _python("-m", "benchmarks.scale", *words)


def faults(words: Sequence[str]) -> int:
    """Run the fault tests at their full length: kill, cut, fill the disk."""
    _prepare("development")
    os.environ["ENGAGE_CHROMIUM"] = chromium.find_or_install(PYTHON)
    os.environ["ENGAGE_FAULTS"] = "full"
    return _pytest("tests/faults", *words)


def pins(_words: Sequence[str]) -> int:
    """Compile the pinned requirement files anew."""
    _prepare("development")
    environment.compile_pins()
    return 0


def clean(_words: Sequence[str]) -> int:
    """Remove .venv and everything that tools have left behind."""
    for path in (VENV, *(ROOT / name for name in LEFTOVERS), *ROOT.glob("*.egg-info")):
        shutil.rmtree(path, ignore_errors=True)
    for path in (ROOT / "translations").rglob("*.mo"):
        path.unlink()
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "setup": setup,
    "demo": demo,
    "test": test,
    "test-fast": test_fast,
    "check": check,
    "bench": bench,
    "bench-import": bench_import,
    "bench-themes": bench_themes,
    "bench-scale": bench_scale,
    "faults": faults,
    "pins": pins,
    "clean": clean,
}


def _prepare(level: str) -> None:
    environment.prepare(level)
    catalogues = (ROOT / "translations").rglob("*.po")
    if any(_is_newer(path, path.with_suffix(".mo")) for path in catalogues):
        subprocess.run([PYTHON, "-m", "tools.translations", "compile"], cwd=ROOT, check=True)


def _is_newer(source: Path, target: Path) -> bool:
    return not target.exists() or source.stat().st_mtime_ns > target.stat().st_mtime_ns


def _pytest(*words: str) -> int:
    return _python("-m", "pytest", *words)


def _python(*words: str) -> int:
    return _call(PYTHON, *words)


def _call(program: Path, *words: str) -> int:
    try:
        return subprocess.run([program, *words], cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


def main() -> int:
    """Run the command named on the command line and hand back its exit status."""
    listing = "\n".join(f"  {name:14}{command.__doc__}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        usage="run.py COMMAND ...",
        epilog=f"commands:\n{listing}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of those below")
    parser.add_argument("words", nargs=argparse.REMAINDER, help="arguments of the command")
    if len(sys.argv) == 1:
        parser.print_help()
        return 2
    chosen = parser.parse_args()
    try:
        return COMMANDS[chosen.command](chosen.words)
    except (environment.SetupFailed, chromium.ChromiumMissing) as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
