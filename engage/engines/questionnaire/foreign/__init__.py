"""What bringing in surveys from other systems has in common, whatever the file.

Nothing is dropped silently: what does not come over as it stands becomes a ``Note`` that says where
it stood and what was done.
"""

from engage.engines.questionnaire.foreign.codes import Codes
from engage.engines.questionnaire.foreign.files import base_name, file_name
from engage.engines.questionnaire.foreign.languages import heading_of, locale_of
from engage.engines.questionnaire.foreign.mending import OFFERED, mend, offer_languages
from engage.engines.questionnaire.foreign.moments import time_behind
from engage.engines.questionnaire.foreign.notes import (
    BroughtIn,
    Note,
    Notes,
    RefusedFile,
    missing_texts,
)

__all__ = [
    "OFFERED",
    "BroughtIn",
    "Codes",
    "Note",
    "Notes",
    "RefusedFile",
    "base_name",
    "file_name",
    "heading_of",
    "locale_of",
    "mend",
    "missing_texts",
    "offer_languages",
    "time_behind",
]
