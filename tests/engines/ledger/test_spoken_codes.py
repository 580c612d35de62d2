"""Codes said aloud: what is mistyped is noticed, what is meant is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.engines.ledger import LONG, SHORT, CodeMistyped, new_spoken_code, read_spoken_code
from engage.engines.ledger.receipts import ALPHABET

SOURCES = st.binary(min_size=10, max_size=10)
LENGTHS = st.sampled_from((SHORT, LONG))


@given(SOURCES, LENGTHS)
def test_a_code_reads_back_however_it_is_written(source: bytes, length: int) -> None:
    code = new_spoken_code(source, length)
    assert len(code.replace("-", "")) == length
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read_spoken_code(typed, length) == code


@given(SOURCES, LENGTHS, st.data())
def test_every_single_wrong_character_is_caught(
    source: bytes, length: int, data: st.DataObject
) -> None:
    code = new_spoken_code(source, length).replace("-", "")
    place = data.draw(st.integers(0, length - 1))
    wrong = data.draw(st.sampled_from([char for char in ALPHABET if char != code[place]]))
    with pytest.raises(CodeMistyped):
        read_spoken_code(code[:place] + wrong + code[place + 1 :], length)


@given(SOURCES, LENGTHS, st.data())
def test_any_two_characters_that_changed_places_are_caught(
    source: bytes, length: int, data: st.DataObject
) -> None:
    code = list(new_spoken_code(source, length).replace("-", ""))
    one, other = data.draw(st.integers(0, length - 1)), data.draw(st.integers(0, length - 1))
    if code[one] == code[other]:
        return
    code[one], code[other] = code[other], code[one]
    with pytest.raises(CodeMistyped):
        read_spoken_code("".join(code), length)


def test_fifty_five_random_bits_all_show_in_a_short_code() -> None:
    plain = new_spoken_code(bytes(7))
    for bit in range(55):
        assert new_spoken_code((1 << bit).to_bytes(7, "big")) != plain
    with pytest.raises(ValueError, match="too few"):
        new_spoken_code(bytes(6))


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "Enter the code"), ("K7QM-2F9U-X4RT", "never contains U"), ("K7QM", "here are 4")],
)
def test_a_mistyped_code_says_what_to_do(typed: str, says: str) -> None:
    with pytest.raises(CodeMistyped, match=says):
        read_spoken_code(typed)
