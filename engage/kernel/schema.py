"""Whether the database has the schema that this release was written for."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from engage.config import UnsafeSettings
from engage.resources import resource_folder

OLD_SCHEMA = "The database has not the newest schema: run engage db upgrade first."


def refuse_old_schema(engine: Engine) -> None:
    """Raise ``UnsafeSettings`` where the schema is missing or that of another release."""
    with engine.connect() as connection:
        stands_at = set(MigrationContext.configure(connection).get_current_heads())
    if stands_at != set(ScriptDirectory(str(resource_folder("migrations"))).get_heads()):
        raise UnsafeSettings(OLD_SCHEMA)
