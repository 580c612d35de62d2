"""The structure of a survey as LimeSurvey writes it for spreadsheets: tab-separated, ``.txt``.

A row is a group, a question, a part of one or a setting, and belongs to what stands above it. All
rows come once for each language. They are given as the sections of an ``.lss`` file.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engage.engines.messages import message
from engage.engines.questionnaire.foreign import Notes, RefusedFile
from engage.engines.questionnaire.limesurvey.sections import (
    LARGEST_FILE,
    MOST_FIELDS,
    Fields,
    no_survey,
)
from engage.engines.questionnaire.limesurvey.sources import TEXTS

LONGEST_FIELD = 131_072  # characters; what the csv module takes may be set elsewhere
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NEEDED = frozenset({"class", "type/scale", "name", "text"})
# What the columns of a question are called in an ``.lss`` file; further columns are attributes.
_OF_QUESTION: Mapping[str, str] = {
    **{"type/scale": "type", "name": "title", "text": "question", "validation": "preg"},
    **{name: name for name in ("relevance", "help", "language", "mandatory", "other")},
}
_OF_PART: Mapping[str, str] = {
    **{"type/scale": "scale_id", "name": "title", "text": "question"},
    **{name: name for name in ("relevance", "help", "language", "mandatory")},
}
_OF_ANSWER = {"type/scale": "scale_id", "name": "code", "text": "answer", "language": "language"}
_OF_GROUP = {
    **{"name": "group_name", "text": "description"},
    **{"relevance": "grelevance", "language": "language"},
}
_BINDING = frozenset({"id", "related_id", "class", "encrypted", "same_default", "same_script"})

Sections = dict[str, list[Fields]]
Line = Mapping[str, str]


def read_tab_separated(content: bytes, notes: Notes) -> Sections:
    """The rows of each section; raises ``RefusedFile`` where it is no survey of LimeSurvey."""
    reading = _Reading(notes)
    for number, line in _lines(content):
        reading.take(number, line)
    return reading.sections()


def _lines(content: bytes) -> Iterator[tuple[int, Line]]:
    """The lines of the file with their numbers, each by its headings."""
    if len(content) > LARGEST_FILE:
        raise _too_large()
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8-sig"
    try:
        rows = csv.reader(io.StringIO(content.decode(encoding), newline=""), delimiter="\t")
        heads = [head.strip() for head in next(rows, [])]
        if not _NEEDED.issubset(heads):
            raise no_survey()
        count = 0
        for cells in rows:
            count += len(cells)
            if count > MOST_FIELDS or max(map(len, cells), default=0) > LONGEST_FIELD:
                raise _too_large()
            found = dict.fromkeys(heads, "") | {
                head: cell.strip() for head, cell in zip(heads, cells, strict=False)
            }
            if found["class"]:
                yield rows.line_num, found
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise no_survey() from wrong


def _too_large() -> RefusedFile:
    return RefusedFile(message("survey file", "The file is too large for a survey."))


@dataclass
class _Reading:
    """What stands above a line, and the sections so far."""

    notes: Notes
    found: defaultdict[str, list[Fields]] = field(default_factory=lambda: defaultdict(list))
    settings: dict[str, str] = field(default_factory=dict)
    titles: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    gid: str = ""
    qid: str = ""
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)

    def take(self, number: int, line: Line) -> None:
        """Put a line into its section."""
        class_, language = line["class"].upper(), line.get("language", "")
        if class_ == "S":
            self.settings[line["name"]] = line["text"]
        elif class_ == "SL":
            self.titles[language][line["name"]] = line["text"]
        elif class_ == "G":
            at = self._next("G", language)
            self.gid = line.get("id") or str(at)
            self._add("groups", number, line, _OF_GROUP, gid=self.gid, group_order=str(at))
        elif class_ == "Q":
            at = self._next("Q", language)
            self.qid = line.get("id") or str(at)
            own = {"qid": self.qid, "gid": self.gid, "question_order": str(at)}
            self._add("questions", number, line, _OF_QUESTION, **own)
            self._attributes(number, line)
        elif class_ == "SQ":
            at = self._next("SQ", language, self.qid)
            own = {"qid": f"{self.qid}-{at}", "parent_qid": self.qid, "question_order": str(at)}
            self._add("subquestions", number, line, _OF_PART, **own)
        elif class_ == "A":
            at = self._next("A", language, self.qid)
            self._add("answers", number, line, _OF_ANSWER, qid=self.qid, sortorder=str(at))
        else:
            self._add(line["class"], number, line, {})

    def _next(self, *what: str) -> int:
        self.counts[what] += 1
        return self.counts[what]

    def _add(
        self, section: str, number: int, line: Line, names: Mapping[str, str], **own: str
    ) -> None:
        values = {name: line.get(column, "") for column, name in names.items()}
        self.found[section].append(Fields(section, number, values | own, self.notes))

    def _attributes(self, number: int, line: Line) -> None:
        """The settings of a question; what is the same in a further language says nothing new."""
        for name, value in line.items():
            if name in _OF_QUESTION or name.lower() in _BINDING or not value:
                continue
            first = self.attributes.get((self.qid, name))
            if first == value:
                continue
            self.attributes.setdefault((self.qid, name), value)
            language = line.get("language", "") if name in TEXTS else ""
            values = {"qid": self.qid, "attribute": name, "value": value, "language": language}
            if first is not None and not language:
                told = message("survey file", "Left out: settings of the first language hold.")
                self.notes.add("question_attributes", number, name, name, told)
                continue
            row = Fields("question_attributes", number, values, self.notes)
            self.found["question_attributes"].append(row)

    def sections(self) -> Sections:
        """All of the file; settings of the survey are a row, its texts one in each language."""
        self.found["surveys"] = [Fields("surveys", 1, self.settings, self.notes)]
        self.found["surveys_languagesettings"] = [
            Fields(
                "surveys_languagesettings",
                number,
                {"surveyls_language": language or self.settings.get("language", "en"), **texts},
                self.notes,
            )
            for number, (language, texts) in enumerate(self.titles.items(), start=1)
        ]
        return dict(self.found)
