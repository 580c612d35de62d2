"""A form with the files that belong to it: one .zip, or a file with a folder beside it.

The pictures are drawn anew and made small, so that all of a survey together keep its limit.
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from engage.engines.messages import Message, message
from engage.engines.pictures import RefusedPicture, small_picture
from engage.engines.questionnaire.foreign import RefusedFile, base_name, file_name
from engage.surveys.own_pictures import (
    MOST_BYTES,
    MOST_BYTES_OF_SURVEY,
    MOST_SENT,
    own_pictures_in,
)

MOST_FILES = 1000
MOST_READ = 200 * 1024 * 1024
MOST_OF_FORM = 12 * 1024 * 1024  # more than any of ours takes
FEWEST_BYTES = 1_000  # smaller ones show nothing
MOST_DRAWN = 40
FORMS = (".xlsx", ".lss", ".json", ".txt")

Read = Callable[[], bytes]


@dataclass
class Pictures:
    """The files beside a form by their names, and those drawn so far by their digests."""

    files: Mapping[str, Read]
    is_here: Callable[[str], bool] = lambda _: False
    drawn: dict[str, bytes] = field(default_factory=dict)
    _left: int = MOST_BYTES_OF_SURVEY
    _tries: int = MOST_DRAWN

    def bring(self, names: tuple[str, ...]) -> Mapping[str, str | Message]:
        """Draw the files of these names as the pictures of one survey; tells what is refused.

        Each has an equal share of the room; what is left goes to those that need more.
        """
        wanted = [name for name in names if name in self.files]
        share = MOST_BYTES_OF_SURVEY // max(len(wanted), 1)
        found: dict[str, str | Message] = {}
        for room in dict.fromkeys((min(MOST_BYTES, max(FEWEST_BYTES, share)), MOST_BYTES)):
            for name in wanted:
                if not isinstance(found.get(name), str):
                    found[name] = self._drawn(name, min(room, self._left))
        return found

    def _drawn(self, name: str, room: int) -> str | Message:
        try:
            return self._draw(name, room)
        except RefusedPicture as refused:
            return refused.message

    def bring_named(self, document: Mapping[str, Any]) -> None:
        """Put the files that a survey document names by their digests in the places of these."""
        own = [each for each in own_pictures_in(document) if each["file"] not in self.drawn]
        brought = self.bring(tuple(dict.fromkeys(file_name(each["file"]) for each in own)))
        for each in own:
            digest = brought.get(file_name(each["file"]))
            if isinstance(digest, str) and isinstance(each, dict):
                each["file"] = digest

    def _draw(self, name: str, room: int) -> str:
        content = self.files[name]()
        digest = hashlib.sha256(content).hexdigest()
        if len(content) > MOST_SENT:
            raise RefusedPicture(
                message("own picture", "This picture is too large. It may have 25 MB at most.")
            )
        if not self.is_here(digest):
            if room < FEWEST_BYTES or not self._tries:
                raise RefusedPicture(_no_room())
            self._tries -= 1
            try:
                content = small_picture(content, room)
            except RefusedPicture as refused:
                if refused.is_unreadable or room == MOST_BYTES:
                    raise
                raise RefusedPicture(_no_room()) from refused
            digest = hashlib.sha256(content).hexdigest()
            self.drawn[digest] = content
        self._left -= len(content)
        return digest


@dataclass(frozen=True)
class Bundle:
    """A form, and the pictures beside it."""

    name: str
    content: bytes
    pictures: Pictures


def open_bundle(content: bytes, is_here: Callable[[str], bool] = lambda _: False) -> Bundle:
    """The form in a .zip, and the files with it; raises ``RefusedFile``."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, OSError) as wrong:
        raise _unreadable() from wrong
    parts = [each for each in archive.infolist() if not _is_hidden(each.filename)]
    if len(parts) > MOST_FILES:
        raise RefusedFile(message("survey file", "There are too many files in the .zip."))
    budget = [MOST_READ]
    files = {base_name(each.filename): _reader(archive, each, budget) for each in parts}
    form = _form_among(each.filename for each in parts)
    read = next(each for each in parts if each.filename == form)
    return Bundle(
        PurePosixPath(form).name,
        _reader(archive, read, budget, MOST_OF_FORM)(),
        Pictures(files, is_here),
    )


def beside(form: Path) -> Pictures:
    """The files that lie beside a form, in the folders that other systems give them."""
    folders = (form.with_name(f"{form.stem}-media"), form.with_name("media"), form.parent)
    files: dict[str, Read] = {}
    for folder in folders:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_file():
                files.setdefault(base_name(path.name), path.read_bytes)
    return Pictures(files)


def pack(form: str, content: bytes, pictures: Mapping[str, bytes]) -> bytes:
    """A form and its pictures, by digest, as one .zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(form, content)
        for digest, drawn in pictures.items():
            archive.writestr(f"media/{file_name(digest)}", drawn)
    return out.getvalue()


def _is_hidden(name: str) -> bool:
    path = PurePosixPath(name)
    return name.endswith("/") or path.name.startswith(".") or path.parts[0] == "__MACOSX"


def _form_among(names: Iterable[str]) -> str:
    """The form: the one of the first ending there is, in the uppermost folder."""
    found = sorted(
        (FORMS.index(ending), len(PurePosixPath(name).parts), name)
        for name in names
        if (ending := PurePosixPath(name).suffix.lower()) in FORMS
    )
    if not found or [each[:2] for each in found].count(found[0][:2]) > 1:
        raise RefusedFile(
            message("survey file", "There has to be one form in the .zip, with its files.")
        )
    return found[0][2]


def _reader(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: list[int], most: int = MOST_SENT
) -> Read:
    def read() -> bytes:
        try:
            with archive.open(part) as stream:
                content = stream.read(min(most, budget[0]) + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as wrong:
            raise _unreadable() from wrong
        except (EOFError, OSError) as wrong:
            raise _unreadable() from wrong
        budget[0] -= len(content)
        if budget[0] < 0:
            raise RefusedFile(message("survey file", "The files in the .zip are too large."))
        return content

    return read


def _unreadable() -> RefusedFile:
    return RefusedFile(message("survey file", "This .zip file cannot be read."))


def _no_room() -> Message:
    return message(
        "own picture",
        "The pictures of a survey may weigh %(most)s kB together, so that it opens on a slow line.",
        most=MOST_BYTES_OF_SURVEY // 1000,
    )
