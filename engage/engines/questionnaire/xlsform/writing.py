"""From a survey document to an XLSForm that other systems can read, and that comes back as it went.

What XLSForms cannot say is kept in columns of our own (``engage::…``), and listed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engage.engines.messages import Message, message
from engage.engines.questionnaire.expressions.trees import Asked, Names
from engage.engines.questionnaire.foreign import Note, Notes, heading_of
from engage.engines.questionnaire.foreign.mending import texts_of
from engage.engines.questionnaire.model import Question, Survey
from engage.engines.questionnaire.reading import read_survey
from engage.engines.questionnaire.sections import as_in_document
from engage.engines.questionnaire.subjects import sort_of_calculation
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.filters import WHEN
from engage.engines.questionnaire.xlsform.lines import Written
from engage.engines.questionnaire.xlsform.pictures import HEADING
from engage.engines.questionnaire.xlsform.sheets import cell_text, write_tables
from engage.engines.questionnaire.xlsform.written import write_page

Document = Mapping[str, Any]

# Names that forms keep for themselves.
RESERVED = frozenset({"meta", "data"})
_TRANSLATED = (
    *("label", "hint", "guidance_hint", "constraint_message", "required_message"),
    extras.SCRIPT,
    HEADING,
)
_PLAIN = (
    *("type", "name", "required", "relevant", "constraint", "calculation"),
    *("repeat_count", "choice_filter", "parameters", "appearance"),
)
_OWN = (extras.PAPER_NUMBER, extras.KIND, extras.CODE, extras.SETTINGS)


@dataclass(frozen=True)
class SentOut:
    """A workbook, and what other systems will not find in it."""

    content: bytes
    notes: tuple[Note, ...]


def export_xlsform(document: Document, version: str = "") -> SentOut:
    """The survey as an XLSForm (.xlsx); ``import_xlsform`` gives the same document back.

    ``version`` tells other systems that a form has changed.

    Raises ``SurveyProblems`` where the document is no survey, and ``RefusedFile`` where a text is
    too long for the cell of a spreadsheet.
    """
    survey = as_in_document(read_survey(document))
    locales = tuple(
        dict.fromkeys(
            (*document["languages"], *(code for text in texts_of(document) for code in text))
        )
    )
    names = Names(_names(survey), _acknowledged(document))
    asked = {names.of(each.code): _asked(each, names, survey) for each in survey.named.values()}
    # What a matrix is called counts as well.
    taken = frozenset(each.code for each in survey.parts) | set(names.by_code.values()) | RESERVED
    numbers = {each.code: each.number for each in survey.questions if each.number}
    written = Written(locales, survey.languages, names, taken, asked, numbers)
    for page in document["pages"]:
        write_page(page, written)
    tables = (
        ("survey", _survey(written)),
        ("choices", _choices(written)),
        ("settings", _settings(document, written, version)),
    )
    notes = _notes(document, written)
    return SentOut(write_tables(tables), notes)


def _names(survey: Survey) -> dict[str, str]:
    """Names of questions in the form, where it cannot be their code."""
    names = {each.code: f"{each.code}_q" for each in survey.parts if each.code in RESERVED}
    taken = {each.code for each in survey.parts} | {page.code for page in survey.pages}
    for code in survey.sections:
        names[code] = f"{code}_count"
        while names[code] in taken:
            names[code] += "_"
    return names


def _acknowledged(document: Document) -> set[str]:
    parts = (part for page in document["pages"] for part in page["questions"])
    return {part["code"] for part in parts if part.get("must_be_given")}


def _asked(question: Question, names: Names, survey: Survey) -> Asked:
    if question.calculation is not None:
        return Asked(question.code, question.kind, sort=sort_of_calculation(question, survey))
    choices = {option.code: option.code for option in question.options}
    if question.code in names.acknowledged:
        choices = {"OK": "yes"}
    return Asked(question.code, question.kind, question.is_integer, choices)


def _survey(written: Written) -> list[list[str]]:
    columns: list[tuple[str, str]] = []
    for name in (*_PLAIN[:2], *_TRANSLATED, *_PLAIN[2:], *_OWN):
        if name not in _TRANSLATED:
            if name in ("type", "name") or any(row.plain.get(name) for row in written.rows):
                columns.append((name, ""))
            continue
        for locale in written.locales:
            if name == "label" or any(row.texts.get(name, {}).get(locale) for row in written.rows):
                columns.append((name, locale))
    heads = [f"{name}::{heading_of(locale)}" if locale else name for name, locale in columns]
    rows = [
        [
            row.texts.get(name, {}).get(locale, "") if locale else row.plain.get(name, "")
            for name, locale in columns
        ]
        for row in written.rows
    ]
    return [heads, *rows]


def _choices(written: Written) -> list[list[str]]:
    heads = ["list_name", "name", *_in_each(written, "label")]
    listed = [(name, *each) for name, choices in written.lists.items() for each in choices]
    rows = [
        [name, code, *(label.get(locale, "") for locale in written.locales)]
        for name, code, label, _, _ in listed
    ]
    if any(when for *_, when, _ in listed):
        heads.append(WHEN)
        rows = [[*row, when] for row, (*_, when, _) in zip(rows, listed, strict=True)]
    if any(picture for *_, picture in listed):
        heads += _in_each(written, HEADING)
        times = len(written.locales)
        rows = [[*row, *[picture] * times] for row, (*_, picture) in zip(rows, listed, strict=True)]
    return [heads, *rows]


def _in_each(written: Written, name: str) -> list[str]:
    """The headings of a column that stands there in every language."""
    return [f"{name}::{heading_of(code)}" for code in written.locales]


def _settings(document: Document, written: Written, version: str) -> list[list[str]]:
    title, intro = document["title"], document.get("intro")
    main = document["languages"][0]
    settings: dict[str, Any] = {
        name: extras.lost_in_cells(text)
        for name, text in (("title", title), ("intro", intro))
        if text is not None and (extras.lost_in_cells(text) or not text)
    }
    if "check_answers" in document:
        settings["check_answers"] = document["check_answers"]
    is_paged = document.get("layout") == "one_per_page"
    if "layout" in document and not is_paged:
        settings["layout"] = document["layout"]
    cells = {
        "form_title": _cell(title, main),
        "form_id": document["code"],
        "version": version,
        "default_language": heading_of(main),
        "style": "pages" if is_paged else "",
        extras.LANGUAGES: " ".join(document["languages"]),
        **{
            f"engage::title::{heading_of(locale)}": _cell(title, locale)
            for locale in written.locales
            if locale != main
        },
        **{
            f"engage::intro::{heading_of(locale)}": _cell(intro or {}, locale)
            for locale in written.locales
        },
        extras.SETTINGS: extras.write_settings(settings),
    }
    filled = {heading: text for heading, text in cells.items() if text}
    return [list(filled), list(filled.values())]


def _cell(text: Mapping[str, str], locale: str) -> str:
    return cell_text(text[locale]) if text.get(locale) else ""


def _notes(document: Document, written: Written) -> tuple[Note, ...]:
    notes = Notes()
    for number, row in enumerate(written.rows, start=2):
        for column, told in row.notes:
            notes.add("survey", number, "", column, told)
    for heading, told in _notes_of_settings(document):
        notes.add("settings", 2, "", heading, told)
    return notes.sorted({"survey": 0, "choices": 1, "settings": 2})


def _notes_of_settings(document: Document) -> Iterator[tuple[str, Message]]:
    if len(document["title"]) > 1:
        told = message(
            "survey file",
            "Forms have a title in one language; the others are in columns of our own.",
        )
        yield "engage::title", told
    if document.get("intro"):
        told = message("survey file", "Forms have no introduction; it is in columns of our own.")
        yield "engage::intro", told
    if "check_answers" in document or document.get("layout") == "single_page":
        told = message("survey file", "How it is shown is kept in a column of our own.")
        yield extras.SETTINGS, told
