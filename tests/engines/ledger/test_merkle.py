"""Known answers are those of the Certificate Transparency reference tree (RFC 6962)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.engines.ledger import inclusion_proof, leaf_hash, node_hash, root, verify_inclusion

ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
FIRST_OF_EIGHT = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]


def many(count: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4, "big")) for number in range(count)]


def root_by_the_book(leaves: list[bytes]) -> bytes:
    """The recursive definition in RFC 6962 section 2.1."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(root_by_the_book(leaves[:split]), root_by_the_book(leaves[split:]))


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference_tree(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size]


def test_the_path_of_the_first_of_eight_is_that_of_the_reference_tree() -> None:
    assert [step.hex() for step in inclusion_proof(LEAVES, 0)] == FIRST_OF_EIGHT


@given(st.integers(1, 300))
def test_the_root_is_that_of_the_recursive_definition(size: int) -> None:
    assert root(many(size)) == root_by_the_book(many(size))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 8, 33, 100])
def test_every_leaf_is_proved_at_its_own_place_only(size: int) -> None:
    leaves = many(size)
    top = root(leaves)
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(leaves, index)
        proved_at = [i for i in range(size) if verify_inclusion(leaf, i, size, proof, top)]
        assert proved_at == [index]


@given(st.integers(2, 200), st.data())
def test_a_changed_leaf_proof_size_or_root_is_refused(size: int, data: st.DataObject) -> None:
    leaves = many(size)
    index = data.draw(st.integers(0, size - 1))
    leaf, proof, top = leaves[index], inclusion_proof(leaves, index), root(leaves)
    other = leaf_hash(b"other")
    at = data.draw(st.integers(0, len(proof) - 1))
    forged = [*proof[:at], other, *proof[at + 1 :]]
    assert not verify_inclusion(other, index, size, proof, top)
    assert not verify_inclusion(leaf, index, size, forged, top)
    assert not verify_inclusion(leaf, index, size, proof[:-1], top)
    assert not verify_inclusion(leaf, index, size, [*proof, other], top)
    assert not verify_inclusion(leaf, index, size, proof, other)
    assert not verify_inclusion(leaf, size, size, proof, top)
    assert not verify_inclusion(leaf, -1, size, proof, top)
    assert not verify_inclusion(leaf, index, size, [proof[0][:-1], *proof[1:]], top)


@given(st.integers(2, 60), st.data())
def test_an_edit_deletion_or_reordering_changes_the_root(size: int, data: st.DataObject) -> None:
    leaves = many(size)
    at = data.draw(st.integers(0, size - 2))
    edited = [*leaves[:at], leaf_hash(b"edited"), *leaves[at + 1 :]]
    shortened = leaves[:at] + leaves[at + 1 :]
    swapped = [*leaves[:at], leaves[at + 1], leaves[at], *leaves[at + 2 :]]
    assert root(leaves) not in {root(edited), root(shortened), root(swapped), root(leaves[:-1])}


def test_a_leaf_that_is_not_there_has_no_proof() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES, 8)


def test_a_large_consultation_has_a_proof_of_576_bytes() -> None:
    leaves = many(228_000)
    top = root(leaves)
    proof = inclusion_proof(leaves, 123_456)
    assert sum(map(len, proof)) == 576
    assert verify_inclusion(leaves[123_456], 123_456, len(leaves), proof, top)
