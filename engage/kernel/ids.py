"""The one place that makes random values and short names."""

import re
import secrets
import unicodedata


def random_bytes(count: int) -> bytes:
    """``count`` bytes nobody can guess."""
    return secrets.token_bytes(count)


def new_token() -> str:
    """A secret of 128 bits that fits a cookie."""
    return secrets.token_urlsafe(16)


def slug(text: str) -> str:
    """A short name for addresses: small ASCII letters, digits and hyphens, at most 60 of them.

    Text in a script without ASCII letters gives a random name.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or secrets.token_hex(4)
