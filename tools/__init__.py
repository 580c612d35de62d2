"""What developers run: the environment, the browser for tests, the translations, the checks."""
