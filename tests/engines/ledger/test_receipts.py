import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engage.engines.ledger import ReceiptMistyped, new_receipt, read_receipt
from engage.engines.ledger.receipts import ALPHABET

randomness = st.binary(min_size=10, max_size=10)
places = st.integers(0, 17)


def bare(code: str) -> str:
    return code.replace("-", "")


@given(randomness)
def test_a_code_is_eighteen_characters_in_groups_of_four_and_reads_back(source: bytes) -> None:
    code = new_receipt(source)
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4, 2]
    assert set(bare(code)) <= set(ALPHABET)
    assert read_receipt(code) == code


@given(randomness, randomness)
def test_different_bytes_give_different_codes(one: bytes, other: bytes) -> None:
    assert (new_receipt(one) == new_receipt(other)) == (one == other)


@given(randomness, places)
def test_every_single_wrong_character_is_caught(source: bytes, place: int) -> None:
    code = bare(new_receipt(source))
    for char in ALPHABET.replace(code[place], ""):
        with pytest.raises(ReceiptMistyped):
            read_receipt(code[:place] + char + code[place + 1 :])


@given(randomness, st.integers(0, 16))
def test_every_swap_of_neighbours_is_caught(source: bytes, place: int) -> None:
    code = bare(new_receipt(source))
    assume(code[place] != code[place + 1])
    with pytest.raises(ReceiptMistyped):
        read_receipt(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


def test_every_swap_across_the_seam_to_the_check_characters_is_caught() -> None:
    pairs = set()
    for number in range(1021 * 32):
        code = bare(new_receipt(number.to_bytes(10, "big")))
        last, check = code[15], code[16]
        if last != check and (last, check) not in pairs:
            pairs.add((last, check))
            with pytest.raises(ReceiptMistyped):
                read_receipt(code[:15] + check + last + code[17])
    assert len(pairs) == 32 * 31


@given(randomness)
def test_lower_case_spaces_and_dashes_of_any_sort_do_not_matter(source: bytes) -> None:
    code = new_receipt(source)
    assert read_receipt(f"  {code.lower().replace('-', ' – ')}.\n") == code
    assert read_receipt("\u200e" + bare(code) + "\u200f") == code


@given(randomness)
def test_o_reads_as_zero_and_i_and_l_read_as_one(source: bytes) -> None:
    code = new_receipt(source)
    for one in "iIlLıİ":
        assert read_receipt(code.replace("0", "o").replace("1", one)) == code


@pytest.mark.parametrize(
    "digits", ["０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९"]
)
def test_digits_of_other_scripts_are_understood(digits: str) -> None:
    code = new_receipt(bytes.fromhex("00443214c74254b635cf"))
    assert {"0", "1", "2", "3"} <= set(code)
    assert read_receipt(code.translate(str.maketrans("0123456789", digits))) == code


def test_full_width_letters_are_understood() -> None:
    code = new_receipt(b"ten bytes!")
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code)
    assert read_receipt(wide) == code


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter the receipt code"),
        (" -- ", "Enter the receipt code"),
        ("K7QM-2F9D", "has 18 letters and digits, and this has 8"),
        ("K7QM-2F9D-X4RT-8HJN-UW", "never contains U"),
        ("0000-0000-0000-0000-01", "group by group"),
    ],
)
def test_a_mistyped_code_says_what_to_do(typed: str, says: str) -> None:
    with pytest.raises(ReceiptMistyped) as caught:
        read_receipt(typed)
    assert says in str(caught.value.message)
    assert caught.value.message.context == "receipt"


@given(st.text())
def test_any_text_is_either_read_or_refused_with_a_message(text: str) -> None:
    try:
        code = read_receipt(text)
    except ReceiptMistyped as refusal:
        assert str(refusal.message)
    else:
        assert read_receipt(code) == code


@pytest.mark.parametrize("length", [0, 9, 11])
def test_another_number_of_random_bytes_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        new_receipt(bytes(length))
