"""Writes one PDF anew: reads it from the standard input, writes what its pages show.

Knows nothing of Engage. Ends with 2 for what is no PDF, with 3 for one that takes too much to read,
with 4 for one that opens with a password only, with 5 for too many pages, and with 6 for one whose
pages do not show what it holds.
"""

import io
import resource
import sys
from typing import Any

MEMORY = 1024 * 1024 * 1024
SECONDS = 20

UNREADABLE, TOO_MUCH, LOCKED, TOO_LONG, NOT_ON_PAGES = 2, 3, 4, 5, 6


def _names(words: str) -> frozenset[str]:
    return frozenset(f"/{word}" for word in words.split())


# what a page needs to look as it does; no annotations, actions, thumbnails, dates
OF_PAGE = _names(
    "Type Parent MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit Resources Contents Group"
)
# OCProperties says which layers are shown, Lang in which language the text is
OF_DOCUMENT = _names("Type Pages OCProperties Lang")
# wherever they stand: who made it and when, programs, other files and what leads to them
NOWHERE = _names(
    "Metadata PieceInfo LastModified OpenAction AA JavaScript AF EF EmbeddedFiles "
    "StructParent StructParents"
)
NO_STREAM_HAS = NOWHERE | _names("OPI Ref PS F FFilter FDecodeParms")
# their keys are chosen by whoever wrote the file
NAMED_FREELY = _names(
    "Font XObject ExtGState ColorSpace Pattern Shading Properties CharProcs Colorants"
)
TELLING_MARKERS = frozenset((0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE))  # Exif, XMP, IPTC, comments
UNMARKED = (0xFF, 0x01, *range(0xD0, 0xD9))  # markers without a length


def main(most_pages: int) -> int:
    """Clean the PDF; gives the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(sys.stdin.buffer.read())) as pdf:
            if "/Collection" in pdf.Root or pdf.Root.get("/NeedsRendering", False):
                return NOT_ON_PAGES
            if not 0 < len(pdf.pages) <= most_pages:
                return TOO_LONG if pdf.pages else UNREADABLE
            _clean(pdf)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True)
    except pikepdf.PasswordError:
        return LOCKED
    except MemoryError:
        return TOO_MUCH
    except Exception:  # whatever a library says of what is no PDF
        return UNREADABLE
    sys.stdout.buffer.write(out.getvalue())
    return 0


def _clean(pdf: Any) -> None:
    """Draw what stands on pages into them, and take out all that a page does not show."""
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()  # what was typed into a form stays on the page
    pdf.flatten_annotations("screen")
    for key in set(pdf.Root.keys()) - OF_DOCUMENT:
        del pdf.Root[key]
    for page in pdf.pages:
        for key in set(page.obj.keys()) - OF_PAGE:
            del page.obj[key]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    _strip(pdf)


def _strip(pdf: Any) -> None:
    """Take what tells too much out of everything that the document leads to."""
    from pikepdf import Array, Dictionary, Object, Stream

    waiting, seen = [(pdf.Root, False)], set()
    while waiting:
        each, is_named_freely = waiting.pop()
        mark = (each.objgen, is_named_freely)
        if each.is_indirect and mark in seen:
            continue
        seen.add(mark)
        parts = [("", part) for part in each] if isinstance(each, Array) else []
        if isinstance(each, Dictionary | Stream):
            is_stream = isinstance(each, Stream)
            unwanted = NO_STREAM_HAS if is_stream else frozenset() if is_named_freely else NOWHERE
            for key in set(each.keys()) & unwanted:
                del each[key]
            if is_stream:
                _strip_picture(pdf, each)
            parts = list(each.items())
        waiting += [(part, key in NAMED_FREELY) for key, part in parts if isinstance(part, Object)]


def _strip_picture(pdf: Any, stream: Any) -> None:
    """A JPEG keeps its place and camera inside a PDF too."""
    from pikepdf import Array, Name, Stream

    filters, parms = (_as_list(stream.get(key), Array) for key in ("/Filter", "/DecodeParms"))
    if not filters or filters[-1] != Name.DCTDecode:
        return
    packed = Stream(pdf, stream.read_raw_bytes())
    if filters[:-1]:
        packed.Filter = Array(filters[:-1])
        packed.DecodeParms = Array(parms[: len(filters) - 1])
        picture = packed.read_bytes()
    else:
        picture = packed.read_raw_bytes()
    own = parms[len(filters) - 1] if len(parms) == len(filters) else None
    stream.write(without_telling(picture), filter=Name.DCTDecode, decode_parms=own)


def _as_list(found: Any, array: Any) -> list[Any]:
    return list(found) if isinstance(found, array) else [] if found is None else [found]


def without_telling(jpeg: bytes) -> bytes:
    """A JPEG without what tells of its making; its pixels stay as they are packed."""
    kept = bytearray(jpeg[:2])
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        marker = jpeg[at + 1]
        size = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker in UNMARKED:
            size = 1 if marker == 0xFF else 2
        if marker not in TELLING_MARKERS:
            kept += jpeg[at : at + size]
        at += size
    return bytes(kept + jpeg[at:])


if __name__ == "__main__":
    try:
        code = main(int(sys.argv[1]))
    except MemoryError:
        code = TOO_MUCH
    raise SystemExit(code)
