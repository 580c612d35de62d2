"""The report set in type: a tagged PDF, and its charts as pictures for slides and documents.

Typst sets it from ``engage/typesetting``, with the typefaces there and those of the system;
nothing is downloaded. The PDF is checked against PDF/UA-1 while it is made, which allows no sign
without a typeface. Where this machine has none for emoji, they are called by their names; where it
has none for a script, the PDF is made without that check, still tagged, with boxes for its letters.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from engage.resources import typesetting_folder
from engage.themes.report.document import Chart, Document

ACCESSIBLE = "ua-1"
PNG_PER_INCH = 144.0
# what no typeface holds: control and non-characters, and those that turn a line around: set in
# type they would stick to their neighbours, and one could not search for the words
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udfff]"
)

# what changes the look of the sign before it: colours of skin, styles, joiners
_ATTACHED = re.compile("[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u200d\u20e3]")


def pdf_of(document: Document, base_url: str) -> bytes:
    """The report as a PDF with tags, title, language and bookmarks; links lead to ``base_url``."""
    sections = [
        {
            "code": section.code,
            "title": section.title,
            "parts": [
                {"kind": type(part).__name__.lower(), **asdict(part)} for part in section.parts
            ],
        }
        for section in document.sections
    ]
    data = {**asdict(document), "sections": sections, "base": base_url}
    # loaded where it is used: the web process starts faster and smaller without it
    from typst import TypstError

    for make in (fit, _named):
        try:
            return _set("report.typ", _each(data, make), format="pdf", pdf_standards=[ACCESSIBLE])
        except TypstError as error:
            if "could not be displayed" not in str(error):
                raise
    return _set("report.typ", _each(data, fit), format="pdf")


def svg_of(document: Document, chart: Chart, base_url: str) -> bytes:
    """A chart as a picture of 16 by 9, its letters as outlines, so that it looks alike anywhere.

    What it shows is also in its title and description, and its names are links.
    """
    drawn = _set("chart.typ", _chart_data(document, chart, base_url), format="svg").decode("utf-8")
    head, rest = drawn.split(">", 1)
    named = (
        f'{head} role="img" lang="{escape(document.language.replace("_", "-"))}">'
        f"<title>{escape(fit(chart.title))}</title><desc>{escape(fit(chart.words))}</desc>{rest}"
    )
    return named.encode("utf-8")


def png_of(document: Document, chart: Chart, base_url: str) -> bytes:
    """Its bars alone, as high as they are, for documents that take no vector pictures."""
    data = {**_chart_data(document, chart, base_url), "bare": True}
    return _set("chart.typ", data, format="png", ppi=PNG_PER_INCH)


def _chart_data(document: Document, chart: Chart, base_url: str) -> dict[str, Any]:
    data = {
        **asdict(chart),
        "bare": False,
        "language": document.language,
        "direction": document.direction,
        "base": base_url,
        "source": " · ".join(
            each for each in (document.city, document.lead, document.made) if each
        ),
    }
    return dict(_each(data, fit))


def _set(template: str, data: dict[str, Any], **options: Any) -> bytes:
    # loaded where it is used: the web process starts faster and smaller without it
    import typst

    folder = typesetting_folder()
    made = typst.compile(
        str(Path(folder, template)),
        root=str(folder),
        font_paths=[str(folder / "fonts")],
        sys_inputs={"document": json.dumps(data)},
        **options,
    )
    assert isinstance(made, bytes)  # one page where it is a picture
    return made


def fit(text: str) -> str:
    """The text without characters that no typeface and no document can hold."""
    return _UNFIT.sub("", text)


def _named(text: str) -> str:
    """The text with its emoji and other pictures called by their names: ``[thumbs up sign]``."""
    return _ATTACHED.sub("", "".join(_name(sign) for sign in fit(text)))


def _name(sign: str) -> str:
    if unicodedata.category(sign) != "So":
        return sign
    return f"[{unicodedata.name(sign, 'a sign').lower()}]"


def _each(value: Any, make: Callable[[str], str]) -> Any:
    """The same with every text in it made another."""
    if isinstance(value, dict):
        return {key: _each(one, make) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_each(one, make) for one in value]
    return make(value) if isinstance(value, str) else value
