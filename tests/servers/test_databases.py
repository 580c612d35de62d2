"""The databases that tests are given are real, durable, separate and closed to the outside."""

import socket

import pytest
from sqlalchemy import create_engine, text

from tests.outside_world import OutsideWorld
from tests.servers.postgresql import PostgresqlServer


def test_each_test_gets_an_empty_database(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE once (id INTEGER PRIMARY KEY)"))
    engine.dispose()


@pytest.mark.postgresql
def test_postgresql_keeps_its_promises_of_durability(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        settings = {
            name: connection.scalar(text(f"SHOW {name}"))
            for name in ("fsync", "synchronous_commit", "full_page_writes")
        }
    engine.dispose()
    assert settings == {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@pytest.mark.postgresql
def test_a_database_can_be_copied_from_another(postgresql: PostgresqlServer) -> None:
    template = postgresql.create_database()
    engine = create_engine(postgresql.url(template))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE seen AS SELECT 42 AS answer"))
    engine.dispose()

    copy = postgresql.create_database(template=template)
    engine = create_engine(postgresql.url(copy))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT answer FROM seen")) == 42
    engine.dispose()
    postgresql.drop_database(copy)
    postgresql.drop_database(template)


def test_another_machine_cannot_be_reached() -> None:
    with pytest.raises(OutsideWorld):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(OutsideWorld):
        socket.getaddrinfo("example.org", 80)
