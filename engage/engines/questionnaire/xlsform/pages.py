"""From groups and the questions in them to the pages of a survey."""

from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.trees import Asked
from engage.engines.questionnaire.foreign import Codes
from engage.engines.questionnaire.foreign.codes import LONGEST
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.columns import Row
from engage.engines.questionnaire.xlsform.grouping import Group
from engage.engines.questionnaire.xlsform.libraries import named
from engage.engines.questionnaire.xlsform.matrices import is_matrix, read_matrix
from engage.engines.questionnaire.xlsform.more_words import take_up
from engage.engines.questionnaire.xlsform.places import settle_places
from engage.engines.questionnaire.xlsform.question_rows import Form
from engage.engines.questionnaire.xlsform.questions import read_relevant
from engage.engines.questionnaire.xlsform.repeats import (
    LONGEST_QUESTION,
    LONGEST_SECTION,
    is_count,
    only_sums,
    read_repeat,
)
from engage.engines.questionnaire.xlsform.row_parts import read_parts

Document = dict[str, Any]


class Pages:
    """The pages as they come, and the row that each part came from."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._codes = Codes()
        self.found: list[Document] = []
        self._origins: dict[int, tuple[Document, Row]] = {}

    def origin(self, part: Document) -> Row | None:
        """The row that a page or a question came from."""
        found = self._origins.get(id(part))
        return found[1] if found else None

    def _keep_origin(self, part: Document, row: Row) -> None:
        self._origins[id(part)] = (part, row)

    def read(self, whole: Group) -> None:
        """Go through the tree: a group is a page, and so are questions outside of groups."""
        page: Document | None = None
        for part in whole.parts:
            if isinstance(part, Group) and not is_matrix(part, self._form):
                self._group(part, None, {})
                page = None
            elif not (isinstance(part, Row) and is_count(part, self._form)):
                page = page or self._open("page", None)
                self._part(part, page)
        self._name_library()
        self.found = [page for page in self.found if page["questions"]]

    def _group(self, group: Group, outer: Document | str | None, title: dict[str, str]) -> None:
        row = group.row
        assert row is not None
        page, title = self._head(group, row, outer, title)
        if group.what == "repeat":
            self._entries(group, page)
            return
        condition = page.get("show_if")
        for part in group.parts:
            if isinstance(part, Group) and not is_matrix(part, self._form):
                if part.row and part.what == "group":
                    told = message("survey file", "A group in a group became a page of its own.")
                    part.row.note("type", told)
                self._group(part, condition, title)
                page = self._open(row.text("name") or "page", row, condition, title)
            else:
                self._part(part, page)
        if not any(each["questions"] for each in self.found if self.origin(each) is row):
            row.note("type", message("survey file", "Left out: nothing in this group is asked."))

    def _entries(self, group: Group, page: Document) -> None:
        """What is asked in every entry; what can be said behind it of all of them."""
        form = self._form
        assert group.row is not None
        name = form.section_name
        before = set(form.asked)
        self._inner(group, page, None)
        form.longest_code = LONGEST
        only_sums(form.asked, before)
        form.sections[name] = Asked(page["code"], "number", is_whole=True)
        form.asked.setdefault(name, form.sections[name])
        if not page["questions"]:
            told = message("survey file", "Left out: nothing in this group is asked.")
            group.row.note("type", told)

    def _inner(self, group: Group, page: Document, outer: Document | str | None) -> None:
        for part in group.parts:
            if isinstance(part, Group) and not is_matrix(part, self._form):
                row = part.row
                assert row is not None
                row.take("type")
                row.take("name")
                told = message(
                    "survey file", "A group in a repeat: its questions stand on the page of it."
                )
                if part.what != "group":
                    told = message("survey file", "Asked once in every entry of the outer repeat.")
                row.note("type", told)
                condition = read_relevant(row, self._form, None)
                both = [each for each in (outer, condition) if each]
                inner = {"all": both} if len(both) > 1 else next(iter(both), None)
                self._heading(row, page, inner)
                row.close()
                self._inner(part, page, inner)
                continue
            before = len(page["questions"])
            self._part(part, page)
            for question in page["questions"][before:]:
                if outer and "show_if" in question:
                    question["show_if"] = {"all": [outer, question["show_if"]]}
                elif outer:
                    question["show_if"] = outer

    def _heading(self, row: Row, page: Document, condition: Document | str | None) -> None:
        """The title of a group within a page, as a text to read."""
        title = row.texts("label", self._form.main)
        if title:
            name = f"{row.text('name') or 'group'}_title"
            code = self._form.codes.give(name, "i", self._form.longest_code)
            heading: Document = {"code": code, "kind": "information", "text": title}
            page["questions"].append(heading | ({"show_if": condition} if condition else {}))
            self._keep_origin(page["questions"][-1], row)

    def _head(
        self, group: Group, row: Row, outer: Document | str | None, title: dict[str, str]
    ) -> tuple[Document, dict[str, str]]:
        row.take("type")
        if group.what == "loop":
            told = message("survey file", "Asked once: questions are not repeated here.")
            row.note("type", told)
        settings = extras.read_settings(row.take(extras.SETTINGS)) or {}
        row.take(extras.KIND)
        name, kept = row.take("name"), row.take(extras.CODE)
        own = row.texts("label", self._form.main)
        own = extras.restore_text(own, settings.get("title"), self._form.names.by_code)
        if own or "title" in settings:
            title = own
        condition = read_relevant(row, self._form, settings.get("show_if"))
        if outer and condition:
            condition = {"all": [outer, condition]}
        repeat = None
        if group.what == "repeat":
            title = title or {self._form.main: name or "1"}
            self._form.section_name = name
            is_own = isinstance(settings.get("repeat"), dict)
            self._form.longest_code = LONGEST if is_own else LONGEST_QUESTION
            repeat = read_repeat(row, self._form, settings.get("repeat"), title)
        longest = LONGEST if self._form.longest_code == LONGEST else LONGEST_SECTION
        page = self._open(kept or name or "page", row, condition or outer, title, longest)
        if repeat is not None:
            page["repeat"] = repeat
            if page["code"] in self._form.codes:  # how many there are is a question by this code
                page["code"] = self._form.codes.give(page["code"], "p", longest)
            self._form.codes.keep(page["code"])
        if page["code"] not in (name, kept) and name:
            told = message("survey file", "The code became “%(code)s”.", code=page["code"])
            row.note("name", told)
        if row.text("appearance").split() == ["field-list"]:
            row.take("appearance")
        row.close()
        return page, title

    def _open(
        self,
        name: str,
        row: Row | None,
        condition: Document | str | None = None,
        title: dict[str, str] | None = None,
        longest: int = LONGEST,
    ) -> Document:
        page: Document = {"code": self._codes.give(name, "p", longest), "questions": []}
        if title is not None and (title or row is None):
            page["title"] = dict(title)
        if condition:
            page["show_if"] = condition
        self.found.append(page)
        if row is not None:
            self._keep_origin(page, row)
        return page

    def _part(self, part: Row | Group, page: Document) -> None:
        questions = page["questions"]
        if isinstance(part, Group):
            row = part.row
            assert row is not None
            questions.append(read_matrix(part, row, self._form))
        else:
            row = part
            if take_up(row, questions, self._form) or is_count(row, self._form):
                return
            for document in read_parts(row, self._form):
                questions.append(document)
                self._keep_origin(document, row)
            return
        self._keep_origin(questions[-1], row)

    def settle_places(self) -> None:
        """Name the answers that texts repeat by their codes."""

        def note(part: Document) -> None:
            row = self.origin(part)
            if row is not None:
                told_so = message(
                    "survey file",
                    "It repeats an answer that is not given before: it is shown as it stands.",
                )
                row.note("label", told_so)

        settle_places(self.found, self._form.asked, note)

    def _name_library(self) -> None:
        for page in self.found:
            for number, question in enumerate(page["questions"]):
                row = self.origin(question)
                assert row is not None
                page["questions"][number] = named(question, row)
                self._keep_origin(page["questions"][number], row)
