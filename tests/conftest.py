"""What every test has at hand; each plugin says what it offers."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.outside_world",
    "tests.shared_folder",
    "tests.servers.fixtures",
    "tests.browsers",
    "tests.app_fixtures",
    "tests.sample_city",
]

# A busy machine is no fault of the code: no test may fail for being slow.
SLOW = [HealthCheck.too_slow]
settings.register_profile(
    "ci", derandomize=True, deadline=None, database=None, suppress_health_check=SLOW
)
settings.register_profile("developer", deadline=None, suppress_health_check=SLOW)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "developer")
