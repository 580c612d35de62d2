"""What stands in a command's way is told in a sentence, and a fault of ours is not hidden."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from engage.cli import main
from engage.cli.obstacles import PlainGroup
from tests.app_fixtures import SECRET
from tests.servers.postgresql import PostgresqlServer

ROOT = Path(__file__).resolve().parents[2]
UPGRADE = "run engage db upgrade first"


def _run(*words: str, **environ: str) -> Result:
    return CliRunner().invoke(main, words, env={"ENGAGE_SECRET_KEY": SECRET, **environ})


@pytest.mark.parametrize(
    "words",
    [("verify",), ("work", "--once"), ("people", "password", "a@b.example", "--password", "long")],
)
def test_a_database_without_the_schema_is_told_how_to_get_it(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    done = _run(*words, ENGAGE_DATABASE_URL=f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert done.exit_code == 1 and UPGRADE in done.output


@pytest.mark.postgresql
def test_so_is_one_of_postgresql(postgresql: PostgresqlServer) -> None:
    name = postgresql.create_database()
    done = _run("verify", ENGAGE_DATABASE_URL=postgresql.url(name))
    postgresql.drop_database(name)
    assert done.exit_code == 1 and UPGRADE in done.output


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"ENGAGE_DATABASE_URL": "mysql://city/engage"}, "must begin with sqlite:/// or postgre"),
        ({"ENGAGE_DATABASE_URL": "sqlite:////dev/null/engage.sqlite3"}, "/dev/null"),
        ({"ENGAGE_DATABASE_URL": "postgresql://city@127.0.0.1:1/engage"}, "The database says"),
        ({"ENGAGE_ENVIRONMENT": "production"}, "ENGAGE_BASE_URL must begin with https://"),
    ],
)
def test_settings_that_cannot_be_used_are_named(environ: dict[str, str], said: str) -> None:
    for command in ("verify", "serve") if "must" in said else ("verify",):
        done = _run(command, **environ)
        assert done.exit_code == 1 and said in done.output


def test_the_server_does_not_start_on_a_database_without_the_schema(tmp_path: Path) -> None:
    program = "from engage.cli.serving import when_ready; when_ready(None)"
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"ENGAGE_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert UPGRADE in done.stderr and "Traceback" not in done.stderr


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    @click.group(cls=PlainGroup)
    def group() -> None: ...

    @group.command()
    def fail() -> None:
        raise KeyError("ours")

    assert isinstance(CliRunner().invoke(group, ["fail"]).exception, KeyError)
