"""The application for tests: on a fresh database, as somebody, and on a real socket."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MethodType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule
from werkzeug.serving import make_server

from engage.config import Settings
from tests.distrusting_client import DistrustingClient
from tests.factories import PASSWORD, make_actor
from tests.schema import make_schema
from tests.servers.fixtures import BOTH, FOLDER, made_once
from tests.servers.postgresql import PostgresqlServer

SECRET = "only for tests, long enough to be a secret"


def _create_app(url: str) -> Flask:
    # imported only when asked for, so that tests of engines need no application
    from engage.app import create_app

    return create_app(Settings(environment="test", database_url=url, secret_key=SECRET))


@pytest.fixture(scope="session", autouse=True)
def addresses_are_compiled_once() -> Iterator[None]:
    """Werkzeug reads and writes code for every address of every application, always the same.

    That is more than half of what it takes to make an application, and a run makes over a thousand.
    """
    compiled: dict[tuple[object, ...], tuple[dict[str, Any], Any, Any]] = {}
    compile_one = Rule.compile

    def look_up(rule: Rule) -> None:
        given = tuple(sorted((rule.defaults or {}).items()))
        kinds = tuple(rule.map.converters.values())
        key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, given, kinds)
        if key not in compiled:
            compile_one(rule)
            kept = {name: vars(rule)[name] for name in ("_parts", "_trace", "_converters")}
            kept["arguments"] = frozenset(rule.arguments)
            compiled[key] = kept, rule._build.__func__, rule._build_unknown.__func__
            return
        kept, build, build_unknown = compiled[key]
        vars(rule).update(kept, arguments=set(kept["arguments"]))
        vars(rule).update(_build=MethodType(build, rule))
        vars(rule).update(_build_unknown=MethodType(build_unknown, rule))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", look_up)
        yield


def _hurry(app: Flask) -> None:
    """Leave out what makes thousands of fresh applications slow and is tested on its own.

    Hashing a password is slow on purpose (``test_passwords.py`` has it as it is served), and
    templates need to be compiled once for all applications of a test run.
    """
    cheapest = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
    app.extensions["security"].pwd_context.update(**cheapest)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(os.environ[FOLDER])


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds the schema and nothing else, to be copied."""
    path = tmp_path_factory.mktemp("schema") / "empty.sqlite3"
    make_schema(_create_app(f"sqlite:///{path}"))
    return path


def running_on(url: str) -> Iterator[Flask]:
    """The application on the database behind ``url``, within its context."""
    app = _create_app(url)
    _hurry(app)
    app.test_client_class = DistrustingClient
    with app.app_context():
        yield app
        app.extensions["sqlalchemy"].session.remove()
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def app(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on a fresh SQLite file, within its context."""
    path = tmp_path / "engage.sqlite3"
    shutil.copy(sqlite_template, path)
    yield from running_on(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgresql_template(postgresql: PostgresqlServer) -> str:
    """A PostgreSQL database that holds the schema and nothing else, to be copied."""

    def make(folder: Path) -> None:
        name = postgresql.create_database()
        make_schema(_create_app(postgresql.url(name)))
        (folder / "name").write_text(name)

    return (made_once("postgresql-schema", make) / "name").read_text()


@pytest.fixture
def postgresql_app(postgresql: PostgresqlServer, postgresql_template: str) -> Iterator[Flask]:
    """The application on a fresh PostgreSQL database, within its context."""
    name = postgresql.create_database(postgresql_template)
    yield from running_on(postgresql.url(name))
    postgresql.drop_database(name)


@pytest.fixture
def sqlite_app(app: Flask) -> Flask:
    """``app`` under the name of its database."""
    return app


@pytest.fixture(params=BOTH)
def both_databases_app(request: pytest.FixtureRequest) -> Flask:
    """The application on a fresh SQLite file, and again on a fresh PostgreSQL database."""
    running: Flask = request.getfixturevalue(f"{request.param}_app")
    return running


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script that distrusts every page it is shown."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], FlaskClient]:
    """Gives a client signed in as somebody with that role."""

    def signed_in(role: str) -> FlaskClient:
        actor = make_actor(role)
        client = app.test_client()
        answer = client.post(
            "/staff/sign-in", data={"email": f"{actor.name}@example.org", "password": PASSWORD}
        )
        assert answer.status_code == 303
        return client

    return signed_in


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address of a real server over the ``app`` database."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
