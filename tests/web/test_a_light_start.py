"""What is loaded when: commands start light, what serves people has all they will need."""

import os
import subprocess
import sys
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).resolve().parents[2]


def _say(program: str, environ: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | environ,
    )
    return done.stdout.strip()


def test_the_application_starts_without_the_clustering_engine() -> None:
    program = "import engage.app, sys; print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    assert _say(program, {}) == "False False"


def test_what_serves_has_the_engine_loaded_and_no_connection_to_share(
    app: Flask, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'engage.sqlite3'}"
    program = (
        "from engage.cli.serving import when_ready; when_ready(None)\n"
        "import wsgi, sys; print('sklearn' in sys.modules)\n"
        "with wsgi.app.app_context(): print(wsgi.db.engine.pool.checkedin())"
    )
    assert _say(program, {"ENGAGE_DATABASE_URL": url}) == "True\n0"
