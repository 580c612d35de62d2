"""What developers run: the environment, the browser for tests, the translations, the checks."""

import sys

# before anything is read that an older Python does not understand
if sys.version_info < (3, 11):  # noqa: UP036 - whatever python3 is here starts this
    sys.exit(f"Engage needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
