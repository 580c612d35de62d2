"""The demonstration from the command line: half a sample is never served."""

from pathlib import Path

import pytest

from engage.app import create_app
from engage.cli.demonstrating import prepare_demo
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
