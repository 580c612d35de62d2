"""XLIFF 2.0, which translators' programs read and write (OASIS, ``urn:...:xliff:document:2.0``).

What such a program does to a file is undone on reading: sentences cut apart are joined again, and
what stands around words (``<mrk>``, ``<pc>``) is passed over.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from engage.engines.languages import tag_of
from engage.engines.messages import message
from engage.engines.questionnaire.exchange.units import (
    MISSING,
    REVIEWED,
    STATES,
    BrokenFile,
    Exchange,
    Unit,
)

_SPACE = "urn:oasis:names:tc:xliff:document:2.0"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What XML can't say, and the line end that it would change: written as <cp hex="..."/>.
_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STATE_OF = {"": MISSING, "final": REVIEWED} | {state: state for state in STATES}


def write_xliff(exchange: Exchange) -> bytes:
    """The texts as a file, the same bytes for the same texts."""
    root = Element(
        "xliff",
        {
            "xmlns": _SPACE,
            "version": "2.0",
            "srcLang": tag_of(exchange.source_language),
            "trgLang": tag_of(exchange.target_language),
        },
    )
    file = SubElement(root, "file", {"id": "wording", "original": exchange.survey})
    said = []
    for unit in exchange.units:
        written = SubElement(file, "unit", {"id": unit.key, _XML_SPACE: "preserve"})
        if unit.note:
            note = SubElement(SubElement(written, "notes"), "note")
            note.text = _NO_XML.sub("", unit.note)  # the format has no other way there
        segment = SubElement(written, "segment", {"state": unit.state})
        said.append((SubElement(segment, "source"), unit.source))
        if unit.target:
            said.append((SubElement(segment, "target"), unit.target))
    indent(root, " ")  # before the words come in, so that none is touched
    for element, words in said:
        _put(element, words)
    body: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def read_xliff(content: bytes) -> Exchange:
    """The texts of a file; raises ``BrokenFile``."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except ParseError as wrong:
        line, column = wrong.position
        raise BrokenFile(
            message(
                "translation file",
                "Line %(line)s, column %(column)s: this is not XML.",
                line=line,
                column=column + 1,
            )
        ) from None
    except (DefusedXmlException, ValueError, LookupError):
        raise BrokenFile(
            message("translation file", "This XML file holds what no translation needs.")
        ) from None
    version = root.get("version", "")
    if root.tag != _name("xliff") or not version.startswith("2."):
        raise BrokenFile(message("translation file", "This is not an XLIFF file of version 2."))
    files = root.findall(_name("file"))
    if len(files) != 1:
        raise BrokenFile(
            message(
                "translation file",
                "The file has %(number)s parts (“file”); one is expected.",
                number=len(files),
            )
        )
    found = files[0].iter(_name("unit"))
    units = tuple(_unit(unit, number) for number, unit in enumerate(found, start=1))
    return Exchange(
        files[0].get("original", ""), root.get("srcLang", ""), root.get("trgLang", ""), units
    )


def _unit(unit: Any, number: int) -> Unit:
    key, place = unit.get("id", ""), f"unit {number}"
    parts = [part for part in unit if part.tag in (_name("segment"), _name("ignorable"))]
    sources = [part.find(_name("source")) for part in parts]
    if not key or not parts or any(source is None for source in sources):
        raise BrokenFile(
            message(
                "translation file",
                "Unit %(number)s (“%(key)s”): its name or its source is gone.",
                number=number,
                key=key,
            )
        )
    targets = [part.find(_name("target")) for part in parts]
    has_target = any(
        target is not None
        for part, target in zip(parts, targets, strict=True)
        if part.tag == _name("segment")
    )
    said = [
        _said(target if target is not None else source)
        for part, source, target in zip(parts, sources, targets, strict=True)
        if target is not None or part.tag == _name("ignorable")
    ]
    states = [_STATE_OF.get(part.get("state", ""), MISSING) for part in parts if part.get("state")]
    note = unit.find(f"{_name('notes')}/{_name('note')}")
    return Unit(
        key,
        "".join(map(_said, sources)),
        "".join(said) if has_target else "",
        min(states, key=STATES.index, default=MISSING),
        _said(note) if note is not None else "",
        place,
    )


def _put(element: Element, words: str) -> None:
    """Write words into an element, with ``<cp>`` for what XML has no character for."""
    at, last = 0, None
    for found in _NO_XML.finditer(words):
        before = words[at : found.start()]
        if last is None:
            element.text = before
        else:
            last.tail = before
        last = SubElement(element, "cp", {"hex": f"{ord(found[0]):04X}"})
        at = found.end()
    if last is None:
        element.text = words
    else:
        last.tail = words[at:]


def _said(element: Any) -> str:
    return "".join(_pieces(element))


def _pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for inner in element:
        if inner.tag == _name("cp"):
            yield _character(inner.get("hex", ""))
        elif inner.tag == _name("ph"):
            yield inner.get("equiv") or inner.get("disp") or ""
        else:
            yield from _pieces(inner)
        yield inner.tail or ""


def _character(digits: str) -> str:
    try:
        return chr(int(digits, 16))
    except (ValueError, OverflowError):
        raise BrokenFile(
            message("translation file", "There is no character “%(code)s”.", code=digits)
        ) from None


def _name(tag: str) -> str:
    return f"{{{_SPACE}}}{tag}"
