"""Receipt codes that can be read aloud, printed, and typed back with the usual slips.

A code is 80 random bits and two check characters in Crockford's base 32
(https://www.crockford.com/base32.html), shown as ``K7QM-2F9D-X4RT-8HJN-5W``.

The check is the number modulo 1021, the largest prime below 32 squared. A single wrong character
changes the number by d * 32**i with 0 < |d| < 32, and swapped neighbours by d * 31 * 32**i; neither
is a multiple of 1021. Across the seam to the check characters the difference is d * 33, which is
not one either. So every single wrong character and every swap of neighbours is caught.
"""

import unicodedata

from engage.engines.messages import Message, message, plural_message

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BYTES = 10
_DATA, _CHECK = 16, 2
_LENGTH = _DATA + _CHECK
_PRIME = 1021
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "İ": "1", "L": "1"})


class ReceiptMistyped(ValueError):
    """The text is no receipt code; ``message`` tells the person what to do about it."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


def new_receipt(random_bytes: bytes) -> str:
    """Return the code for ten random bytes (80 bits); raise ValueError for any other length."""
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"a receipt takes {RANDOM_BYTES} random bytes, not {len(random_bytes)}")
    number = int.from_bytes(random_bytes, "big")
    return _grouped(_base32(number, _DATA) + _base32(number % _PRIME, _CHECK))


def read_receipt(text: str) -> str:
    """Return the code that a person meant, in the form that ``new_receipt`` gives.

    Case, spaces, dashes and other punctuation do not matter; O is read as 0, I and L as 1;
    full-width letters and the digits of any script are understood. Raises ReceiptMistyped.
    """
    code = normalised(text)
    if strange := next((char for char in code if char not in ALPHABET), None):
        raise ReceiptMistyped(
            message(
                "receipt",
                "A receipt code never contains %(character)s. "
                "Look at your receipt again and correct that character.",
                character=strange,
            )
        )
    if len(code) != _LENGTH:
        raise ReceiptMistyped(_wrong_length(len(code)))
    number, check = _number(code[:_DATA]), _number(code[_DATA:])
    if number % _PRIME != check:
        raise ReceiptMistyped(
            message(
                "receipt",
                "One or more characters of this receipt code are wrong or have changed places. "
                "Compare it with your receipt, group by group.",
            )
        )
    return _grouped(code)


def _wrong_length(length: int) -> Message:
    if length == 0:
        return message("receipt", "Enter the receipt code that you were given.")
    return plural_message(
        "receipt",
        "A receipt code has %(expected)s letters and digits, and this has %(num)s. "
        "Enter the whole code from your receipt.",
        "A receipt code has %(expected)s letters and digits, and this has %(num)s. "
        "Enter the whole code from your receipt.",
        length,
        expected=_LENGTH,
    )


def normalised(text: str) -> str:
    """What was typed, in capitals without spaces and dashes, with the usual slips put right."""
    kept = (char for char in unicodedata.normalize("NFKC", text) if char.isalnum())
    plain = "".join(str(unicodedata.decimal(char, char)) for char in kept)
    return plain.upper().translate(_LOOKALIKES)


def _base32(number: int, width: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(width)))


def _number(code: str) -> int:
    number = 0
    for char in code:
        number = number * 32 + ALPHABET.index(char)
    return number


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, _LENGTH, 4))
