"""The sample city, filled once for all tests of a run that walk or attack a whole site."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from tests.servers.fixtures import made_once

DATABASE = "engage.sqlite3"
OPEN_NOW = 2  # the sample's consultations: the first is decided, the second open


def city_app(folder: Path) -> Flask:
    """The application on the city in a folder."""
    # imported only when asked for, so that tests of engines need no application
    from engage.app import create_app
    from engage.config import Settings

    secret = "only for tests, long enough to be a secret"
    url = f"sqlite:///{folder / DATABASE}"
    return create_app(Settings(environment="test", database_url=url, secret_key=secret))


@pytest.fixture(scope="session")
def filled_city(sqlite_template: Path) -> Path:
    """The folder of a city with the sample in it, to be copied."""

    def fill(folder: Path) -> None:
        from tests.factories.cities import fill_city

        shutil.copy(sqlite_template, folder / DATABASE)
        app = city_app(folder)
        with app.app_context():
            fill_city(OPEN_NOW)
            app.extensions["sqlalchemy"].session.remove()
            app.extensions["sqlalchemy"].engine.dispose()

    return made_once("city", fill)
