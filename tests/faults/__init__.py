"""What must survive: killed servers, repeated and conflicting submissions, unsafe settings.

``make faults`` runs the full figures; ``make test`` runs them scaled down.
"""

import os

IS_FULL = os.environ.get("ENGAGE_FAULTS") == "full"
