"""A file of responses, row by row: columns to answers, and what each row lacks."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from engage.engines.questionnaire import Question, Survey, read_form
from engage.kernel.errors import InvalidInput, Message, message

META = ("key", "language", "channel", "received_on", "serial", "place", "help_given", "happened_at")
SEPARATORS = re.compile(r"\s*[|;]\s*")


@dataclass(frozen=True)
class Row:
    """One row on its way in: its line in the file, answers by question, and what else it says."""

    line: int
    answers: dict[str, Any]
    meta: dict[str, str]
    problems: dict[str, Message] = field(default_factory=dict)


def read_mapping(pairs: Iterable[str], survey: Survey) -> dict[str, str]:
    """``column=question`` or ``column=@language`` and the like, checked against the survey.

    Raises ``InvalidInput`` for what names no question and no such word.
    """
    mapping = {}
    for pair in pairs:
        column, sign, target = pair.partition("=")
        known = target in survey.question_by_code or (target.startswith("@") and target[1:] in META)
        if not sign or not known:
            raise InvalidInput(
                message(
                    "import",
                    "“%(pair)s” is no mapping. Write column=question or column=@one of: %(names)s.",
                    pair=pair,
                    names=", ".join(META),
                )
            )
        mapping[column] = target
    return mapping


def read_rows(lines: Iterable[str], survey: Survey, mapping: Mapping[str, str]) -> Iterator[Row]:
    """The rows of a CSV file in its order; raises ``InvalidInput`` for a column that is missing."""
    reader = csv.DictReader(lines)
    missing = set(mapping) - set(reader.fieldnames or ())
    if missing:
        raise InvalidInput(
            message("import", "The file has no column “%(name)s”.", name=sorted(missing)[0])
        )
    for row in reader:
        if None in row or None in row.values():
            ragged = message("import", "This row has more or fewer cells than the first one.")
            yield Row(reader.line_num, {}, {}, {"": ragged})
        else:
            yield _row(reader.line_num, row, survey, mapping)


def _row(line: int, row: Mapping[str, str], survey: Survey, mapping: Mapping[str, str]) -> Row:
    meta, form = {}, {}
    columns = {}
    for column, target in mapping.items():
        words = (row[column] or "").strip()
        if target.startswith("@"):
            meta[target[1:]] = words
        elif words:
            form[target] = _values(survey.question(target), words)
            columns[target] = column
    # all of it is read where the entries of sections are to be counted
    read = read_form(survey, form, None if survey.sections else tuple(form))
    problems = {columns[code]: text for code, text in read.problems.items()}
    return Row(line, dict(read.answers), meta, problems)


def _values(question: Question, words: str) -> list[str]:
    """Option codes; a label in any language stands for its code."""
    if not question.options:
        return [words]
    parts = SEPARATORS.split(words) if question.kind in ("multiple_choice", "ranking") else [words]
    codes = {
        label.strip().casefold(): option.code
        for option in question.options
        for label in option.label.values()
    }
    return [codes.get(part.casefold(), part) for part in parts if part]


def as_day(words: str) -> date | None:
    """A date in ISO form, or None."""
    return date.fromisoformat(words[:10]) if words else None


def as_moment(words: str) -> datetime | None:
    """A moment in ISO form, in UTC where it names no zone, or None."""
    if not words:
        return None
    found = datetime.fromisoformat(words)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
