"""The Merkle tree of RFC 6962 section 2.1 (unchanged in RFC 9162), with inclusion proofs.

Leaf hashes are ``SHA-256(0x00 || entry)``, inner nodes ``SHA-256(0x01 || left || right)``. Pairing
neighbours level by level and carrying an odd last node up gives the same tree as the RFC's split at
the largest power of two, in one pass over the leaves.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence

HASH_BYTES = 32


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one log entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the root over the leaf hashes in their order; of no leaves, the hash of nothing."""
    if not leaf_hashes:
        return hashlib.sha256().digest()
    *_, top = _levels(leaf_hashes)
    return top[0]


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of the leaf at ``index``, lowest first; raises IndexError."""
    if not 0 <= index < len(leaf_hashes):
        raise IndexError(f"no leaf {index} in a tree of {len(leaf_hashes)}")
    path = []
    for level in _levels(leaf_hashes):
        if (sibling := index ^ 1) < len(level):
            path.append(level[sibling])
        index >>= 1
    return path


def verify_inclusion(
    leaf: bytes, index: int, tree_size: int, proof: Sequence[bytes], expected_root: bytes
) -> bool:
    """Say whether the proof leads from the leaf hash to the root (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < tree_size or any(len(step) != HASH_BYTES for step in proof):
        return False
    here, place, last = leaf, index, tree_size - 1
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            here = node_hash(step, here)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            here = node_hash(here, step)
        place, last = place >> 1, last >> 1
    return last == 0 and hmac.compare_digest(here, expected_root)


def _levels(leaf_hashes: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    level = leaf_hashes
    yield level
    while len(level) > 1:
        above = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            above.append(level[-1])
        level = above
        yield level
