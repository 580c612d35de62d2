"""What a WSGI server loads: ``engage serve`` once, before it starts its workers."""

import gc

import engage.engines.clustering  # noqa: F401 - or the first person on the page of themes waits
from engage.app import create_app
from engage.kernel.db import db
from engage.kernel.schema import refuse_old_schema

app = create_app()

with app.app_context():
    refuse_old_schema(db.engine)
    # Processes are forked from this one: none may go on talking through a connection of another.
    db.engine.dispose()

# What is loaded now stays for good: looking through it for garbage was a seventh of a request,
# and the processes share what none of them touches.
gc.collect()
gc.freeze()
