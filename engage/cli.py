"""The command ``engage``: serve, work, migrate, import, check, cluster, verify, demonstrate."""

import os
import sys
import time
from pathlib import Path

import click

from engage import __version__


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Consultations, themes and decisions that a resident can follow."""


@main.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema."""
    from flask_migrate import upgrade

    from engage.app import create_app

    with create_app().app_context():
        upgrade()
    click.echo("The database is up to date.")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--threads", default=4, show_default=True)
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site with gunicorn."""
    os.execv(
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "wsgi:app",
            "--chdir",
            str(Path(__file__).resolve().parent.parent),
            "--bind",
            f"{host}:{port}",
            "--worker-class",
            "gthread",
            "--workers",
            str(workers),
            "--threads",
            str(threads),
        ],
    )


@main.command()
@click.option("--once", is_flag=True, help="Stop when no job is left.")
def work(once: bool) -> None:
    """Do background jobs until stopped."""
    from engage.app import JOBS, create_app
    from engage.kernel.jobs import run_next

    app = create_app()
    while True:
        with app.app_context():
            worked = run_next(JOBS)
        if worked:
            continue
        if once:
            return
        time.sleep(1)
