"""How a Word document looks: its typeface, paper, distances and tables."""

from docx.document import Document as Word
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row

from engage.themes.report.document import Document
from engage.themes.report.pdf import fit

FACE = "Arial"  # on every machine with Word, and it holds Latin, Greek, Cyrillic and Arabic
ACCENT, SOFT = RGBColor(0x0B, 0x5C, 0x54), RGBColor(0x56, 0x5E, 0x58)
HAIR = "DDDCD3"


def prepare(word: Word, document: Document) -> None:
    """Its properties, typefaces, distances and paper: A4, as the PDF."""
    properties = word.core_properties
    properties.title = fit(f"{document.title}: {document.lead}")
    properties.author = fit(document.city)
    properties.language = document.language.replace("_", "-")
    properties.comments = ""
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Quote"):
        style = word.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FACE)
        for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if name not in ("Normal", "Quote"):
            style.font.color.rgb = ACCENT
    word.styles["Normal"].font.size = Pt(10.5)
    word.styles["Normal"].paragraph_format.space_after = Pt(5)
    for name in ("Title", "Subtitle"):  # letters that are set apart tear Arabic words
        for spacing in word.styles[name].element.rPr.findall(qn("w:spacing")):
            word.styles[name].element.rPr.remove(spacing)
    word.styles["Quote"].paragraph_format.left_indent = Cm(0.6)
    for section in word.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2)


def add_row(table: Table) -> tuple[_Cell, ...]:
    """The cells of another row, which no page break tears."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row.cells


def keep_together(table: Table) -> None:
    """No page ends within the table."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def describe(table: Table, caption: str, *, is_rtl: bool) -> None:
    """The table's direction, its thin lines, and its name for who does not see it."""
    if is_rtl:
        table.table_direction = WD_TABLE_DIRECTION.RTL
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        is_across = side in ("bottom", "insideH")
        line.set(qn("w:val"), "single" if is_across else "nil")
        if is_across:
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), HAIR)
        borders.append(line)
    behind = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")
    table._tbl.tblPr.insert_element_before(borders, *behind)
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), fit(caption))
    table._tbl.tblPr.append(described)
