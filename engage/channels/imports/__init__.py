"""Files of responses, brought in by command."""

from engage.channels.imports.importing import (
    Defaults,
    Imported,
    Refused,
    Source,
    import_responses,
    list_imports,
    read_lines,
)
from engage.channels.imports.reading import read_mapping

__all__ = [
    "Defaults",
    "Imported",
    "Refused",
    "Source",
    "import_responses",
    "list_imports",
    "read_lines",
    "read_mapping",
]
