"""``engage demo``: a database, the sample, a worker and the site, in one command."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click
from flask_migrate import upgrade

from engage.app import JOBS, create_app
from engage.config import Settings
from engage.demo import (
    DEMO_ACCOUNTS,
    PASSWORD,
    add_demo_accounts,
    is_loaded,
    load_sample,
    sample_receipt,
)

ROOT = Path(__file__).resolve().parents[2]
KEY_FILE = "secret"  # written first of all: by it a demonstration's folder is known
UNFINISHED = "unfinished"  # stands in the folder while the sample is loaded


def run_demo(folder: Path, port: int, *, fresh: bool) -> None:
    """Prepare the data where it is missing, then serve until stopped."""
    refuse_taken_port(port)
    environ, receipt = prepare_demo(folder, port, click.echo, fresh=fresh)
    site = f"http://127.0.0.1:{port}"
    click.echo(f"\nEngage is at {site}/  (answers and people are made up)")
    if receipt:
        click.echo(f"What became of a response: {site}/en/follow with the receipt {receipt}")
    click.echo(f"Staff sign in at {site}/staff/sign-in, all with the password {PASSWORD}")
    for role, (name, email) in DEMO_ACCOUNTS.items():
        click.echo(f"  {role.replace('_', ' '):16} {email:36} {name}")
    click.echo("Stop with Ctrl+C. Run it again to keep the data; --fresh starts over.\n")
    _serve(environ, port)


def refuse_taken_port(port: int) -> None:
    """Exit before anything is prepared, or deleted, where somebody serves at this port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            text = f"Port {port} can't be had ({problem.strerror}). Name another: --port {port + 1}"
            raise click.ClickException(text) from problem


def prepare_demo(
    folder: Path, port: int, say: Callable[[str], None], *, fresh: bool
) -> tuple[dict[str, str], str | None]:
    """Load the sample unless it is there; gives the settings to serve it with and a receipt in it.

    A folder that was left while the sample was being loaded starts over: half of it helps nobody.
    One that holds other things is refused: starting over would delete them.
    """
    unfinished = folder / UNFINISHED
    if folder.exists() and any(folder.iterdir()) and not (folder / KEY_FILE).exists():
        raise click.ClickException(f"{folder} is not the folder of a demonstration.")
    if folder.exists() and (fresh or unfinished.exists()):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    environ = _environ(folder.resolve(), port)
    app = create_app(Settings.from_env(environ))
    with app.app_context():
        upgrade()
        if not is_loaded():
            unfinished.touch()
            add_demo_accounts()
            load_sample(JOBS, lambda step: say(f"  {step} ..."))
            unfinished.unlink()
        return environ, sample_receipt()


def _environ(folder: Path, port: int) -> dict[str, str]:
    secret = folder / KEY_FILE
    if not secret.exists():
        secret.write_text(secrets.token_urlsafe(32))
        secret.chmod(0o600)
    return os.environ | {
        "ENGAGE_ENVIRONMENT": "development",
        "ENGAGE_DATABASE_URL": f"sqlite:///{folder / 'engage.sqlite3'}",
        "ENGAGE_SECRET_KEY": secret.read_text(),
        "ENGAGE_BASE_URL": f"http://127.0.0.1:{port}",
    }


def _serve(environ: dict[str, str], port: int) -> None:
    engage = [sys.executable, "-c", "from engage.cli import main; main()"]
    signal.signal(signal.SIGTERM, _interrupt)
    worker = subprocess.Popen([*engage, "work"], env=environ, cwd=ROOT)
    server = subprocess.Popen([*engage, "serve", "--port", str(port)], env=environ, cwd=ROOT)
    try:
        server.wait()
    except KeyboardInterrupt:
        server.send_signal(signal.SIGTERM)
        server.wait()
    finally:
        worker.terminate()
        worker.wait()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Whoever ends the demonstration ends its server and its worker, too."""
    raise KeyboardInterrupt
