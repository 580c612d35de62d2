"""One way to write a document down, so that equal documents have equal digests."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def canonical(answers: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces, in plain characters; text is left as it is."""
    return json.dumps(
        answers, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def survey_digest(document: Mapping[str, Any]) -> str:
    """SHA-256 in hexadecimal over the canonical JSON of a survey document, in UTF-8."""
    return sha256(canonical(document).encode()).hexdigest()
