"""What the server keeps of a receipt, and what it writes to the public log.

Everything is HMAC-SHA256 (RFC 2104) under a purpose of its own, so that no value can stand in for
another. The server keeps the hash and the leaf key, never the code; with the leaf key deleted
nobody can tie a leaf to answers, and the log's root stays true.
"""

import hashlib
import hmac

from engage.engines.ledger.merkle import leaf_hash
from engage.engines.ledger.receipts import read_receipt

_RECEIPT = b"engage receipt hash v1"
_LEAF_KEY = b"engage leaf key v1"
_COMMITMENT = b"engage response commitment v1"


def receipt_hash(code: str, key: bytes) -> str:
    """Return 64 hex digits by which a response is found; raises ReceiptMistyped."""
    return _keyed(key, _RECEIPT, read_receipt(code)).hex()


def leaf_key(code: str, key: bytes) -> bytes:
    """Return the 32 bytes that seal one response's commitment; raises ReceiptMistyped."""
    return _keyed(key, _LEAF_KEY, read_receipt(code))


def commitment(canonical_answers: str, version_digest: str, channel: str, leaf_key: bytes) -> bytes:
    """Return the 32-byte log entry for a response; no id, time or place goes into it."""
    return _keyed(leaf_key, _COMMITMENT, canonical_answers, version_digest, channel)


def leaf(canonical_answers: str, version_digest: str, channel: str, leaf_key: bytes) -> bytes:
    """Return the RFC 6962 leaf hash of the commitment, ready for ``root``."""
    return leaf_hash(commitment(canonical_answers, version_digest, channel, leaf_key))


def _keyed(key: bytes, purpose: bytes, *parts: str) -> bytes:
    if not key:
        raise ValueError("the key is empty")
    sealed = hmac.new(key, digestmod=hashlib.sha256)
    for part in (purpose, *(part.encode() for part in parts)):
        # Lengths in front, so that moving text from one part to the next changes the outcome.
        sealed.update(len(part).to_bytes(8, "big") + part)
    return sealed.digest()
