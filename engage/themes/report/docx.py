"""The report as a Word document: real headings, tables with header rows, and right-to-left runs."""

import io
import re

from docx import Document as WordDocument
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from engage.themes.report.document import (
    Chart,
    Document,
    Part,
    Quotation,
    Reckoning,
    Remark,
    Statement,
    Telling,
)
from engage.themes.report.docx_styles import ACCENT, SOFT, add_row, describe, keep_together, prepare
from engage.themes.report.pdf import fit, png_of

# what may stand behind the direction among the properties of a paragraph
AFTER_BIDI = (
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:outlineLvl",
    "w:rPr",
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
STEP = "\u2003"  # how far a theme under another stands in
TOGETHER = 8  # rows of a table that are not torn from each other and their picture
LISTED = ("short", "method")  # sections whose sentences are a list
_LETTERS = re.compile(r"[^\W\d_]")


def docx_of(document: Document, base_url: str) -> bytes:
    """The report as a .docx; its links lead to ``base_url``."""
    writer = _Writer(document, base_url)
    writer.write()
    file = io.BytesIO()
    writer.word.save(file)
    return file.getvalue()


class _Writer:
    """Writes one document from top to bottom."""

    def __init__(self, document: Document, base_url: str) -> None:
        self.document, self.base_url = document, base_url
        self.word: Word = WordDocument()
        prepare(self.word, document)

    def write(self) -> None:
        document = self.document
        self.paragraph(document.title, style="Title")
        self.paragraph(document.lead, style="Subtitle")
        if document.question:
            self.paragraph(document.question)
        self.paragraph(document.made, colour=SOFT)
        if document.notice:
            self.paragraph(document.notice, is_bold=True)
        self.paragraph(" · ".join(f"{value} {name}" for value, name in document.figures))
        self.foot()
        for section in document.sections:
            self.paragraph(section.title, style="Heading 1")
            for part in section.parts:
                self.part(part, "List Bullet" if section.code in LISTED else None)

    def foot(self) -> None:
        """Whose report it is and the number of the page, at the foot of each."""
        line = self.turned(self.word.sections[0].footer.paragraphs[0])
        self.run(line, f"{self.document.city} · {self.document.lead} · ", colour=SOFT)
        number = self.run(line, "", colour=SOFT)
        for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            part.text = words
            number._r.append(part)

    def part(self, part: Part, style: str | None) -> None:
        """One part of a section; ``style`` is that of its sentences."""
        if isinstance(part, Statement):
            self.statement(part, style)
        elif isinstance(part, Remark):
            self.remark(part, style)
        elif isinstance(part, Telling):
            self.telling(part)
        elif isinstance(part, Chart):
            self.chart(part)
        else:
            self.reckoning(part)

    def statement(self, one: Statement, style: str | None) -> None:
        line = self.paragraph(style=style)
        if one.lead:
            self.run(line, one.lead, is_bold=True)
            self.run(line, " ")
        self.link(line, one.text or one.href, one.href)

    def remark(self, one: Remark, style: str | None) -> None:
        line = self.paragraph(one.text, style=style)
        if one.href:
            self.run(line, " ")
            self.link(line, one.link, one.href)

    def telling(self, one: Telling) -> None:
        self.link(self.paragraph(style="Heading 2"), one.title, one.href)
        for place, each in enumerate(one.statements):
            line = self.paragraph()
            is_last = place + 1 == len(one.statements) and not one.description
            line.paragraph_format.keep_with_next = bool(one.quotations) or not is_last
            if each.lead:
                self.run(line, f"{each.lead} ", is_bold=True)
            self.run(line, each.text)
            if place == 0 and one.state:
                self.run(line, f" · {one.state}", colour=SOFT)
        if one.description:
            described = self.paragraph(one.description)
            described.paragraph_format.keep_with_next = bool(one.quotations)
        for quotation in one.quotations:
            self.quotation(quotation)

    def quotation(self, one: Quotation) -> None:
        is_rtl = one.direction == "rtl"
        words = self.paragraph(style="Quote", is_rtl=is_rtl)
        words.paragraph_format.keep_with_next = words.paragraph_format.keep_together = True
        words.paragraph_format.space_after = Pt(0)
        self.run(words, one.text, language=one.language, is_rtl=is_rtl)
        # where the words come from stands on the side where they begin
        source = self.paragraph(style="Quote", is_rtl=is_rtl)
        self.link(source, one.source, one.href)

    def chart(self, one: Chart) -> None:
        title = self.paragraph(one.title, is_bold=True)
        title.paragraph_format.keep_with_next = True
        title.paragraph_format.space_before = Pt(10)
        if one.bars:
            line = self.paragraph()
            line.paragraph_format.keep_with_next = True
            picture = line.add_run().add_picture(
                io.BytesIO(png_of(self.document, one, self.base_url)), width=Cm(15.5)
            )
            properties = picture._inline.docPr
            properties.set("descr", fit(f"{one.title}. {one.words}"))
            rows = tuple(
                (f"{STEP * bar.depth}{bar.label}", bar.href, (bar.text, *bar.cells))
                for bar in one.bars
            )
            self.table(one.title, one.headers, rows)
        if one.note:
            self.paragraph(one.note, colour=SOFT)

    def reckoning(self, one: Reckoning) -> None:
        caption = self.paragraph(one.caption, is_bold=True)
        caption.paragraph_format.keep_with_next = True
        rows = tuple((name, href, (count,)) for name, count, href in one.rows)
        table = self.table(one.caption, one.headers, rows)
        for cell, words in zip(add_row(table), one.total, strict=True):
            self.run(self.turned(cell.paragraphs[0]), words, is_bold=True)

    def table(
        self,
        caption: str,
        headers: tuple[str, ...],
        rows: tuple[tuple[str, str, tuple[str, ...]], ...],
    ) -> Table:
        """A table whose first row is its header, repeated on each page; rows: name, href, cells."""
        table: Table = self.word.add_table(rows=1, cols=len(headers), style="Table Grid")
        describe(table, caption, is_rtl=self.is_rtl)
        for cell, words in zip(table.rows[0].cells, headers, strict=True):
            self.run(self.turned(cell.paragraphs[0]), words, is_bold=True)
        header = table.rows[0]._tr.get_or_add_trPr()
        header.append(OxmlElement("w:cantSplit"))
        header.append(OxmlElement("w:tblHeader"))
        for name, href, texts in rows:
            first, *others = add_row(table)
            self.link(self.turned(first.paragraphs[0]), name, href)
            for cell, text in zip(others, texts, strict=True):
                self.run(self.turned(cell.paragraphs[0]), text)
        if len(rows) <= TOGETHER:
            keep_together(table)
        self.paragraph()
        return table

    @property
    def is_rtl(self) -> bool:
        """Whether the report runs from right to left."""
        return self.document.direction == "rtl"

    def paragraph(
        self,
        text: str = "",
        *,
        style: str | None = None,
        is_bold: bool = False,
        colour: RGBColor | None = None,
        is_rtl: bool | None = None,
    ) -> Paragraph:
        """A paragraph in the direction of the report, or in another."""
        line = self.turned(self.word.add_paragraph(style=style), is_rtl)
        if text:
            self.run(line, text, is_bold=is_bold, colour=colour)
        return line

    def turned(self, line: Paragraph, is_rtl: bool | None = None) -> Paragraph:
        """The paragraph, from right to left where it has to be."""
        if self.is_rtl if is_rtl is None else is_rtl:
            line._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *AFTER_BIDI)
        return line

    def run(
        self,
        line: Paragraph,
        text: str,
        *,
        is_bold: bool = False,
        colour: RGBColor | None = None,
        language: str = "",
        is_rtl: bool | None = None,
    ) -> Run:
        """Words in their own direction: Latin ones within Arabic stay as they are."""
        run = line.add_run(fit(text))
        run.bold = is_bold or None
        if colour is not None:
            run.font.color.rgb = colour
        _speak(run, language or self.document.language, self._turns(text, is_rtl))
        return run

    def link(self, line: Paragraph, text: str, href: str) -> None:
        """Words that lead to ``href``, which is an address of this site."""
        address = self.base_url + href if href.startswith("/") else href
        number = line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        element = OxmlElement("w:hyperlink")
        element.set(qn("r:id"), number)
        run = self.run(line, text, colour=ACCENT)
        run.underline = True
        element.append(run._r)
        line._p.append(element)

    def _turns(self, text: str, is_rtl: bool | None) -> bool:
        if is_rtl is not None:
            return is_rtl
        if _RIGHT_TO_LEFT.search(text):
            return True
        return self.is_rtl and not _LETTERS.search(text)


def _speak(run: Run, language: str, is_rtl: bool) -> None:
    if is_rtl:
        run.font.rtl = True
        run.font.cs_bold = run.bold
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:bidi" if is_rtl else "w:val"), language.replace("_", "-"))
    run._r.get_or_add_rPr().append(spoken)
