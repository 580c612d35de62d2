"""Codes that people note down, say on the telephone and type back: saved answers, invitations.

A code is random characters of Crockford's base 32 and one check character, in groups of four:
``K7QM-2F9D-X4RT``. Short ones hold 55 random bits, long ones 75.

The check makes the sum of all characters, each times a weight of its own, zero in the field of 32
elements. One wrong character, or any two that changed places, never leave the sum at zero.
"""

from engage.engines.ledger.receipts import ALPHABET, normalised
from engage.engines.messages import Message, message, plural_message

SHORT, LONG = 12, 16
_MODULUS = 0b100101  # x^5 + x^2 + 1, with which x generates the field


class CodeMistyped(ValueError):
    """The text is no such code; ``message`` tells the person what to do about it."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


def new_spoken_code(random_bytes: bytes, length: int = SHORT) -> str:
    """Return the code for at least ten random bytes, ``length`` characters long in all."""
    if len(random_bytes) * 8 < 5 * (length - 1):
        raise ValueError(f"{len(random_bytes)} random bytes are too few for {length} characters")
    number = int.from_bytes(random_bytes, "big")
    values = [number >> 5 * place & 31 for place in range(length - 1)]
    return _grouped("".join(ALPHABET[value] for value in (*values, _check(values))))


def read_spoken_code(text: str, length: int = SHORT) -> str:
    """Return the code that a person meant, in the form that ``new_spoken_code`` gives.

    Forgives what ``read_receipt`` forgives. Raises CodeMistyped.
    """
    code = normalised(text)
    if not code:
        raise CodeMistyped(message("code", "Enter the code that you were given."))
    if strange := next((char for char in code if char not in ALPHABET), None):
        told = message(
            "code",
            "This code never contains %(character)s. Look again and correct that character.",
            character=strange,
        )
        raise CodeMistyped(told)
    if len(code) != length:
        raise CodeMistyped(_wrong_length(len(code), length))
    values = [ALPHABET.index(char) for char in code]
    if _check(values[:-1]) != values[-1]:
        told = message(
            "code",
            "One or more characters of this code are wrong or have changed places. "
            "Compare it with what you noted, group by group.",
        )
        raise CodeMistyped(told)
    return _grouped(code)


def _wrong_length(found: int, expected: int) -> Message:
    return plural_message(
        "code",
        "This code has %(expected)s letters and digits, and here is %(num)s. Enter all of it.",
        "This code has %(expected)s letters and digits, and here are %(num)s. Enter all of it.",
        found,
        expected=expected,
    )


def _check(values: list[int]) -> int:
    """The last character: the sum of the others, each times a power of x that no other has."""
    found = 0
    for value in reversed(values):
        found = _times_x(found ^ value)
    return found


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _MODULUS if doubled & 32 else doubled


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
