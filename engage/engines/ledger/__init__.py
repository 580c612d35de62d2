"""The public log: receipt codes, keyed commitments, and a Merkle tree with proofs.

A resident holds a receipt; the log holds a keyed commitment to what was sent; anyone can recompute
the root. Nothing here reads a clock, a database or a source of randomness: bytes are passed in.
"""

from engage.engines.ledger.commitments import commitment, leaf, leaf_key, receipt_hash
from engage.engines.ledger.merkle import (
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_inclusion,
)
from engage.engines.ledger.receipts import ReceiptMistyped, new_receipt, read_receipt
from engage.engines.ledger.spoken_codes import (
    LONG,
    SHORT,
    CodeMistyped,
    new_spoken_code,
    read_spoken_code,
)

__all__ = [
    "LONG",
    "SHORT",
    "CodeMistyped",
    "ReceiptMistyped",
    "commitment",
    "inclusion_proof",
    "leaf",
    "leaf_hash",
    "leaf_key",
    "new_receipt",
    "new_spoken_code",
    "node_hash",
    "read_receipt",
    "read_spoken_code",
    "receipt_hash",
    "root",
    "verify_inclusion",
]
