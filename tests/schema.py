"""Gives an empty database the schema, the way an installation gets it: by migration."""

from flask import Flask
from flask_migrate import upgrade

from engage.kernel.db import db


def make_schema(app: Flask) -> None:
    """Run every migration."""
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
