"""The sections of an ``.lss`` file as rows of fields, with a record of which were used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from engage.engines.messages import Message, message
from engage.engines.questionnaire.foreign import Notes, RefusedFile
from engage.engines.questionnaire.plain_text import clean_text

LARGEST_FILE = 10_000_000
MOST_FIELDS = 500_000

# Where texts belong to a question, which tells what can't be repeated in them.
WITH_ANSWERS = frozenset({"questions", "subquestions", "question_l10ns", "answers", "answer_l10ns"})

# What only holds the file together, and values that mean nothing was set.
_BINDING = frozenset(
    {
        *("id", "qid", "parent_qid", "sid", "gid", "aid", "language", "scale_id", "modulename"),
        *("question_order", "group_order", "sortorder", "same_default", "same_script"),
        *("assessment_value", "question_theme_name", "encrypted", "save_as_default"),
    }
)
_UNSET = frozenset({"", "0", "N"})


@dataclass
class Fields:
    """A row of a section."""

    section: str
    number: int
    values: Mapping[str, str]
    notes: Notes
    used: set[str] = field(default_factory=set)

    def get(self, name: str) -> str:
        """What a field says, without using it."""
        return self.values.get(name, "")

    def take(self, name: str) -> str:
        """What a field says; it is used."""
        self.used.add(name)
        return self.get(name)

    def words(self, name: str) -> str:
        """The text of a field without its mark-up, which is noted."""
        html = self.take(name)
        text, has_markup = plain_words(html)
        if has_markup:
            self.note(name, message("survey file", "Its formatting and links were taken away."))
        if "{" in text and self.section not in WITH_ANSWERS:
            told = message("survey file", "What is in braces is shown as it stands.")
            self.note(name, told)
        return text

    def note(self, name: str, done: Message) -> None:
        """Write down what was done with a field."""
        self.used.add(name)
        self.notes.add(self.section, self.number, name, name, done)

    def leave_out(self, done: Message) -> None:
        """Write down that the whole row was left out."""
        self.used |= set(self.values)
        self.notes.add(self.section, self.number, "", "", done)

    def close(self) -> None:
        """Write down every field that was set and that nobody used."""
        for name, text in self.values.items():
            if name not in self.used and name not in _BINDING and text not in _UNSET:
                self.note(name, message("survey file", "Left out: it has no meaning here."))

    def close_attribute(self) -> None:
        """Write down a setting of a question that nobody used, under its own name."""
        if "attribute" not in self.used:
            self.used.add("attribute")
            told = message("survey file", "Left out: it has no meaning here.")
            self.notes.add(self.section, self.number, "value", self.get("attribute"), told)


def read_sections(content: bytes, notes: Notes) -> dict[str, list[Fields]]:
    """The rows of each section; raises ``RefusedFile`` where it is no survey of LimeSurvey."""
    if len(content) > LARGEST_FILE:
        raise RefusedFile(message("survey file", "The file is too large for a survey."))
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as wrong:
        raise no_survey() from wrong
    if root.tag != "document" or root.findtext("LimeSurveyDocType") != "Survey":
        raise no_survey()
    sections: dict[str, list[Fields]] = {}
    for section in root:
        rows = section.find("rows")
        if rows is not None:
            found = [_fields(section.tag, at, row, notes) for at, row in enumerate(rows, start=1)]
            sections[section.tag] = found
    return sections


def _fields(section: str, number: int, row: Element, notes: Notes) -> Fields:
    return Fields(section, number, {each.tag: (each.text or "").strip() for each in row}, notes)


def no_survey() -> RefusedFile:
    """What is said of a file that is something else."""
    return RefusedFile(
        message("survey file", "This is not the structure of a survey of LimeSurvey (.lss, .txt).")
    )


class _Words(HTMLParser):
    BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol"})
    SILENT = frozenset({"script", "style"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.has_markup = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self.has_markup = self.has_markup or tag not in ("br", "p")
        if tag in self.BREAKS:
            self.parts.append("\n")
        self._silent += tag in self.SILENT

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BREAKS:
            self.parts.append("\n")
        self._silent -= tag in self.SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(" ".join(data.split(" ")))


def plain_words(html: str) -> tuple[str, bool]:
    """The words of a text in HTML, and whether more than line breaks was taken away."""
    if "<" not in html and "&" not in html:
        return clean_text(html), False
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return clean_text("\n".join(kept)), reader.has_markup
