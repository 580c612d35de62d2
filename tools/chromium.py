"""Finds the Chromium that browser tests drive, or installs one; never does without.

In this order: ``$ENGAGE_CHROMIUM``; a browser on PATH; Playwright's own download; the packages of
Debian or Ubuntu when this is root.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# the first is Chromium without windows, as some systems package it: it takes half the processor
ON_PATH = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
DOWNLOAD_SECONDS = 600
WHERE_PLAYWRIGHT_KEEPS_IT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


class ChromiumMissing(Exception):
    """No Chromium was found and none could be installed; the text says what to do."""


def find() -> str | None:
    """The path of a Chromium that starts, from ``$ENGAGE_CHROMIUM`` or PATH; None without one.

    Raises ``ChromiumMissing`` where ``$ENGAGE_CHROMIUM`` names something that does not start.
    """
    named = os.environ.get("ENGAGE_CHROMIUM")
    if named:
        if _starts(named):
            return named
        raise ChromiumMissing(f"ENGAGE_CHROMIUM names a Chromium that does not start: {named}")
    found = (shutil.which(name) for name in ON_PATH)
    return next((path for path in found if path and _starts(path)), None)


def find_or_install(python: Path) -> str:
    """The path of a Chromium that starts, downloaded by the Playwright of ``python`` if need be.

    Raises ``ChromiumMissing`` when every way has failed.
    """
    path = find() or _from_playwright(python) or _from_packages()
    if path is None:
        raise ChromiumMissing(
            "The browser tests need Chromium. Install it (on Debian: apt-get install chromium "
            "fonts-noto-core), or set ENGAGE_CHROMIUM to the path of one."
        )
    return path


def _from_playwright(python: Path) -> str | None:
    told = subprocess.run(
        [python, "-c", WHERE_PLAYWRIGHT_KEEPS_IT], capture_output=True, text=True, check=False
    )
    path = told.stdout.strip()
    if not path:
        return None
    if not _starts(path):
        print("Downloading Chromium for the browser tests", flush=True)
        environment = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "15000", **os.environ}
        command = [str(python), "-m", "playwright", "install", "chromium"]
        try:
            subprocess.run(command, env=environment, timeout=DOWNLOAD_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            print("The download took too long.", file=sys.stderr)
    return path if _starts(path) else None


def _from_packages() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    print("Installing Chromium by apt-get for the browser tests", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "update", "--quiet"]
    subprocess.run(update, env=environment, stdin=subprocess.DEVNULL, check=False)
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends"]
    for package in ("chromium-headless-shell", "chromium"):  # Ubuntu has but the second
        words = [*install, package, "fonts-noto-core"]
        subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, check=False)
        if path := find():
            return path
    return None


def _starts(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
