"""The demonstration from the command line: half a sample is never served."""

import socket
from pathlib import Path

import click
import pytest

from engage.app import create_app
from engage.cli.demonstrating import prepare_demo, run_demo
from engage.config import Settings
from engage.consultations import list_consultations


class Stopped(Exception):
    """Ctrl+C while the sample is being loaded."""


def test_a_folder_that_was_left_half_loaded_starts_over(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    said: list[str] = []

    def stop_while_answers_are_handed_in(step: str) -> None:
        said.append(step)
        if "responses" in step:
            raise Stopped

    secrets = []
    for _time in range(2):
        with pytest.raises(Stopped):
            prepare_demo(folder, 8000, stop_while_answers_are_handed_in, fresh=False)
        secrets.append((folder / "secret").read_text())
    assert len(said) == 4
    assert said[:2] == said[2:]
    assert secrets[0] != secrets[1]
    settings = Settings(
        environment="development",
        database_url=f"sqlite:///{folder / 'engage.sqlite3'}",
        secret_key=secrets[1],
    )
    with create_app(settings).app_context():
        assert len(list_consultations()) == 1


def test_a_folder_of_something_else_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(click.ClickException, match="not the folder of a demonstration"):
        prepare_demo(tmp_path, 8000, print, fresh=True)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_port_that_is_taken_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"Port {port}.*--port {port + 1}"):
            run_demo(tmp_path / "demo", port, fresh=True)
    assert not (tmp_path / "demo").exists()
