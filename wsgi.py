"""What a WSGI server loads: ``gunicorn wsgi:app``."""

import gc

from engage.app import create_app

app = create_app()

# What is loaded now stays for good: looking through it for garbage was a seventh of a request.
gc.collect()
gc.freeze()
