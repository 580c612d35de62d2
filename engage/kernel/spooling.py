"""Rows kept in a file while a job works on them: for more of them than memory should hold."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


class Spool:
    """Rows of plain values, written once, gone through as often as needed; ``len`` counts them."""

    def __init__(self, path: Path, rows: Iterable[list[Any]]) -> None:
        self._path, self._count = path, 0
        with path.open("w", encoding="utf-8") as stream:
            for row in rows:
                stream.write(json.dumps(row, ensure_ascii=True) + "\n")
                self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[list[Any]]:
        with self._path.open(encoding="utf-8") as stream:
            for line in stream:
                yield json.loads(line)
