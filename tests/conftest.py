"""What every test has at hand; each plugin says what it offers."""

import os

from hypothesis import settings

pytest_plugins = [
    "tests.outside_world",
    "tests.shared_folder",
    "tests.servers.fixtures",
    "tests.browsers",
    "tests.app_fixtures",
]

settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile("developer", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "developer")
