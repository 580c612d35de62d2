"""Gives an empty database the schema."""

from flask import Flask
from sqlalchemy import text

import engage.responses  # noqa: F401 - its tables, until a page of the application needs them
from engage.kernel.db import APPEND_ONLY, append_only_statements, db


def make_schema(app: Flask) -> None:
    """Make all tables and the triggers that keep some of them append-only."""
    with app.app_context():
        db.create_all()
        with db.engine.begin() as connection:
            for table, verbs in APPEND_ONLY.items():
                for statement in append_only_statements(table, verbs, db.engine.dialect.name):
                    connection.execute(text(statement))
        db.engine.dispose()
