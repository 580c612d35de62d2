"""Runs migrations on the application's own database connection."""

from alembic import context

from engage.kernel.db import db

config = context.config


def run() -> None:
    """Migrate online; SQLite changes tables by copying them (batch mode)."""
    engine = db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
