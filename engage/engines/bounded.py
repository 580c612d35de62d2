"""Runs a program of our own on what a stranger sent, in a process with little memory and time."""

import subprocess
import sys
from pathlib import Path

SECONDS = 30
OUT_OF_TIME = -1


def run_bounded(program: Path, content: bytes, *words: str) -> tuple[int, bytes]:
    """The exit code of the program and what it wrote; ``OUT_OF_TIME`` where it was ended.

    The program reads ``content`` from its standard input and limits its own memory.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own file
            [sys.executable, "-I", str(program), *words],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return OUT_OF_TIME, b""
    return done.returncode, done.stdout
