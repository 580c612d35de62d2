"""What the copies of a campaign have in common, and what each person changed."""

from engage.engines.clustering import Piece, template_of, variations

LETTER = "Please widen Mill Road now. Traffic queues back to the bridge every morning."


def test_the_template_is_the_text_most_like_the_others() -> None:
    copies = [
        LETTER + " Thank you very much for reading.",
        LETTER.replace("Road now", "Rd today"),
        LETTER,
        LETTER.replace("morning", "single day"),
    ]
    assert template_of(copies) == 2


def test_of_equal_texts_the_first_is_the_template() -> None:
    assert template_of([LETTER, LETTER, LETTER]) == 0


def test_what_a_person_added_and_left_out_is_told_apart() -> None:
    copy = (
        "I run a shop. Please widen Mill Road now. Traffic queues back to the river every morning."
    )
    assert variations(LETTER, copy) == (
        Piece("I run a shop. ", "added"),
        Piece("Please widen Mill Road now. Traffic queues back to the ", "same"),
        Piece("bridge ", "removed"),
        Piece("river ", "added"),
        Piece("every morning.", "same"),
    )


def test_no_word_of_a_copy_is_lost() -> None:
    copy = "Widen\nMill Road,  please!  Traffic queues back every morning. Thanks."
    shown = "".join(piece.text for piece in variations(LETTER, copy) if piece.kind != "removed")
    assert shown == copy


def test_arabic_letters_are_compared_by_words() -> None:
    assert variations("نريد حافلات أكثر", "نريد قطارات أكثر") == (
        Piece("نريد ", "same"),
        Piece("حافلات ", "removed"),
        Piece("قطارات ", "added"),
        Piece("أكثر", "same"),
    )
