"""What gunicorn does on the way up, beside what ``engage serve`` tells it on its command line."""

from importlib import import_module
from typing import Any


def when_ready(_server: Any) -> None:
    """Load everything once, before the workers are forked from this process and share it.

    By now it listens: who calls meanwhile waits and is not refused, as ``--preload`` would do.
    """
    import_module("wsgi")
