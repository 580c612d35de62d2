"""Keys derived from the installation's secret, one for each purpose.

The process has one secret, set once by ``engage.app``; commands need keys but know no request.
"""

import hashlib
import hmac

_secret: list[bytes] = []


def set_secret(secret: str) -> None:
    """Take the installation's secret; every key follows from it."""
    _secret[:] = [secret.encode()]


def key_for(purpose: str) -> bytes:
    """32 bytes for one purpose; raises ``RuntimeError`` before ``set_secret``."""
    if not _secret:
        raise RuntimeError("The installation's secret is not set.")
    return hmac.new(_secret[0], b"engage " + purpose.encode(), hashlib.sha256).digest()
