"""All that can be checked without running the product; says all that is wrong, not the first.

Long files are listed for another look; they do not fail the check.
"""

import subprocess
import sys
from pathlib import Path

from tools.environment import ROOT

PYTHON = sys.executable
PROGRAMS = Path(PYTHON).parent
LONG = {"*.py": 300, "*.html": 120, "*.css": 250, "*.js": 120}
CHECKS: dict[str, list[str | Path]] = {
    "format": [PROGRAMS / "ruff", "format", "--check", "--quiet", "."],
    "lint": [PROGRAMS / "ruff", "check", "--quiet", "."],
    "types": [PROGRAMS / "mypy"],
    "layers": [PROGRAMS / "lint-imports", "--no-cache"],
    "templates": [PROGRAMS / "djlint", "templates", "--lint", "--quiet"],
    "translations": [PYTHON, "-m", "tools.translations", "check"],
    "house rules": [PYTHON, "-m", "pytest", "tests/house", "-q", "-p", "no:cacheprovider"],
}


def main() -> int:
    """Run every check, show what the failing ones said, and count them."""
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    _list_long_files()
    print(f"make check: {'failed: ' + ', '.join(failed) if failed else 'all is well'}")
    return 1 if failed else 0


def _passes(name: str, command: list[str | Path]) -> bool:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    print(f"{name:14}{'failed' if done.returncode else 'good'}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def _list_long_files() -> None:
    for folder in ("engage", "templates", "tools", "migrations", "benchmarks"):
        for pattern, limit in LONG.items():
            for path in sorted((ROOT / folder).rglob(pattern)):
                length = len(path.read_text(encoding="utf-8").splitlines())
                if length > limit and "vendor" not in path.parts:
                    print(f"look again: {path.relative_to(ROOT)} has {length} lines")


if __name__ == "__main__":
    raise SystemExit(main())
