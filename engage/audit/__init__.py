"""The append-only record of who did what, when and why."""

from engage.audit.naming import SubjectKind
from engage.audit.record import Entry, list_entries, record
from engage.audit.showing import act_name, keywords_name, response_name, version_name

__all__ = [
    "Entry",
    "SubjectKind",
    "act_name",
    "keywords_name",
    "list_entries",
    "record",
    "response_name",
    "version_name",
]
