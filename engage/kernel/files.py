"""Files that people send: in one folder outside what the web serves, durable before they are used.

The process serves one city, whose folder ``engage.app`` sets once.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from engage.kernel.ids import new_token

_folder: list[Path] = []


def set_files_folder(folder: Path) -> None:
    """Take the folder; it is made when the first file comes."""
    _folder[:] = [folder]


def keep_file(content: bytes) -> str:
    """Write a file under a random name; it is on the disk when its name is given."""
    return keep_pieces([content])


def keep_pieces(pieces: Iterable[bytes], area: str = "") -> str:
    """The same for what comes piece by piece, in a folder of its own where ``area`` names one."""
    folder = _in_use() / area
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    token = new_token()
    descriptor = os.open(folder / token, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        try:
            for piece in pieces:
                file.write(piece)
        except BaseException:
            (folder / token).unlink()
            raise
        file.flush()
        os.fsync(file.fileno())
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return f"{area}/{token}" if area else token


def open_file(name: str) -> BinaryIO | None:
    """The file to be read from its beginning; ``None`` where it is gone."""
    try:
        return (_in_use() / name).open("rb")
    except FileNotFoundError:
        return None


def read_file(name: str) -> bytes | None:
    """What a file holds; ``None`` where it is gone."""
    try:
        return (_in_use() / name).read_bytes()
    except FileNotFoundError:
        return None


def is_there(name: str) -> bool:
    """Whether the file is on the disk."""
    return (_in_use() / name).is_file()


def delete_file(name: str) -> None:
    """Delete a file; nothing happens where it is gone."""
    (_in_use() / name).unlink(missing_ok=True)


def list_files(area: str = "") -> Iterator[tuple[str, datetime]]:
    """The name of each file, and when it was written; those of other areas are not among them."""
    folder = _in_use() / area
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir():
            continue
        try:
            written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except FileNotFoundError:
            continue
        yield f"{area}/{path.name}" if area else path.name, written_at


def _in_use() -> Path:
    if not _folder:
        raise RuntimeError("The folder for files is not set.")
    return _folder[0]
