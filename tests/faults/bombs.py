"""Small files that burst: what unpacks, expands, nests or draws far beyond its size."""

import io
import json
import struct
import zipfile
import zlib
from base64 import b64encode
from functools import cache

LARGE = 64 * 1024 * 1024  # more than any upload of ours unpacks to
DEEP = 50_000
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENTS = "http://schemas.openxmlformats.org/officeDocument/2006"


@cache
def spaces() -> bytes:
    """A lot of spaces, packed."""
    return zlib.compress(b" " * LARGE, 9)


def laughs(root: str) -> bytes:
    """An XML document that grows by entities."""
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    begun = f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY e0 "ha">{grown}]>'
    return f"{begun}<{root}>&e9;</{root}>".encode()


def from_elsewhere(root: str) -> bytes:
    """An XML document that asks for a file of the server."""
    asked = f'<!DOCTYPE {root} [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return f'<?xml version="1.0"?>{asked}<{root}>&e;</{root}>'.encode()


def nested(root: str) -> bytes:
    """An XML document as deep as no reader can follow."""
    return f"<{root}>{'<a>' * DEEP}{'</a>' * DEEP}</{root}>".encode()


def workbook(sheet: bytes, **parts: bytes) -> bytes:
    """A workbook with this as its one sheet."""
    kept = io.BytesIO()
    named = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": _book(),
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
        **parts,
    }
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in named.items():
            packed.writestr(name, content)
    return kept.getvalue()


@cache
def bursting_workbook() -> bytes:
    """A workbook whose sheet is a lot of spaces."""
    return workbook(zlib.decompress(spaces()))


def _types() -> bytes:
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = {"/xl/workbook.xml": "sheet.main", "/xl/worksheets/sheet1.xml": "worksheet"}
    listed = "".join(
        f'<Override PartName="{name}" ContentType="{base}.{kind}+xml"/>'
        for name, kind in overrides.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    default = f'<Default Extension="rels" ContentType="{rels}"/>'
    return f'<Types xmlns="{kinds}">{default}{listed}</Types>'.encode()


def _relation(kind: str, target: str) -> bytes:
    base = "http://schemas.openxmlformats.org/package/2006/relationships"
    one = f'<Relationship Id="rId1" Type="{DOCUMENTS}/relationships/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{base}">{one}</Relationships>'.encode()


def _book() -> bytes:
    sheet = '<sheet name="survey" sheetId="1" r:id="rId1"/>'
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENTS}/relationships">'
        f"<sheets>{sheet}</sheets></workbook>"
    ).encode()


@cache
def zipped(name: str) -> bytes:
    """A packed folder with one file that is a lot of spaces."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, zlib.decompress(spaces()))
    return kept.getvalue()


def deep_json() -> bytes:
    """Lists in lists."""
    return b"[" * DEEP + b"]" * DEEP


def unkeepable(document: object) -> bytes:
    """A document with characters in it that no database keeps."""
    return json.dumps(document).replace("WORDS", r"a\u0000b\ud800").encode()


def packed_field() -> str:
    """What a form sends back that it was given packed."""
    return b64encode(spaces()).decode()


@cache
def png(width: int, height: int) -> bytes:
    """A picture that says it has so many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in ((b"IHDR", header), (b"IDAT", spaces()), (b"IEND", b""))
    )


def pdf(stream: bytes, more: str = "") -> bytes:
    """A file of one page that draws this packed stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R{more}>>".encode(),
        b"<</Filter/FlateDecode/Length %d>>stream\n" % len(stream) + stream + b"\nendstream",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, each) for n, each in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def circular_pdf() -> bytes:
    """A file whose pages hold themselves."""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]/Parent 2 0 R>>\nendobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )
