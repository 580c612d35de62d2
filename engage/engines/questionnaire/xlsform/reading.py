"""From an XLSForm to a survey document and a list of everything that did not come over."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from engage.engines.messages import Message, message
from engage.engines.questionnaire.foreign import (
    OFFERED,
    BroughtIn,
    Codes,
    Notes,
    RefusedFile,
    heading_of,
    locale_of,
    mend,
    missing_texts,
    offer_languages,
)
from engage.engines.questionnaire.reading import read_survey
from engage.engines.questionnaire.sections import as_in_document
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.choices import close_choices, read_choices
from engage.engines.questionnaire.xlsform.columns import Row, Sheet
from engage.engines.questionnaire.xlsform.grouping import read_groups
from engage.engines.questionnaire.xlsform.pages import Pages
from engage.engines.questionnaire.xlsform.pictures import Bring, named_pictures
from engage.engines.questionnaire.xlsform.question_rows import Form
from engage.engines.questionnaire.xlsform.sheets import Table, read_tables

Document = dict[str, Any]

_SHEETS = ("survey", "choices", "external_choices", "settings")
# Where the column is that a part of a question comes from.
_COLUMN_OF: Mapping[str, str] = {
    "show_if": "relevant",
    "title": "label",
    "label": "label",
    "text": "label",
    "hint": "hint",
    "required": "required",
    "required_message": "required_message",
    "interviewer_note": "guidance_hint",
    "interviewer_script": extras.SCRIPT,
    OFFERED: "choice_filter",
    "constraint": "constraint",
    "constraint_message": "constraint_message",
    "expression": "calculation",
    "order": "parameters",
    "": "type",
    "repeat": "type",
    **dict.fromkeys(("min_length", "max_length", "min_choices", "max_choices"), "constraint"),
    **dict.fromkeys(("minimum", "maximum", "earliest", "latest"), "constraint"),
}


def import_xlsform(content: bytes, language: str = "en", bring: Bring | None = None) -> BroughtIn:
    """The survey in an XLSForm (.xlsx), with a note for every cell that did not come over.

    ``language`` is that of texts whose heading names none, where the form does not say; ``bring``
    gives the pictures that came with it. Raises ``RefusedFile`` where the file is no workbook or
    has no sheet ``survey``.
    """
    notes = Notes()
    tables = read_tables(content, notes)
    found: dict[str, Table] = {}
    for table in tables:
        name = table.name.strip().lower()
        if name in _SHEETS and name not in found:
            found[name] = table
        elif table.rows:
            told = message("survey file", "Left out: sheets of this name are not read.")
            notes.add(table.name, 0, "", "", told)
    if "survey" not in found:
        raise RefusedFile(message("survey file", "There is no sheet “survey” in the workbook."))
    sheets = {name: Sheet(table, notes) for name, table in found.items()}
    named = named_pictures(sheets.values())
    pictures = bring(named) if bring and named else {}
    document = _Import(sheets, language, pictures).document()
    order = {table.name: number for number, table in enumerate(tables)}
    return BroughtIn(document, notes.sorted(order))


class _Import:
    def __init__(
        self, sheets: Mapping[str, Sheet], language: str, pictures: Mapping[str, str | Message]
    ) -> None:
        self._pictures = pictures
        self._survey = sheets["survey"]
        names = ("choices", "external_choices")
        self._choices = [sheets[name] for name in names if name in sheets]
        self._texts = [self._survey, *self._choices]
        self._settings = self._settings_of(sheets.get("settings"))
        self._main = self._main_language(language)
        columns = (code for sheet in self._texts for _, code in sheet.languages())
        self._locales = tuple(dict.fromkeys((self._main, *columns)))

    def _settings_of(self, sheet: Sheet | None) -> Row | None:
        if sheet is None or not sheet.rows:
            return None
        for row in sheet.rows[1:]:
            row.leave_out(message("survey file", "Left out: settings stand in one row."))
        return sheet.rows[0]

    def _main_language(self, language: str) -> str:
        named = self._settings.take("default_language") if self._settings else ""
        if named and (code := locale_of(named)):
            return code
        if named and self._settings:
            told = message("survey file", "This language is not known.")
            self._settings.note("default_language", told)
        counts: Counter[str] = Counter()
        for sheet in self._texts:
            for row in sheet.rows:
                counts.update(
                    sheet.locales[at] or "" for at in row.cells if self._is_label(sheet, at)
                )
        named_ones = [code for code, _ in counts.most_common() if code]
        if counts[""] and language not in named_ones and not named_ones:
            self._note_language(language)
            return language
        return named_ones[0] if named_ones else language

    def _is_label(self, sheet: Sheet, column: int) -> bool:
        heading = sheet.headings.get(column)
        return heading is not None and heading.name == "label"

    def _note_language(self, language: str) -> None:
        for column, heading in self._survey.headings.items():
            if heading.name == "label" and not heading.language:
                told = message(
                    "survey file",
                    "No language is named: the texts were taken as %(language)s.",
                    language=heading_of(language),
                )
                self._survey.note(self._survey.heading_row, column, told)

    def document(self) -> Document | None:
        choices = read_choices(self._choices, self._main)
        form = Form(self._main, self._locales, choices, pictures=self._pictures)
        pages = Pages(form)
        pages.read(read_groups(self._survey))
        pages.settle_places()
        for sheet in self._choices:
            close_choices(sheet, form.used_lists)
        self._headings_without_meaning()
        document = {"format": 1, **self._head(), "pages": pages.found}
        self._offer(document)
        mended = mend(document, lambda part, name, why: _taken(pages, part, name, why))
        if mended is None:
            told = message("survey file", "Nothing in this sheet can be asked here.")
            self._survey.note(0, 0, told)
        else:
            _compare_numbers(pages, mended)
        return mended

    def _headings_without_meaning(self) -> None:
        for sheet in self._texts:
            for column in sheet.headings:
                if sheet.locales[column] is None:
                    told = message(
                        "survey file",
                        "The language is not known: write the heading like “label::English (en)”.",
                    )
                    sheet.note(sheet.heading_row, column, told)

    def _head(self) -> Document:
        row = self._settings
        if row is None:
            told = message("survey file", "The form has no title: choose one.")
            self._survey.note(self._survey.heading_row, 0, told)
            return {"code": "survey", "title": {self._main: "Survey"}}
        settings = extras.read_settings(row.take(extras.SETTINGS)) or {}
        head: Document = {"code": self._code(row)}
        title = row.texts("engage::title", self._main)
        words = row.take("form_title")
        if words:
            title = {self._main: words, **title}
        elif not title:
            title = {self._main: row.text("form_id") or "Survey"}
            row.sheet.note(
                row.number, 0, message("survey file", "The form has no title: choose one.")
            )
        head["title"] = extras.restore_text(title, settings.pop("title", None))
        intro, kept = row.texts("engage::intro", self._main), settings.pop("intro", None)
        if intro or kept is not None:
            head["intro"] = extras.restore_text(intro, kept)
        if row.text("style") == "pages":
            row.take("style")
            head["layout"] = "one_per_page"
        listed = row.take(extras.LANGUAGES).split()
        if listed:
            row.take("version")  # our own, which is counted anew
        self._listed = tuple(code for code in listed if locale_of(f"({code})") == code)
        if len(self._listed) < len(listed):
            row.note(extras.LANGUAGES, message("survey file", "This language is not known."))
        for name, value in settings.items():
            if name in ("layout", "check_answers"):
                head[name] = value
        row.take("allow_choice_duplicates")  # said by the choices themselves
        row.close()
        return head

    _listed: tuple[str, ...] = ()

    def _code(self, row: Row) -> str:
        name, kept = row.take("form_id"), row.take(extras.CODE)
        code = Codes().give(kept or name or "survey", "s")
        if code not in (name, kept) and name:
            row.note("form_id", message("survey file", "The code became “%(code)s”.", code=code))
        return code

    def _offer(self, document: Document) -> None:
        wanted = self._listed or self._locales
        if not self._listed:
            self._same_title(document)
        main = wanted[0] if self._listed else self._main
        for locale, count in offer_languages(document, main, wanted).items():
            sheet, column = self._column_of(locale)
            sheet.note(
                sheet.heading_row,
                column,
                missing_texts(heading_of(locale), count, is_main=locale == main),
            )

    def _same_title(self, document: Document) -> None:
        """A form has one title: it stands in every language until somebody translates it."""
        words = document["title"].get(self._main, "")
        others = [locale for locale in self._locales if locale not in document["title"]]
        for locale in others:
            document["title"][locale] = words
        if others and self._settings and self._settings.text("form_title"):
            told = message("survey file", "The title is the same in every language: translate it.")
            self._settings.note("form_title", told)

    def _column_of(self, locale: str) -> tuple[Sheet, int]:
        for sheet in self._texts:
            for column, code in sheet.languages():
                if code == locale:
                    return sheet, column
        return self._survey, 0


def _compare_numbers(pages: Pages, document: Document) -> None:
    """Say which questions have another number on paper than in the form."""
    numbers = {each.code: each.number for each in as_in_document(read_survey(document)).parts}
    for page in document["pages"]:
        for part in page["questions"]:
            row = pages.origin(part)
            given = row.text(extras.PAPER_NUMBER) if row else ""
            number = numbers.get(part["code"], 0)
            if row and given and given != str(number):
                told = message("survey file", "On paper questions are numbered in their order.")
                row.note(extras.PAPER_NUMBER, told)


def _taken(pages: Pages, part: Document, name: str, why: Message) -> None:
    row = pages.origin(part)
    if row is None:
        return
    if name:
        told = message("survey file", "Left out here. To correct: %(why)s", why=why)
        row.note(_COLUMN_OF.get(name, extras.SETTINGS), told)
    else:
        told = message("survey file", "The row was left out. To correct: %(why)s", why=why)
        row.note("type", told)
