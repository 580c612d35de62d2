"""Text as it came in, made safe to keep without changing a word of it."""

import re

# Control characters and lone surrogates cannot be stored or shown; direction marks are kept.
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_NEWLINE = re.compile("\r\n?|[\u2028\u2029]")


def clean_text(text: str) -> str:
    """The text with one kind of newline, no control characters, and no white space around it."""
    return _UNKEEPABLE.sub("", _NEWLINE.sub("\n", text)).strip()


def clean_line(text: str) -> str:
    """The text cleaned and on one line."""
    return " ".join(clean_text(text).split())
