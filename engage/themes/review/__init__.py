"""The acts of review and the pages on which they are done; each is on record and can be undone."""
