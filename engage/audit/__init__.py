"""The append-only record of who did what, when and why."""

from engage.audit.record import Entry, list_entries, record

__all__ = ["Entry", "list_entries", "record"]
