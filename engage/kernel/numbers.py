"""Whole numbers that people or browsers wrote, as far as a column of the database can hold them."""

LARGEST = 2**31 - 1  # what a column of whole numbers holds in PostgreSQL


def whole_number(text: str) -> int:
    """The whole number that is written; raises ``ValueError`` for one that no column can hold."""
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError("a number too large for a column")
    return number


def number_or_none(text: str) -> int | None:
    """The whole number that is written in digits alone, or None."""
    try:
        return whole_number(text) if text.isdecimal() else None
    except ValueError:
        return None


def numbers_in(text: str) -> tuple[int, ...]:
    """The whole numbers of a list with spaces between; what is none is left out."""
    found = (number_or_none(each) for each in text.split())
    return tuple(number for number in found if number is not None)
