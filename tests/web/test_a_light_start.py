"""The web process starts without what only the worker needs."""

import subprocess
import sys


def test_the_application_starts_without_the_clustering_engine() -> None:
    program = "import engage.app, sys; print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False False"
