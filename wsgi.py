"""What a WSGI server loads: ``gunicorn wsgi:app``."""

from engage.app import create_app

app = create_app()
