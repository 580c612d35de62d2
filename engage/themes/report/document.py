"""The report as a document: the page, the PDF and the Word file are all made from it.

What it says of people's words is a ``Statement`` or a ``Quotation`` and carries the address where
anybody with access can check it; a ``Remark`` says how the report was made and claims nothing of
them. ``require_sources`` refuses a document in which one is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engage.kernel.errors import Conflict, message


@dataclass(frozen=True)
class Statement:
    """A sentence about the comments; ``lead`` is its beginning that stands out."""

    text: str
    href: str
    lead: str = ""


@dataclass(frozen=True)
class Remark:
    """A sentence about the report itself, with a link where more is said."""

    text: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class Quotation:
    """A person's own words; ``source`` says whose, by channel, language and number."""

    text: str
    language: str
    direction: str
    source: str
    href: str


@dataclass(frozen=True)
class BarPart:
    """A part of a bar; ``side`` tells its colour, ``text`` is its number as written."""

    side: str
    value: float
    text: str


@dataclass(frozen=True)
class Bar:
    """A line of a chart: ``text`` is the value as written.

    ``parts`` add up to the value; ``mark`` is another value on the same scale. ``depth`` says how
    many bars it stands under. ``cells`` are further columns of the table.
    """

    label: str
    value: float
    text: str
    href: str
    parts: tuple[BarPart, ...] = ()
    mark: float | None = None
    depth: int = 0
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """Bars from zero, which are also a table.

    ``headers`` name the table's columns: bars, values and ``cells``, the first of which belong to
    ``sides``. ``mark`` says what the bars' marks are.
    """

    code: str
    title: str
    headers: tuple[str, ...]
    bars: tuple[Bar, ...]
    note: str = ""
    sides: tuple[str, ...] = ()
    mark: str = ""

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """The sides and their names."""
        return tuple(zip(self.sides, self.headers[2:], strict=False))

    @property
    def words(self) -> str:
        """All that the chart shows, for who does not see it."""
        return "; ".join(
            f"{bar.label}: "
            + ", ".join(
                (
                    bar.text,
                    *(
                        f"{name} {cell}"
                        for name, cell in zip(self.headers[2:], bar.cells, strict=True)
                    ),
                )
            )
            for bar in self.bars
        )


@dataclass(frozen=True)
class Reckoning:
    """A table that adds up: name, count as written, and where the counted are."""

    caption: str
    headers: tuple[str, str]
    rows: tuple[tuple[str, str, str], ...]
    total: tuple[str, str]


@dataclass(frozen=True)
class Telling:
    """One theme or one voice: its heading leads to its comments.

    ``description`` is what reviewers wrote of it; ``state`` is said where it is not approved.
    """

    title: str
    href: str
    statements: tuple[Statement, ...]
    quotations: tuple[Quotation, ...]
    description: str = ""
    state: str = ""


Part = Statement | Remark | Chart | Reckoning | Telling


@dataclass(frozen=True)
class Section:
    """A part of the report under a heading."""

    code: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Document:
    """A report in one language; ``notice`` stands above all where it is for the office only."""

    title: str
    lead: str
    question: str
    made: str
    city: str
    language: str
    direction: str
    notice: str
    figures: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All charts, in order."""
        return tuple(
            part for section in self.sections for part in section.parts if isinstance(part, Chart)
        )


def require_sources(document: Document) -> None:
    """Raise ``Conflict``, naming it, where a sentence or a figure of the report has no source."""
    for words, href in _claims(document):
        if not href:
            raise Conflict(
                message(
                    "report",
                    "Nothing was exported: this stands in the report without a source: %(words)s",
                    words=words,
                )
            )


def _claims(document: Document) -> Iterator[tuple[str, str]]:
    for section in document.sections:
        for part in section.parts:
            yield from _claims_of(part)


def _claims_of(part: Part) -> Iterator[tuple[str, str]]:
    if isinstance(part, Statement):
        yield f"{part.lead} {part.text}".strip(), part.href
    elif isinstance(part, Chart):
        yield from ((f"{part.title}: {bar.label}", bar.href) for bar in part.bars)
    elif isinstance(part, Reckoning):
        yield from ((f"{part.caption}: {name}", href) for name, _count, href in part.rows)
    elif isinstance(part, Telling):
        yield part.title, part.href
        for statement in part.statements:
            yield f"{statement.lead} {statement.text}".strip(), statement.href
        yield from ((quotation.text, quotation.href) for quotation in part.quotations)
