"""What must survive: killed servers, full and unsynced disks, stopped databases, repeats.

``make faults`` runs the full figures; ``make test`` runs them scaled down. Where time is short,
``ENGAGE_FAULT_KILLS`` and ``ENGAGE_FAULT_ACKNOWLEDGEMENTS`` set others for the killed server.
"""

import os

IS_FULL = os.environ.get("ENGAGE_FAULTS") == "full"


def figure(name: str, full: int, scaled_down: int) -> int:
    """How many of something a test runs, unless the environment says otherwise."""
    return int(os.environ.get(f"ENGAGE_FAULT_{name}") or (full if IS_FULL else scaled_down))
