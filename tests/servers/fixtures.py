"""Databases for tests, each one fresh: a file of SQLite, or a database of a real PostgreSQL."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from tests.servers import postgresql as server_of_postgresql
from tests.servers.postgresql import PostgresqlServer

FOLDER = "ENGAGE_TEST_SERVERS"
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all workers share; only the outermost process removes it."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="engage-test-servers-")
        config.add_cleanup(_remove_servers)


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """A folder that all workers of this run share; whoever asks first fills it by ``make``."""
    place = Path(os.environ[FOLDER], name)
    with server_of_postgresql.locked(place.with_suffix(".lock")):
        if not place.exists():
            unfinished = place.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(place)
    return place


def _remove_servers() -> None:
    folder = Path(os.environ.pop(FOLDER))
    server_of_postgresql.stop_shared_server(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgresql() -> PostgresqlServer:
    """The server of this test run; it starts when the first test asks for it."""
    return server_of_postgresql.shared_server(Path(os.environ[FOLDER]))


@dataclass
class OwnServer:
    """A server that nobody else uses: ``stop`` and ``start`` it at will, on the same port."""

    running: PostgresqlServer

    def stop(self) -> None:
        self.running.stop()

    def start(self) -> None:
        self.running = server_of_postgresql.start(Path(self.running.folder), self.running.port)


@pytest.fixture
def own_postgresql() -> Iterator[OwnServer]:
    """A server of this test's own."""
    place = Path(os.environ[FOLDER], f"own-{uuid4().hex}")
    own = OwnServer(server_of_postgresql.start(server_of_postgresql.folder_for_server(place)))
    yield own
    own.stop()


@pytest.fixture
def postgresql_url(postgresql: PostgresqlServer) -> Iterator[str]:
    """An empty PostgreSQL database of this test's own."""
    name = postgresql.create_database()
    yield postgresql.url(name)
    postgresql.drop_database(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An SQLite file of this test's own, not made yet."""
    return f"sqlite:///{tmp_path / 'engage.sqlite'}"


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """Runs the test twice: on an empty SQLite and on an empty PostgreSQL database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
