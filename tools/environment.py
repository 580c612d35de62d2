"""Makes ``.venv`` and keeps it equal to the pinned, hashed requirement files.

Only the standard library is used, because this runs before anything is installed. A stamp in
``.venv`` remembers what was installed, so a second call does nothing. What pip has been told about
this machine (indexes, certificates) goes to uv by environment variables and is written nowhere.
"""

import ast
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMP = VENV / "engage-stamp.json"
REQUIREMENTS = ROOT / "requirements"
BUILD = REQUIREMENTS / "build.txt"
LEVELS = ("product", "development")  # each holds all of the one before

UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}


class SetupFailed(Exception):
    """The environment cannot be made; the text says what to do about it."""


def prepare(level: str) -> None:
    """Bring ``.venv`` to ``level`` ("product" or "development"); it is never taken down a level.

    Raises ``SetupFailed`` with what to install, or with the step that failed.
    """
    stamp = _read_stamp()
    wanted = max(level, stamp.get("level", level), key=LEVELS.index)
    digest = _digest(wanted)
    if stamp == {"level": wanted, "digest": digest} and UV.exists():
        return
    STAMP.unlink(missing_ok=True)
    _install(wanted)
    STAMP.write_text(json.dumps({"level": wanted, "digest": digest}), encoding="utf-8")


def compile_pins() -> None:
    """Write the requirement files anew from ``pyproject.toml`` and ``requirements/build.in``.

    Only the main index is asked: a partial mirror beside it would lose the hashes of the files
    that other machines need.
    """
    partial = ("UV_INDEX", "UV_FIND_LINKS", "UV_INDEX_STRATEGY")
    whole = {name: value for name, value in _settings_of_pip().items() if name not in partial}
    pyproject = ROOT / "pyproject.toml"
    sources: dict[str, list[str | Path]] = {
        "build": [REQUIREMENTS / "build.in"],
        "product": [pyproject],
        "development": [pyproject, "--extra", "dev", "-c", REQUIREMENTS / "product.txt"],
    }
    options = (
        "--generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade --quiet "
        "--python-version 3.11"
    )
    for name, source in sources.items():
        target = REQUIREMENTS / f"{name}.txt"
        _uv("pip", "compile", *source, *options.split(), "-o", target, settings=whole)


def _install(level: str) -> None:
    if not PYTHON.exists():
        print("Making .venv", flush=True)
        has_ensurepip = importlib.util.find_spec("ensurepip") is not None
        venv.create(VENV, with_pip=has_ensurepip, clear=True)
    if not UV.exists():
        _run([*_pip(), "install", "--quiet", "--require-hashes", "-r", BUILD])
    print(f"Installing what {level} needs", flush=True)
    requirements = REQUIREMENTS / f"{level}.txt"
    options = "--quiet --no-deps --no-build-isolation --editable"
    settings = _settings_of_pip()
    _uv("pip", "sync", "--quiet", "--require-hashes", BUILD, requirements, settings=settings)
    _uv("pip", "install", *options.split(), ROOT, settings=settings)


def _pip() -> list[str]:
    """A pip that installs into ``.venv``: its own, or else that of the Python running this."""
    if (VENV / "bin" / "pip").exists():
        return [str(PYTHON), "-m", "pip"]
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    raise SetupFailed(
        "This Python has neither ensurepip nor pip. On Debian: apt-get install python3-venv"
    )


def _uv(*arguments: str | Path, settings: dict[str, str]) -> None:
    _run([UV, *arguments], {**settings, **os.environ, "VIRTUAL_ENV": str(VENV)})


def _run(command: Sequence[str | Path], environment: dict[str, str] | None = None) -> None:
    words = [str(word) for word in command]
    if subprocess.run(words, cwd=ROOT, env=environment, check=False).returncode:
        raise SetupFailed(f"This step failed: {' '.join(words)}")


def _settings_of_pip() -> dict[str, str]:
    """What pip was told about indexes and certificates, under the names that uv reads."""
    interpreter = PYTHON if (VENV / "bin" / "pip").exists() else sys.executable
    listing = subprocess.run(
        [interpreter, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    sections: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listing.stdout.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if section in sections and name in UV_NAMES and value:
            words = str(ast.literal_eval(value)).split()
            separator = "," if name == "find-links" else " "
            sections[section][UV_NAMES[name]] = separator.join(words)
    settings = sections["global"] | sections["install"] | sections[":env:"]
    if "UV_INDEX" in settings:
        # pip considers all indexes alike; the hashes make that safe
        settings["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return settings


def _digest(level: str) -> str:
    digest = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for path in (BUILD, REQUIREMENTS / f"{level}.txt", ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read_stamp() -> dict[str, str]:
    if not STAMP.exists():
        return {}
    stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    return stamp
