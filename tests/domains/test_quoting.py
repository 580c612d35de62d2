"""Quotes are word for word, in whole words, and show where something was left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.kernel.errors import InvalidInput
from engage.themes.quoting import CUT, checked_quote

SAID = "I dislike cars on Mill Road. My name is Ada Fox, call me! Buses would help."


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("", SAID),
        (SAID, SAID),
        ("Buses would help.", "Buses would help."),  # a sentence of its own
        ("My name is […], call me!", "My name is […], call me!"),
        ("cars on Mill Road.", "[…] cars on Mill Road."),
        ("I dislike cars", "I dislike cars […]"),
        ("on Mill Road. My name", "[…] on Mill Road. My name […]"),
        ("I dislike cars […] Buses would help", "I dislike cars […] Buses would help"),
        ("[…] Buses would help.", "[…] Buses would help."),
    ],
)
def test_what_is_left_out_is_marked(wanted: str, shown: str) -> None:
    assert checked_quote(SAID, wanted) == shown


@pytest.mark.parametrize(
    "wanted",
    [
        "like cars on Mill Road.",  # the end of another word
        "I dislike car",
        "I like cars",
        "Buses would help. […] I dislike cars",  # not in that order
        "[…]",
        "Buses would never help.",
    ],
)
def test_what_nobody_wrote_is_no_quote(wanted: str) -> None:
    with pytest.raises(InvalidInput):
        checked_quote(SAID, wanted)


def test_scripts_that_do_not_part_words_may_be_parted_anywhere_and_arabic_may_not() -> None:
    assert checked_quote("我们需要更多的公共汽车。谢谢。", "更多的公共汽车。").endswith(
        "更多的公共汽车。"
    )
    with pytest.raises(InvalidInput):
        checked_quote("لا نريد السيارات هنا.", "سيارات هنا.")


@given(st.text(alphabet="ab .,!ñé", min_size=1), st.data())
def test_every_quote_without_its_marks_stands_in_the_comment(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        shown = checked_quote(text, text[start:end])
    except InvalidInput:
        return
    words = " ".join(text.split())
    assert all(part.strip() in words for part in shown.split(CUT))
