"""Text that every database keeps."""


def keepable(text: str) -> str:
    """The text without character zero and lone halves of characters, which PostgreSQL refuses."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
