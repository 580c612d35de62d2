"""What gunicorn does on the way up, beside what ``engage serve`` tells it on its command line."""

import sys
from importlib import import_module
from typing import Any

from engage.config import UnsafeSettings


def when_ready(_server: Any) -> None:
    """Load everything once, before the workers are forked from this process and share it.

    By now it listens: who calls meanwhile waits and is not refused, as ``--preload`` would do.
    """
    try:
        import_module("wsgi")
    except UnsafeSettings as unsafe:
        sys.exit(f"Error: {unsafe}")
