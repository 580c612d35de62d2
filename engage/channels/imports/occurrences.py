"""What a file said before, however long it is: kept on disk, not in memory."""

import hashlib
import sqlite3

_CREATE = "CREATE TABLE seen (digest BLOB PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID"
_COUNT = (
    "INSERT INTO seen VALUES (?, 1) ON CONFLICT (digest) DO UPDATE SET times = times + 1 "
    "RETURNING times"
)
_FIND = "SELECT 1 FROM seen WHERE digest = ?"


class Occurrences:
    """Counts contents while one file is read.

    A database without a name is SQLite's own temporary file: it holds a few megabytes in memory,
    the rest on disk, and is gone when closed. Nothing of it has to survive.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute(_CREATE)

    def count_before(self, content: str) -> int:
        """How often this content was asked for before."""
        times: int = self._database.execute(_COUNT, (_digest(content),)).fetchone()[0]
        return times - 1

    def __contains__(self, content: str) -> bool:
        return self._database.execute(_FIND, (_digest(content),)).fetchone() is not None

    def close(self) -> None:
        """Give the temporary file back."""
        self._database.close()


def _digest(content: str) -> bytes:
    return hashlib.sha256(content.encode()).digest()
