"""Names of the files that lie beside a form of another system."""

import re


def file_name(digest: str) -> str:
    """What the file of a survey's own picture is called beside a form."""
    return f"{digest[:16]}.webp"


def base_name(text: str) -> str:
    """The name of a file without the folders before it, for comparing: ``media/Bus.PNG``."""
    return re.split(r"[/\\]", text.strip())[-1].casefold()
