"""From the structure of a survey of LimeSurvey to a survey document."""

from collections import defaultdict
from typing import Any

from engage.engines.messages import Message, message
from engage.engines.questionnaire.foreign import (
    BroughtIn,
    Codes,
    Notes,
    heading_of,
    mend,
    missing_texts,
    offer_languages,
)
from engage.engines.questionnaire.limesurvey.questions import condition_of_row, read_question
from engage.engines.questionnaire.limesurvey.sections import Fields, read_sections
from engage.engines.questionnaire.limesurvey.sources import TEXTS, Answer, Found, Source
from engage.engines.questionnaire.limesurvey.tab_separated import read_tab_separated
from engage.engines.questionnaire.limesurvey.tables import DUAL

Document = dict[str, Any]

_READ = (
    *("surveys", "surveys_languagesettings", "groups", "group_l10ns", "questions", "subquestions"),
    *("question_l10ns", "answers", "answer_l10ns", "question_attributes"),
)
_BESIDE = {
    "question_l10ns": {"question", "help"},
    "group_l10ns": {"group_name", "description"},
    "answer_l10ns": {"answer"},
}
_BEFORE = b"\xff\xfe\xef\xbb\xbf\0 \t\r\n"  # marks of encodings and space
_LAYOUTS = {"A": "single_page", "G": "one_per_page"}


def import_limesurvey(content: bytes) -> BroughtIn:
    """The survey in an ``.lss`` or a tab-separated file, with a note for all that stays behind.

    Raises ``RefusedFile`` where the file is no such structure.
    """
    notes = Notes()
    is_xml = content.lstrip(_BEFORE)[:1] in (b"<", b"")
    sections = read_sections(content, notes) if is_xml else read_tab_separated(content, notes)
    for name, rows in sections.items():
        if name not in _READ and rows:
            told = message("survey file", "Left out: this part of the file has no meaning here.")
            notes.add(name, 0, "", "", told)
    document = _Import(sections, notes).document()
    return BroughtIn(document, notes.sorted({name: at for at, name in enumerate(_READ)}))


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() else 0


class _Import:
    def __init__(self, sections: dict[str, list[Fields]], notes: Notes) -> None:
        self._sections = sections
        self._notes = notes
        self._survey = self._first("surveys")
        settings = sections.get("surveys_languagesettings", [])
        main = self._survey.take("language") or (
            settings[0].get("surveyls_language") if settings else "en"
        )
        others = self._survey.take("additional_languages").split()
        named = [_locale(code) for code in (main, *others)]
        self._locales = tuple(dict.fromkeys(named)) or ("en",)
        self._found = Found()
        self._indexes: dict[tuple[str, str], dict[str, list[Fields]]] = {}
        self._labels = self._texts("questions", "question_l10ns", "qid", "question")
        self._helps = self._texts("questions", "question_l10ns", "qid", "help")
        self._parts = self._texts("subquestions", "question_l10ns", "qid", "question")
        self._answer_labels = self._texts("answers", "answer_l10ns", "aid", "answer")
        self._origins: dict[int, tuple[Document, Fields]] = {}

    def _first(self, name: str) -> Fields:
        rows = self._sections.get(name)
        return rows[0] if rows else Fields(name, 0, {}, self._notes)

    def _rows(self, name: str) -> list[Fields]:
        return self._sections.get(name, [])

    def _below(self, name: str, key: str, value: str) -> list[Fields]:
        """The rows of a section whose key has a value; files may be long."""
        if (name, key) not in self._indexes:
            index: dict[str, list[Fields]] = defaultdict(list)
            for row in self._rows(name):
                index[row.get(key)].append(row)
            self._indexes[name, key] = index
        return self._indexes[name, key].get(value, [])

    def document(self) -> Document | None:
        head = self._head()
        pages = self._pages()
        document = {"format": 1, **head, "pages": pages}
        for locale, count in offer_languages(document, self._locales[0], self._locales).items():
            is_main = locale == self._locales[0]
            told = missing_texts(heading_of(locale), count, is_main=is_main)
            self._notes.add("surveys_languagesettings", 0, "", "", told)
        self._close()
        mended = mend(document, self._taken) if pages else None
        if mended is None:
            told = message("survey file", "Nothing in this sheet can be asked here.")
            self._notes.add("questions", 0, "", "", told)
        return mended

    def _close(self) -> None:
        """Say what nothing in the survey has used."""
        for section, names in _BESIDE.items():
            for row in self._rows(section):
                row.used |= names
                row.close()
        for section in ("questions", "subquestions", "answers", "question_attributes"):
            for row in self._rows(section):
                is_unset = section == "question_attributes" and not row.get("value")
                if not row.used and not is_unset:
                    told = message("survey file", "Left out: nothing that is asked here uses it.")
                    row.leave_out(told)

    def _head(self) -> Document:
        head: Document = {"code": Codes().give(f"survey_{self._survey.take('sid')}", "s")}
        title, intro = {}, {}
        for row in self._rows("surveys_languagesettings"):
            locale = _locale(row.take("surveyls_language"))
            row.used.add("surveyls_survey_id")
            title[locale] = row.words("surveyls_title")
            words = [row.words(f"surveyls_{name}") for name in ("description", "welcometext")]
            intro[locale] = "\n\n".join(filter(None, words))
            row.close()
        head["title"] = {locale: words for locale, words in title.items() if words}
        head["title"] = head["title"] or {self._locales[0]: "Survey"}
        if any(intro.values()):
            head["intro"] = intro
        layout = _LAYOUTS.get(self._survey.get("format"))
        if layout:
            head["layout"] = layout
        self._survey.leave_out(
            message(
                "survey file",
                "Languages and layout were taken; dates, rights and looks are set elsewhere here.",
            )
        )
        return head

    def _texts(self, rows: str, beside: str, key: str, name: str) -> dict[str, dict[str, str]]:
        """A text of each part by its key: in its own rows, or in those beside them."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        own = [row for row in self._rows(rows) if name in row.values]
        for row in own or self._rows(beside):
            locale = _locale(row.take("language")) or self._locales[0]
            words = row.words(name)
            if words:
                found[row.get(key)][locale] = words
        return found

    def _pages(self) -> list[Document]:
        titles = self._texts("groups", "group_l10ns", "gid", "group_name")
        told = self._texts("groups", "group_l10ns", "gid", "description")
        codes = Codes()
        pages = []
        for row in _in_order(_one_each(self._rows("groups"), "gid"), "group_order"):
            gid = row.get("gid")
            page: Document = {"code": codes.give(f"group_{gid}", "p"), "questions": []}
            if titles[gid]:
                page["title"] = titles[gid]
            condition = condition_of_row(row, "grelevance", self._found)
            if condition:
                page["show_if"] = condition
            if any(told[gid].values()):
                code = self._found.codes.give(f"about_group_{gid}", "i")
                page["questions"].append({"code": code, "kind": "information", "text": told[gid]})
                self._keep(page["questions"][-1], row)
            row.take("group_name")
            row.take("description")
            for source in self._sources(gid):
                for part in read_question(source, self._found):
                    page["questions"].append(part)
                    self._keep(part, source.row)
            row.close()
            self._keep(page, row)
            if page["questions"]:
                pages.append(page)
            else:
                row.leave_out(message("survey file", "Left out: nothing in this group is asked."))
        return pages

    def _sources(self, gid: str) -> list[Source]:
        found = []
        rows = self._below("questions", "gid", gid)
        for row in _in_order(_one_each(rows, "qid"), "question_order"):
            qid = row.get("qid")
            row.used |= {"question", "help"}
            below = self._below("subquestions", "parent_qid", qid)
            rows_of = _in_order(_one_each(below, "qid"), "question_order")
            scales = [row for row in rows_of if row.get("scale_id") == "1"]
            found.append(
                Source(
                    row,
                    self._labels[qid],
                    self._helps[qid],
                    self._answers(row, "0"),
                    [self._subquestion(each) for each in rows_of if each not in scales],
                    self._attributes(qid),
                    self._locales,
                    self._answers(row, "1") if row.get("type") == DUAL else [],
                    [self._subquestion(each) for each in scales],
                )
            )
        return found

    def _subquestion(self, row: Fields) -> Answer:
        row.used |= {"type", "relevance", "question", "help", "mandatory", "other"}
        if row.get("relevance") not in ("", "1"):
            told = message("survey file", "Left out: only whole questions have conditions here.")
            row.note("relevance", told)
        name = row.take("title")
        row.close()
        return Answer(name, self._parts[row.get("qid")] or {self._locales[0]: name})

    def _answers(self, question: Fields, scale: str) -> list[Answer]:
        rows = self._below("answers", "qid", question.get("qid"))
        key = "aid" if rows and "aid" in rows[0].values else ""
        beside = self._answer_labels if key else {}
        found: dict[str, Answer] = {}
        for row in _in_order(rows, "sortorder"):
            if (row.get("scale_id") or "0") != scale:
                if question.get("type") != DUAL:
                    told = message(
                        "survey file", "Left out: a question has one list of answers here."
                    )
                    row.leave_out(told)
                continue
            code = row.take("code")
            answer = found.setdefault(code, Answer(code, {}))
            if key:
                answer.label |= beside.get(row.get("aid"), {})
            words = row.words("answer")
            if words:
                answer.label[_locale(row.get("language")) or self._locales[0]] = words
            row.close()
        for answer in found.values():
            if not answer.label:
                answer.label[self._locales[0]] = answer.name
        return list(found.values())

    def _attributes(self, qid: str) -> dict[str, Fields]:
        """The settings of a question by their names; texts among them by language, ``name:en``."""
        found: dict[str, Fields] = {}
        for row in self._below("question_attributes", "qid", qid):
            name, locale = row.get("attribute"), _locale(row.get("language"))
            if row.get("value"):
                found[f"{name}:{locale}" if name in TEXTS and locale else name] = row
        return found

    def _keep(self, part: Document, row: Fields) -> None:
        self._origins[id(part)] = (part, row)

    def _taken(self, part: Document, name: str, why: Message) -> None:
        _, row = self._origins[id(part)]
        if name:
            told = message("survey file", "Left out here. To correct: %(why)s", why=why)
        else:
            told = message("survey file", "The row was left out. To correct: %(why)s", why=why)
        row.note({"show_if": "relevance"}.get(name, name), told)


def _locale(code: str) -> str:
    """LimeSurvey writes ``de-informal`` and ``pt-BR``."""
    base, _, region = code.replace("_", "-").partition("-")
    return f"{base}_{region}" if len(region) == 2 else base


def _one_each(rows: list[Fields], key: str) -> list[Fields]:
    """One row of each part: until version 3 there is one in each language."""
    found: dict[str, Fields] = {}
    for row in rows:
        first = found.setdefault(row.get(key), row)
        if first is not row:
            row.used |= set(row.values)
    return list(found.values())


def _in_order(rows: list[Fields], key: str) -> list[Fields]:
    return sorted(rows, key=lambda row: _number(row.get(key)))
