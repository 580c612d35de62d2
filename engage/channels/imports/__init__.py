"""Files of responses, brought in on the site or by command."""

from engage.channels.imports.decoding import read_lines
from engage.channels.imports.importing import (
    Imported,
    import_responses,
    list_imports,
    try_responses,
)
from engage.channels.imports.reading import Defaults, Source, read_mapping
from engage.channels.imports.taking import Refused
from engage.channels.imports.working import JOB, forget_old_files, import_job

__all__ = [
    "JOB",
    "Defaults",
    "Imported",
    "Refused",
    "Source",
    "forget_old_files",
    "import_job",
    "import_responses",
    "list_imports",
    "read_lines",
    "read_mapping",
    "try_responses",
]
