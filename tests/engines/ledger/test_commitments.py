import hashlib
import hmac

import pytest

from engage.engines.ledger import (
    ReceiptMistyped,
    commitment,
    leaf,
    leaf_hash,
    leaf_key,
    new_receipt,
    receipt_hash,
)

CODE = new_receipt(b"ten bytes!")
KEY = b"k" * 32
PARTS = ('{"q":"a"}', "digest", "web")


def test_a_receipt_is_found_however_it_is_typed() -> None:
    assert receipt_hash(CODE.lower().replace("-", " "), KEY) == receipt_hash(CODE, KEY)


def test_a_receipt_hash_is_an_hmac_with_its_purpose_in_front() -> None:
    purpose, code = b"engage receipt hash v1", CODE.encode()
    text = b"".join(len(part).to_bytes(8, "big") + part for part in (purpose, code))
    assert receipt_hash(CODE, KEY) == hmac.new(KEY, text, hashlib.sha256).hexdigest()


def test_hash_and_leaf_key_depend_on_the_key_and_never_coincide() -> None:
    values = {
        receipt_hash(CODE, KEY),
        receipt_hash(CODE, b"other"),
        leaf_key(CODE, KEY).hex(),
        leaf_key(CODE, b"other").hex(),
    }
    assert len(values) == 4


def test_a_mistyped_code_has_no_hash() -> None:
    with pytest.raises(ReceiptMistyped):
        receipt_hash(CODE[:-1], KEY)


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ValueError, match="key is empty"):
        receipt_hash(CODE, b"")


def test_the_same_response_gives_the_same_leaf_and_any_other_another() -> None:
    key = leaf_key(CODE, KEY)
    leaves = [
        leaf(*PARTS, key),
        leaf('{"q":"b"}', *PARTS[1:], key),
        leaf(PARTS[0], "other", PARTS[2], key),
        leaf(*PARTS[:2], "paper", key),
        leaf(*PARTS, leaf_key(CODE, b"other")),
    ]
    assert leaf(*PARTS, key) == leaves[0]
    assert len(set(leaves)) == len(leaves)


def test_text_moved_between_parts_changes_the_commitment() -> None:
    assert commitment("ab", "c", "web", KEY) != commitment("a", "bc", "web", KEY)


def test_a_leaf_is_the_leaf_hash_of_the_commitment() -> None:
    assert leaf(*PARTS, KEY) == leaf_hash(commitment(*PARTS, KEY))
