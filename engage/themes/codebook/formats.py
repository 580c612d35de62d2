"""Codebooks as files: JSON with everything, CSV as ``engage cluster`` reads it, REFI-QDA (.qdc).

The last is the exchange format of programs for qualitative analysis (NVivo, MAXQDA, ATLAS.ti,
Taguette): https://www.qdasoftware.org. What cannot be read raises ``InvalidInput``.
"""

import csv
import io
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from engage.kernel.errors import InvalidInput, message
from engage.kernel.keepable import keepable
from engage.kernel.languages import LocaleText, in_language
from engage.kernel.tables import as_written, csv_pieces

FORMAT = "engage-codebook/1"
QDC = "urn:QDA-XML:codebook:1.0"
MOST_CODES = 1_000
LONGEST_NAME = 200


@dataclass(frozen=True)
class Code:
    """A theme as a codebook has it; ``guid`` is its name among programs, empty when unknown."""

    label: LocaleText
    definition: LocaleText = field(default_factory=dict)
    includes: LocaleText = field(default_factory=dict)
    excludes: LocaleText = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    guid: str = ""


def as_json(codes: Iterable[Code], title: str) -> str:
    """Everything, in every language."""
    themes = [asdict(code) for code in codes]
    document = {"format": FORMAT, "title": title, "themes": themes}
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_csv(codes: Iterable[Code], locale: str) -> bytes:
    """Columns ``theme`` and ``text``, an example a line; without one the theme's own words."""
    rows = [("theme", "text")]
    for code in codes:
        name = in_language(code.label, locale)[0]
        own = in_language(code.definition, locale)[0] or name
        rows += [(name, text) for text in code.examples or (own,)]
    return b"".join(csv_pieces(rows))


def as_qdc(codes: Iterable[Code], locale: str, headings: Mapping[str, str]) -> bytes:
    """A REFI-QDA codebook; ``headings`` name the parts of a description in that language."""
    book = Element("CodeBook", {"xmlns": QDC, "origin": "Engage"})
    parent = SubElement(book, "Codes")
    for code in codes:
        name = in_language(code.label, locale)[0]
        attributes = {"guid": code.guid, "name": name, "isCodable": "true"}
        SubElement(SubElement(parent, "Code", attributes), "Description").text = "\n\n".join(
            _paragraphs(code, locale, headings)
        )
    indent(book)
    written: bytes = tostring(book, encoding="utf-8", xml_declaration=True)
    return written


_WRONG = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
    ParseError,
    csv.Error,
)


def read_codebook(name: str, content: bytes, locale: str) -> tuple[Code, ...]:
    """The themes of a file, by the ending of its name; words without language are in ``locale``."""
    ending = name.rpartition(".")[2].lower()
    readers: dict[str, Callable[[], tuple[Code, ...]]] = {
        "csv": lambda: _from_csv(content, locale),
        "json": lambda: _from_json(content),
        "qdc": lambda: _from_qdc(content, locale),
        "xml": lambda: _from_qdc(content, locale),
    }
    if ending not in readers:
        raise _unreadable()
    try:
        codes = readers[ending]()
    except _WRONG as wrong:
        raise _unreadable() from wrong
    if not codes or len(codes) > MOST_CODES:
        raise _unreadable()
    return codes


def _paragraphs(code: Code, locale: str, headings: Mapping[str, str]) -> list[str]:
    parts = [in_language(code.definition, locale)[0]]
    for part, words in (("includes", code.includes), ("excludes", code.excludes)):
        text = in_language(words, locale)[0]
        parts.append(f"{headings[part]}: {text}" if text else "")
    if code.examples:
        parts.append("\n".join([f"{headings['examples']}:", *code.examples]))
    return [part for part in parts if part]


def _from_csv(content: bytes, locale: str) -> tuple[Code, ...]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    examples: dict[str, list[str]] = {}
    for row in rows:
        theme = _words(as_written(row["theme"]))[:LONGEST_NAME]
        text = _words(as_written(row["text"]))
        if theme:
            examples.setdefault(theme, []).extend([text] if text else [])
    return tuple(Code({locale: name}, examples=tuple(texts)) for name, texts in examples.items())


def _from_json(content: bytes) -> tuple[Code, ...]:
    document = json.loads(content.decode("utf-8-sig"))
    if document["format"] != FORMAT:
        raise ValueError("another format")
    return tuple(_code(theme) for theme in document["themes"])


def _code(theme: Mapping[str, Any]) -> Code:
    label = _texts(theme["label"])
    if not any(label.values()):
        raise ValueError("a theme without a name")
    return Code(
        label={code: words[:LONGEST_NAME] for code, words in label.items()},
        definition=_texts(theme.get("definition", {})),
        includes=_texts(theme.get("includes", {})),
        excludes=_texts(theme.get("excludes", {})),
        examples=tuple(_words(text) for text in theme.get("examples", ())),
        guid=_guid(theme.get("guid")),
    )


def _guid(written: object) -> str:
    """A name among programs as REFI-QDA writes it; empty where it is none."""
    try:
        return str(uuid.UUID(str(written))).upper()
    except ValueError:
        return ""


def _texts(value: Mapping[str, Any]) -> dict[str, str]:
    return {str(code): words for code, said in value.items() if (words := _words(said))}


def _words(value: object) -> str:
    return keepable(str(value)).strip()


def _from_qdc(content: bytes, locale: str) -> tuple[Code, ...]:
    # loaded only here: few processes ever read such a file
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        book = fromstring(content)
    except DefusedXmlException as wrong:
        raise ValueError("entities") from wrong
    if not book.tag.endswith("CodeBook"):
        raise ValueError("no codebook")
    found = []
    for element in book.iter():
        name = element.get("name", "").strip()[:LONGEST_NAME]
        # a code that only holds others is a heading, not a theme
        if element.tag.rpartition("}")[2] == "Code" and name:
            if element.get("isCodable", "true").lower() in ("false", "0"):
                continue
            texts = (part.text for part in element if part.tag.endswith("Description"))
            words = (next(texts, "") or "").strip()
            definition = {locale: words} if words else {}
            found.append(Code({locale: name}, definition, guid=_guid(element.get("guid"))))
    return tuple(found)


def _unreadable() -> InvalidInput:
    text = message(
        "codebook",
        "This is no codebook that can be read: a .csv file with the columns theme and text, a .json"
        " file written here, or a .qdc file (REFI-QDA), with at most 1,000 themes.",
    )
    return InvalidInput(text, {"file": text})
