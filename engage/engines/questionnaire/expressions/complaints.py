"""What to say of an expression that has no meaning for a survey."""

from collections.abc import Set as AbstractSet

from engage.engines.messages import Message, message


def unknown(code: str, later: AbstractSet[str], silent: AbstractSet[str]) -> Message:
    """Of a code that an expression must not name."""
    if code in later:
        return message(
            "survey document",
            "Name a question that is asked before: “%(code)s” comes later.",
            code=code,
        )
    if code in silent:
        return message(
            "survey document", "Name a question: nobody answers “%(code)s” itself.", code=code
        )
    return message(
        "survey document",
        "Name a question of this survey: there is none with the code “%(code)s”.",
        code=code,
    )


def truth_wanted() -> Message:
    """Where a value stands for a condition."""
    return message(
        "survey document", "Something that holds or not is wanted here, like ${q_1} > 2."
    )


def value_wanted() -> Message:
    """Where a condition stands for a value."""
    return message("survey document", "A number, a day or words are wanted here.")


def ask_selected() -> Message:
    """Of several answers that are compared."""
    return message(
        "survey document", "Several answers are asked about like this: selected(${q_1}, 'o_1')."
    )


def cannot_compare() -> Message:
    """Of an answer that is no value."""
    return message(
        "survey document", "Of this can only be asked whether there is an answer: != ''."
    )


def alike_wanted(*, is_day: bool) -> Message:
    """Of values that are not alike."""
    if is_day:
        return message(
            "survey document", "Compare a day with a day, like date('2026-11-20') or today()."
        )
    return message("survey document", "Compare numbers with numbers, and words with words.")


def no_such_answer(code: str) -> Message:
    """Of a code that is no answer to the question."""
    return message("survey document", "“%(code)s” is not one of the answers.", code=code)


def of_several(code: str) -> Message:
    """Of a question that is asked in every entry of a section."""
    return message(
        "survey document",
        "“%(code)s” is asked once for each entry: outside of them only sum(${%(code)s}) can name "
        "it, where it is a number.",
        code=code,
    )


def entries_wanted() -> Message:
    """Of a sum of something that is not asked several times."""
    return message(
        "survey document", "Name a question that is asked for each entry, like sum(${q_age})."
    )


def pattern_wanted() -> Message:
    """Where something else stands for a pattern."""
    return message("survey document", "Write a pattern in quotation marks, like '[0-9]{5}'.")


def one_sort_wanted() -> Message:
    """Of a choice between values that are not alike."""
    return message("survey document", "All results have to be numbers, all days, or all words.")
